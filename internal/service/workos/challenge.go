// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Challenge implements service.Service by a mere look: the token is issued when
// the domain is added. It looks at the one domain, since whoever asks did not
// find a token in the inventory.
func (a *Adapter) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	organization := a.organization(id.OrganizationID)
	known, err := organization.registered(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	shown, err := organization.readDomain(ctx, operation, id.Domain, known.RemoteID)
	if err != nil {
		return service.Challenge{}, err
	}
	if bad := badToken(shown); bad != "" {
		return service.Challenge{}, unpublishable(operation, bad)
	}
	if token := shown.VerificationToken; token != "" {
		publication, err := a.Publication(ctx, id, method, token)
		return service.Challenge{Token: token, Publication: publication, Rereadable: true}, err
	}
	if asDomain(shown).State.Verified() {
		return service.Challenge{}, &service.Error{
			Class: service.AlreadyVerified, Operation: operation,
			Reason: "the domain is verified, and WorkOS shows no token for it",
		}
	}
	return service.Challenge{}, &service.Error{
		Class: service.Blocked, Operation: operation,
		Reason: "WorkOS has issued no token for this domain, as with one that was declared by hand",
		Advice: "Only a domain that is added anew gets a token: remove it in the WorkOS dashboard and apply again, " +
			"or run terraform apply -replace=ADDRESS, where ADDRESS is that of its domainverify_organization_domain.",
	}
}

// registered returns the domain as the inventory has it. One that seems to be
// missing is looked for once more.
func (o *organization) registered(ctx context.Context, operation, domain string) (service.Domain, error) {
	snapshot, err := o.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(domain)
	if found.State == service.StateAbsent {
		if found, err = o.findDomain(ctx, operation, domain); err != nil {
			return service.Domain{}, err
		}
	}
	switch {
	case found.State == service.StateAbsent:
		return service.Domain{}, missing(operation)
	case found.RemoteID == "":
		return service.Domain{}, o.unusable(operation)
	}
	return found, nil
}

// readDomain reads one domain anew and notes what it finds.
func (o *organization) readDomain(ctx context.Context, operation, domain, remoteID string) (domainResponse, error) {
	shown, err := o.client.domain(ctx, remoteID)
	switch {
	case isGone(err):
		o.updateAbsent(domain)
		return domainResponse{}, missing(operation)
	case err != nil:
		return domainResponse{}, o.failure(ctx, operation, err)
	case shown.ID == "":
		return domainResponse{}, o.unusable(operation)
	case !isDomain(shown, domain, remoteID):
		return domainResponse{}, anotherDomain(operation, domain, remoteID, shown)
	case o.isElsewhere(shown):
		o.updateAbsent(domain)
		return domainResponse{}, o.moved(operation, shown)
	}
	o.update(domain, shown)
	return shown, nil
}

// isElsewhere: the domain has been moved. Not every answer tells whose it is.
func (o *organization) isElsewhere(shown domainResponse) bool {
	return shown.OrganizationID != "" && shown.OrganizationID != o.id
}

// moved names both organizations.
func (o *organization) moved(operation string, shown domainResponse) error {
	gone := missing(operation)
	gone.Reason += fmt.Sprintf(": WorkOS says that it belongs to the organization %q, and not to %q", shown.OrganizationID, o.id)
	return gone
}

func missing(operation string) *service.Error {
	return &service.Error{
		Class: service.Blocked, Operation: operation,
		Reason: "the organization does not have the domain, or no longer",
		Advice: "Plan again: the plan shows what adds the domain, publishes its new record and verifies it.",
	}
}

func (o *organization) unusable(operation string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "WorkOS answered with success but without the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
	}
}
