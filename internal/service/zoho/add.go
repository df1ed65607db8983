// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// maxDomains is the documented maximum of an organization (wire/zoho.md 0).
const maxDomains = 30

const reasonNotKnownBefore = "; whether it had it before is not known, because Zoho's list of domains did not show it and the response to adding it was lost"

// How Zoho refuses a domain that an organization already has is not documented
// (wire/zoho.md 1.1).
var (
	heldWords   = regexp.MustCompile(`(?i)already|in[ _]use|exist|associated|registered|another`)
	unheldWords = regexp.MustCompile(`(?i)(not|n't)([ _][a-z]+)?[ _](exist|registered|associated)|unregistered`)
)

// Add implements adapter.Operations. Where the list leaves open whether the domain exists,
// the response to adding it shows that, and costs no read of each domain of a new
// organization.
func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	wasAbsent := known.State == service.StateAbsent
	if isListed := known.State != service.StateUnverified; isListed && !wasAbsent {
		return o.existing(operation, domain, known, "", nil)
	}
	o.forgetShown(domain)
	created, err := o.create(ctx, operation, domain, wasAbsent)
	o.InvalidateIfAmbiguous(err)
	if typed, ok := errors.AsType[*service.Error](err); ok && (typed.Ambiguous || o.Recall(domain).pendingAdd) {
		typed.Advice = adviceAmbiguousAdd(typed, o.DomainID(domain))
	}
	return created, err
}

func adviceAmbiguousAdd(failed *service.Error, id service.DomainID) string {
	advice := failed.Advice
	switch failed.Class {
	case service.Interrupted:
		advice = ""
	case service.Throttled:
		advice = "Wait that long."
	}
	return adapter.JoinNonEmpty(" ", advice, "Whether the domain was added is not known, because the response was lost.",
		adapter.AdviceImport("that the organization already has the domain", id))
}

// create adds the domain. If it was absent before, what exists after a lost response
// was made by the lost request. One that was not known to be absent may be somebody
// else's, and taking it over would be deleting it some day.
func (o *organization) create(ctx context.Context, operation, domain string, wasAbsent bool) (service.Domain, error) {
	var object domainObject
	var found service.Domain
	wasLost := false
	exists, err := o.Settle(ctx, operation, func(again bool) (isOpen bool, err error) {
		if again {
			// The reading has shown that the domain is absent.
			wasAbsent, wasLost = true, true
			o.setPendingAdd(domain)
		}
		object, err = o.client.addDomain(ctx, domain)
		return isAmbiguous(err), err
	}, func() (exists bool, err error) {
		if wasAbsent {
			o.setPendingAdd(domain)
		}
		found, err = o.reread(ctx, operation, domain)
		return found.State != service.StateAbsent, err
	})
	switch kind := refusalOf(err).kind; {
	case exists:
		return o.existing(operation, domain, found, reasonNotKnownBefore, nil)
	case kind == kindRefused, kind == kindForbidden:
		return o.addRefused(ctx, operation, domain, err, wasLost)
	case err != nil:
		return service.Domain{}, o.Failure(ctx, operation, err)
	}
	if object != nil {
		if err := o.checkIdentity(operation, domain, object); err != nil {
			o.setPendingAdd(domain)
			o.Inventory.Invalidate()
			return service.Domain{}, err
		}
	}
	o.clearPendingAdd(domain)
	return o.completed(ctx, operation, domain, object)
}

// completed reads a domain that was added by a response without its codes, which are
// what a domain is added for. Where the read fails the domain still exists, so that an
// error would only hide it; the read may come too early as well, unless Zoho has not
// even named the domain.
func (o *organization) completed(ctx context.Context, operation, domain string, object domainObject) (service.Domain, error) {
	created := o.updateAdded(domain, object)
	if object.text(fieldCNAMECode) != "" && object.text(fieldHTMLCode) != "" {
		return created, nil
	}
	read, err := o.client.domain(ctx, domain)
	switch {
	case object == nil && refusalOf(err).mayBeUnknownDomain():
		o.Inventory.Invalidate()
		return service.Domain{}, o.MissingContent(operation, "the domain")
	case err == nil && read != nil && o.checkIdentity(operation, domain, read) == nil:
		created = o.updateAdded(domain, read)
	}
	return created, nil
}

