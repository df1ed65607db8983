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
	doing := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	organization := a.organization(id.OrganizationID)
	known, err := organization.registered(ctx, doing, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	shown, err := organization.look(ctx, doing, id.Domain, known.RemoteID)
	if err != nil {
		return service.Challenge{}, err
	}
	if bad := badToken(shown); bad != "" {
		return service.Challenge{}, unpublishable(doing, bad)
	}
	if token := shown.VerificationToken; token != "" {
		publication, err := a.Publication(ctx, id, method, token)
		return service.Challenge{Token: token, Publication: publication, Rereadable: true}, err
	}
	if asDomain(shown).State.Verified() {
		return service.Challenge{}, &service.Error{
			Class: service.AlreadyVerified, Attempt: doing,
			Reason: "the domain is verified, and WorkOS shows no token for it",
		}
	}
	return service.Challenge{}, &service.Error{
		Class: service.Blocked, Attempt: doing,
		Reason: "WorkOS has issued no token for this domain, as with one that was declared by hand",
		Advice: "Only a domain that is added anew gets a token: remove it in the WorkOS dashboard and apply again, " +
			"or run terraform apply -replace=ADDRESS, where ADDRESS is that of its domainverify_organization_domain.",
	}
}

// registered returns the domain as the inventory has it. One that seems to be
// missing is looked for once more.
func (o *organization) registered(ctx context.Context, doing, domain string) (service.Domain, error) {
	snapshot, err := o.snapshot(ctx, doing)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(domain)
	if found.State == service.StateAbsent {
		if found, err = o.lookFor(ctx, doing, domain); err != nil {
			return service.Domain{}, err
		}
	}
	switch {
	case found.State == service.StateAbsent:
		return service.Domain{}, missing(doing)
	case found.RemoteID == "":
		return service.Domain{}, o.unusable(doing)
	}
	return found, nil
}

// look reads one domain anew and notes what it finds.
func (o *organization) look(ctx context.Context, doing, domain, remoteID string) (domainResponse, error) {
	shown, err := o.client.domain(ctx, remoteID)
	switch {
	case isGone(err):
		o.learnAbsent(domain)
		return domainResponse{}, missing(doing)
	case err != nil:
		return domainResponse{}, o.failure(ctx, doing, err)
	case shown.ID == "":
		return domainResponse{}, o.unusable(doing)
	case !isDomain(shown, domain, remoteID):
		return domainResponse{}, anotherDomain(doing, domain, remoteID, shown)
	case o.isElsewhere(shown):
		o.learnAbsent(domain)
		return domainResponse{}, o.moved(doing, shown)
	}
	o.learn(domain, shown)
	return shown, nil
}

// isElsewhere: the domain has been moved. Not every answer tells whose it is.
func (o *organization) isElsewhere(shown domainResponse) bool {
	return shown.OrganizationID != "" && shown.OrganizationID != o.id
}

// moved names both organizations.
func (o *organization) moved(doing string, shown domainResponse) error {
	gone := missing(doing)
	gone.Reason += fmt.Sprintf(": WorkOS says that it belongs to the organization %q, and not to %q", shown.OrganizationID, o.id)
	return gone
}

func missing(doing string) *service.Error {
	return &service.Error{
		Class: service.Blocked, Attempt: doing,
		Reason: "the organization does not have the domain, or no longer",
		Advice: "Plan again: the plan shows what adds the domain, publishes its new record and verifies it.",
	}
}

func (o *organization) unusable(doing string) error {
	return &service.Error{
		Class: service.Transient, Attempt: doing,
		Reason: "WorkOS answered with success but without the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
	}
}
