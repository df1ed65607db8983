// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// isUnconfirmed reports whether the state says that the domain is not verified.
func isUnconfirmed(state service.State) bool {
	return state == service.StatePending || state == service.StateFailed
}

// Challenge implements adapter.Operations by reading the domain: the token is issued
// when the domain is added. It reads the one domain, since the inventory had no
// token for the caller.
func (o *organization) Challenge(ctx context.Context, operation, domain string, _ service.Method) (service.Challenge, error) {
	known, err := o.Known(ctx, operation, domain)
	if err != nil {
		return service.Challenge{}, err
	}
	shown, err := o.readDomain(ctx, operation, domain, known.RemoteID)
	if err != nil {
		return service.Challenge{}, err
	}
	failure := adapter.NewError(operation, adapter.Blocked(
		"WorkOS has issued no token for this domain, as for one that was declared by hand",
		"Only a domain that is added anew gets a token: remove it in the WorkOS dashboard and apply again, "+
			"or run terraform apply -replace=ADDRESS, where ADDRESS is that of its domainverify_organization_domain."))
	switch invalid := invalidToken(shown); {
	case invalid != "":
		failure = o.Unpublishable(operation, invalid, asDomain(shown).State.Verified())
	case shown.VerificationToken != "":
		return service.Challenge{Token: shown.VerificationToken, Rereadable: true}, nil
	case asDomain(shown).State.Verified():
		failure = o.NeedsNoToken(operation)
	case !isUnconfirmed(asDomain(shown).State):
		failure.Reason = "WorkOS shows no token for this domain, and not whether it is verified"
		failure.Advice = "Look it up in the WorkOS dashboard. Only if it is not verified there, remove it there and apply again: a domain that is added anew gets a token."
	}
	return service.Challenge{}, failure
}