// updateAdded is update for a domain that was just added, which is not verified, also
// where the response does not show that.
func (o *organization) updateAdded(domain string, object domainObject) service.Domain {
	added := o.update(domain, object)
	if added.State == service.StateUnknown {
		added.State, added.Reason = service.StatePending, ""
		o.SetDomain(domain, added)
	}
	return added
}

// existing decides about a domain that the organization already has. It is a success if
// a lost request of this process added it, which makes neither a verified domain nor one
// with mail. One that was verified before is no pending one that somebody has just added.
func (o *organization) existing(operation, domain string, found service.Domain, addition string, refused error) (service.Domain, error) {
	wasVerified := found.State.Verified() || o.Recall(domain).wasVerified
	if o.clearPendingAdd(domain) && !wasVerified && !found.HostsMail {
		return found, nil
	}
	if found.State == service.StatePending && (wasVerified || found.Reason != "") {
		found.State = service.StateFailed
		found.Reason = adapter.FirstNonEmpty(found.Reason, "it was verified before, and Zoho no longer confirms that")
	}
	exists := o.AlreadyExists(operation, found, refused)
	exists.Reason += addition
	return found, exists
}

// addRefused decides about a refusal by what the organization has after it.
func (o *organization) addRefused(ctx context.Context, operation, domain string, err error, wasLost bool) (service.Domain, error) {
	held := refusalOf(err).isHeld(domain)
	found, readErr := o.reread(ctx, operation, domain)
	switch {
	case readErr != nil && wasLost:
		return service.Domain{}, o.AfterAmbiguous(ctx, operation, readErr)
	case readErr != nil:
		return service.Domain{}, readErr
	case found.State != service.StateAbsent:
		return o.existing(operation, domain, found, "", err)
	case wasLost && held:
		// Most likely the lost request has added it, and the list lags.
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Meaning{
			Class: service.Transient, Reason: "Zoho reports that the domain is in use, and does not show it in this organization",
		})
	}
	o.clearPendingAdd(domain)
	// An organization with more domains than documented has another limit.
	number := 0
	if snapshot, err := o.Snapshot(ctx, operation); err == nil {
		number = len(snapshot.Domains)
	}
	switch {
	case number == maxDomains, number > maxDomains && !held:
		return service.Domain{}, o.Refusal(ctx, operation, err, adapter.Blocked(
			fmt.Sprintf("Zoho refused the domain, and the organization has %d domains; the documented maximum is %d", number, maxDomains),
			"Remove a domain that is no longer needed from the organization."))
	case refusalOf(err).kind == kindForbidden, refusalOf(err).has(codeNotInPlan):
		return service.Domain{}, o.Failure(ctx, operation, err)
	case held:
		return service.Domain{}, o.heldElsewhere(ctx, operation, err)
	}
	return service.Domain{}, o.NotAccepted(ctx, operation, err, adviceSeeError+" Check the spelling of the domain.")
}

// isHeld reports whether the messages are about a domain that an organization has.
func (r *response) isHeld(domain string) bool {
	all := r.all(domain)
	return heldWords.MatchString(all) && !unheldWords.MatchString(all)
}

func (o *organization) heldElsewhere(ctx context.Context, operation string, err error) error {
	return o.Refusal(ctx, operation, err, adapter.HeldElsewhere(
		"Zoho reports that the domain is in use, and this organization does not have it: another Zoho organization has it",
		"Waiting does not help: the organization that has the domain has to delete it first. If you cannot reach its administrators, contact Zoho's support."))
}
