// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// maxDomains is the limit of an organization
// (https://help.zoho.com/portal/en/kb/accounts/manage-your-organization/domains/articles/manage-your-domains).
const maxDomains = 30

// How Zoho refuses a domain that it has already is not documented.
var (
	heldWords   = regexp.MustCompile(`(?i)already|in[ _]use|exist|associated|registered|another`)
	unheldWords = regexp.MustCompile(`(?i)(not|n't)([ _][a-z]+)?[ _](exist|registered|associated)|unregistered`)
)

// Add implements service.Service.
func (a *Adapter) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation := "add the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	// Two resources for one domain must not both believe they have added it.
	unlock, err := organization.lock(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()

	// Where the list leaves open whether it is there, Zoho's answer to adding it
	// tells, and costs no look at each domain of a new organization.
	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found, listed := snapshot.Domains[id.Domain]
	if listed && found.State != service.StateAbsent {
		if organization.clearPendingAdd(id.Domain) {
			return found, nil
		}
		found = organization.existing(id.Domain, found)
		return found, &service.Error{Class: service.AlreadyExists, Operation: operation, Reason: hasAlready(found)}
	}
	organization.forgetShown(id.Domain)
	created, err := organization.create(ctx, operation, id.Domain, listed || snapshot.Complete)
	organization.invalidateIfAmbiguous(err)
	if typed, ok := errors.AsType[*service.Error](err); ok && (typed.Ambiguous || organization.hasPendingAdd(id.Domain)) {
		typed.Advice = adviceAmbiguousAdd(typed, id)
	}
	return created, err
}

func hasAlready(found service.Domain) string {
	return fmt.Sprintf("the organization has the domain already, in the state %q", found.State)
}

// create adds the domain. If it was absent before, what is there after a lost
// answer has been made by the lost request.
func (o *organization) create(ctx context.Context, operation, domain string, wasAbsent bool) (service.Domain, error) {
	object, err := o.client.addDomain(ctx, domain)
	word, wasLost := o.failure, isAmbiguous(err)
	if wasLost {
		if wasAbsent {
			o.pendingAdd(domain)
		}
		word = o.afterAmbiguous
		found, lookErr := o.findAnew(ctx, operation, domain)
		if lookErr != nil || found.State != service.StateAbsent {
			return o.afterAmbiguousAdd(ctx, operation, domain, found, lookErr)
		}
		o.pendingAdd(domain)
		if object, err = o.client.addDomain(ctx, domain); isAmbiguous(err) {
			// The lost request was slower than the look, or this one is lost as well.
			found, lookErr = o.findAnew(ctx, operation, domain)
			if lookErr != nil || found.State != service.StateAbsent {
				return o.afterAmbiguousAdd(ctx, operation, domain, found, lookErr)
			}
		}
	}
	if isRefusal(err) || isForbidden(err) {
		found, lookErr := o.findAnew(ctx, operation, domain)
		switch {
		case lookErr != nil:
			return service.Domain{}, word(ctx, operation, lookErr)
		case found.State != service.StateAbsent && o.clearPendingAdd(domain):
			// The lost request was slower than the look.
			return found, nil
		case found.State != service.StateAbsent:
			found = o.existing(domain, found)
			return found, o.refusal(ctx, operation, err, service.AlreadyExists, hasAlready(found), "")
		case wasLost && saysHeld(err, domain):
			return service.Domain{}, o.notShownYet(ctx, operation, err)
		}
		o.clearPendingAdd(domain)
		return service.Domain{}, o.addRefusal(ctx, operation, domain, err)
	}
	switch {
	case isAmbiguous(err):
		o.inventory.Invalidate()
		return service.Domain{}, word(ctx, operation, err)
	case err != nil:
		return service.Domain{}, word(ctx, operation, err)
	}
	if object != nil {
		if err := o.belongs(operation, domain, object); err != nil {
			o.pendingAdd(domain)
			o.inventory.Invalidate()
			return service.Domain{}, err
		}
	}
	o.clearPendingAdd(domain)
	if object.text(fieldCNAMECode) == "" || object.text(fieldHTMLCode) == "" {
		return o.completed(ctx, operation, domain, object)
	}
	return o.learnAdded(domain, object), nil
}

// learnAdded: a domain that was just added is not verified, also where the answer
// does not say so.
func (o *organization) learnAdded(domain string, object domainObject) service.Domain {
	added := o.update(domain, object)
	if added.State == service.StateUnknown {
		added.State, added.Reason = service.StatePending, ""
		o.inventory.Update(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = added })
	}
	return added
}

// completed looks at a domain that was added by an answer without its codes,
// which are what a domain is added for. When the look fails the domain is still
// there, so that failing now would only hide it; a look may come too early as
// well, unless Zoho has not even named the domain.
func (o *organization) completed(ctx context.Context, operation, domain string, object domainObject) (service.Domain, error) {
	created := o.learnAdded(domain, object)
	looked, err := o.client.domain(ctx, domain)
	switch {
	case isUnknownDomain(err) && object == nil:
		o.inventory.Invalidate()
		return service.Domain{}, unusable(operation)
	case err == nil && looked != nil && o.belongs(operation, domain, looked) == nil:
		created = o.learnAdded(domain, looked)
	}
	return created, nil
}

// addRefusal says why a domain was refused that the organization, read anew
// after it, does not have.
func (o *organization) addRefusal(ctx context.Context, operation, domain string, err error) error {
	_, messages, _ := refusalIn(err)
	held := isHeld(messages, domain)
	// An organization with more has been given another limit.
	if number := o.countDomains(ctx); number == maxDomains || number > maxDomains && !held {
		return o.refusal(ctx, operation, err, service.Blocked,
			fmt.Sprintf("Zoho refuses it, and the organization has %d domains already, where Zoho allows %d by default", number, maxDomains),
			"Remove a domain that is no longer needed from the organization, or ask Zoho's support for a higher limit.")
	}
	switch {
	case isForbidden(err):
		return o.failure(ctx, operation, err)
	case held:
		return o.heldElsewhere(ctx, operation, err)
	}
	return o.refusal(ctx, operation, err, service.Rejected, "Zoho does not accept the domain",
		"See Zoho's own words above, and check the spelling. Domains of public mail services cannot be added.")
}

// isForbidden: 403 may speak of the user as well as of the limit.
func isForbidden(err error) bool {
	refused, messages, ok := refusalIn(err)
	return ok && failedStatus(refused.Status, messages) == http.StatusForbidden && !speaksOfCredentials(messages)
}

func saysHeld(err error, domain string) bool {
	_, messages, ok := refusalIn(err)
	return ok && isHeld(messages, domain)
}

func isHeld(messages apiMessages, domain string) bool {
	said := messages.without(domain)
	return heldWords.MatchString(said) && !unheldWords.MatchString(said)
}

func (o *organization) heldElsewhere(ctx context.Context, operation string, err error) error {
	return o.refusal(ctx, operation, err, service.HeldElsewhere,
		"Zoho says that the domain is in use, and not by this organization: another Zoho organization has it",
		"Waiting does not help. Often it is the trial account of a colleague, or an account of another Zoho product: the organization that has the domain has to delete it first. "+
			"Zoho's support can find out which one it is if you prove ownership.")
}

func (o *organization) countDomains(ctx context.Context) int {
	snapshot, err := o.inventory.Snapshot(ctx)
	if err != nil {
		return 0
	}
	return len(present(snapshot).Domains)
}
