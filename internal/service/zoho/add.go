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
	doing := "add the domain " + id.Domain
	organization := a.organization(id.OrganizationID)
	// Two resources for one domain must not both believe they have added it.
	leave, err := organization.enter(ctx, doing, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer leave()

	// Where the list leaves open whether it is there, Zoho's answer to adding it
	// tells, and costs no look at each domain of a new organization.
	snapshot, err := organization.snapshot(ctx, doing)
	if err != nil {
		return service.Domain{}, err
	}
	found, listed := snapshot.Domains[id.Domain]
	if listed && found.State != service.StateAbsent {
		if organization.settleAdd(id.Domain) {
			return found, nil
		}
		found = organization.existing(id.Domain, found)
		return found, &service.Error{Class: service.AlreadyExists, Attempt: doing, Reason: hasAlready(found)}
	}
	organization.forgetShown(id.Domain)
	created, err := organization.create(ctx, doing, id.Domain, listed || snapshot.Complete)
	organization.forgetIfOpen(err)
	if typed, ok := errors.AsType[*service.Error](err); ok && (typed.Open || organization.hasOpenAdd(id.Domain)) {
		typed.Advice = adviceOpenAdd(typed, id)
	}
	return created, err
}

func hasAlready(found service.Domain) string {
	return fmt.Sprintf("the organization has the domain already, in the state %q", found.State)
}

// create adds the domain. If it was absent before, what is there after a lost
// answer has been made by the lost request.
func (o *organization) create(ctx context.Context, doing, domain string, wasAbsent bool) (service.Domain, error) {
	object, err := o.client.addDomain(ctx, domain)
	word, wasLost := o.failure, lost(err)
	if wasLost {
		if wasAbsent {
			o.openAdd(domain)
		}
		word = o.afterLost
		found, lookErr := o.findAnew(ctx, doing, domain)
		if lookErr != nil || found.State != service.StateAbsent {
			return o.afterLostAdd(ctx, doing, domain, found, lookErr)
		}
		o.openAdd(domain)
		if object, err = o.client.addDomain(ctx, domain); lost(err) {
			// The lost request was slower than the look, or this one is lost as well.
			found, lookErr = o.findAnew(ctx, doing, domain)
			if lookErr != nil || found.State != service.StateAbsent {
				return o.afterLostAdd(ctx, doing, domain, found, lookErr)
			}
		}
	}
	if isRefusal(err) || isForbidden(err) {
		found, lookErr := o.findAnew(ctx, doing, domain)
		switch {
		case lookErr != nil:
			return service.Domain{}, word(ctx, doing, lookErr)
		case found.State != service.StateAbsent && o.settleAdd(domain):
			// The lost request was slower than the look.
			return found, nil
		case found.State != service.StateAbsent:
			found = o.existing(domain, found)
			return found, o.refusal(ctx, doing, err, service.AlreadyExists, hasAlready(found), "")
		case wasLost && saysHeld(err, domain):
			return service.Domain{}, o.notShownYet(ctx, doing, err)
		}
		o.settleAdd(domain)
		return service.Domain{}, o.addRefusal(ctx, doing, domain, err)
	}
	switch {
	case lost(err):
		o.inventory.Forget()
		return service.Domain{}, word(ctx, doing, err)
	case err != nil:
		return service.Domain{}, word(ctx, doing, err)
	}
	if object != nil {
		if err := o.belongs(doing, domain, object); err != nil {
			o.openAdd(domain)
			o.inventory.Forget()
			return service.Domain{}, err
		}
	}
	o.settleAdd(domain)
	if object.text(fieldCNAMECode) == "" || object.text(fieldHTMLCode) == "" {
		return o.completed(ctx, doing, domain, object)
	}
	return o.learnAdded(domain, object), nil
}

// learnAdded: a domain that was just added is not verified, also where the answer
// does not say so.
func (o *organization) learnAdded(domain string, object domainObject) service.Domain {
	added := o.learn(domain, object)
	if added.State == service.StateUnknown {
		added.State, added.Reason = service.StatePending, ""
		o.inventory.Learn(func(snapshot *service.Snapshot) { snapshot.Domains[domain] = added })
	}
	return added
}

// completed looks at a domain that was added by an answer without its codes,
// which are what a domain is added for. When the look fails the domain is still
// there, so that failing now would only hide it; a look may come too early as
// well, unless Zoho has not even named the domain.
func (o *organization) completed(ctx context.Context, doing, domain string, object domainObject) (service.Domain, error) {
	created := o.learnAdded(domain, object)
	looked, err := o.client.domain(ctx, domain)
	switch {
	case isUnknownDomain(err) && object == nil:
		o.inventory.Forget()
		return service.Domain{}, unusable(doing)
	case err == nil && looked != nil && o.belongs(doing, domain, looked) == nil:
		created = o.learnAdded(domain, looked)
	}
	return created, nil
}

// addRefusal says why a domain was refused that the organization, read anew
// after it, does not have.
func (o *organization) addRefusal(ctx context.Context, doing, domain string, err error) error {
	_, heard, _ := refusalIn(err)
	held := isHeld(heard, domain)
	// An organization with more has been given another limit.
	if number := o.countDomains(ctx); number == maxDomains || number > maxDomains && !held {
		return o.refusal(ctx, doing, err, service.Blocked,
			fmt.Sprintf("Zoho refuses it, and the organization has %d domains already, where Zoho allows %d by default", number, maxDomains),
			"Remove a domain that is no longer needed from the organization, or ask Zoho's support for a higher limit.")
	}
	switch {
	case isForbidden(err):
		return o.failure(ctx, doing, err)
	case held:
		return o.heldElsewhere(ctx, doing, err)
	}
	return o.refusal(ctx, doing, err, service.Rejected, "Zoho does not accept the domain",
		"See Zoho's own words above, and check the spelling. Domains of public mail services cannot be added.")
}

// isForbidden: 403 may speak of the user as well as of the limit.
func isForbidden(err error) bool {
	refused, heard, ok := refusalIn(err)
	return ok && failedStatus(refused.Status, heard) == http.StatusForbidden && !speaksOfCredentials(heard)
}

func saysHeld(err error, domain string) bool {
	_, heard, ok := refusalIn(err)
	return ok && isHeld(heard, domain)
}

func isHeld(heard words, domain string) bool {
	said := heard.without(domain)
	return heldWords.MatchString(said) && !unheldWords.MatchString(said)
}

func (o *organization) heldElsewhere(ctx context.Context, doing string, err error) error {
	return o.refusal(ctx, doing, err, service.HeldElsewhere,
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
