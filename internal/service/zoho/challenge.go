// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Challenge implements service.Service by a mere look: Zoho issues the codes
// when the domain is added and tells them from then on.
func (a *Adapter) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	organization := a.organization(id.OrganizationID)
	found, err := organization.registered(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	if found.Token(method) == "" {
		if found, err = organization.readDomain(ctx, operation, id.Domain); err != nil {
			return service.Challenge{}, err
		}
	}
	switch token, bad := found.Token(method), organization.shownOf(id.Domain).bad; {
	case bad != "":
		return service.Challenge{}, unpublishable(operation, bad)
	case token != "":
		publication, err := a.Publication(ctx, id, method, token)
		return service.Challenge{Token: token, Publication: publication, Rereadable: true}, err
	case found.State.Verified():
		return service.Challenge{}, &service.Error{
			Class: service.AlreadyVerified, Operation: operation,
			Reason: "the domain is verified, and Zoho shows no code for it any more",
		}
	}
	return service.Challenge{}, &service.Error{
		Class: service.Blocked, Operation: operation,
		Reason: "Zoho shows no verification code for this method",
		Advice: "Look at the domain in the admin console of Zoho Mail, or use another method. Removing the domain there and applying again makes new codes.",
	}
}

// registered returns the domain as the inventory has it. One that seems to be
// missing is looked for once more.
func (o *organization) registered(ctx context.Context, operation, domain string) (service.Domain, error) {
	found, err := o.find(ctx, operation, domain)
	if err == nil && found.State == service.StateAbsent {
		found, err = o.findAnew(ctx, operation, domain)
	}
	if err == nil && found.State == service.StateAbsent {
		err = missing(operation)
	}
	return found, err
}

// readDomain reads one domain anew. An answer that an unknown domain may get is held
// against the list.
func (o *organization) readDomain(ctx context.Context, operation, domain string) (service.Domain, error) {
	object, err := o.client.domain(ctx, domain)
	switch {
	case isRefusal(err):
		found, lookErr := o.findAnew(ctx, operation, domain)
		switch {
		case lookErr != nil:
			return service.Domain{}, lookErr
		case found.State == service.StateAbsent:
			o.forgetShown(domain)
			return service.Domain{}, missing(operation)
		}
		return service.Domain{}, o.failure(ctx, operation, err)
	case err != nil:
		return service.Domain{}, o.failure(ctx, operation, err)
	case object == nil:
		return service.Domain{}, unusable(operation)
	}
	if err := o.belongs(operation, domain, object); err != nil {
		return service.Domain{}, err
	}
	return o.update(domain, object), nil
}
