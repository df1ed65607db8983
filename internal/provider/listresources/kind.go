// SPDX-License-Identifier: MPL-2.0

package listresources

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// kind is what is listed of a type of resource.
type kind struct {
	// name is that of the resource, without the provider's.
	name        string
	description string
	// states are those of the domains that have such an object. Where there are several,
	// the configuration may choose one of them. inAnyState: a state that is not known
	// counts as well.
	states     []service.State
	inAnyState bool
	// byMethod: there is one for each method.
	byMethod bool
	// ofClaims: the service has to be a service.Claimer.
	ofClaims bool
	// isImportable, if not nil, reports whether an import finds the object.
	isImportable func(context.Context, *providerdata.Data, found) bool
	// attributes of the resource are those that a configuration needs, and what the
	// inventory shows. Defaults are left out, and so are not in generated configurations.
	attributes func(found) map[string]any
}

// found is one object.
type found struct {
	svc    service.Service
	id     service.DomainID
	domain service.Domain
	method service.Method
}

var (
	unverified = []service.State{service.StatePending, service.StateFailed}
	verified   = []service.State{service.StateVerified, service.StateClaimed}
)

// NewOrganizationDomain lists domainverify_organization_domain.
func NewOrganizationDomain(catalog service.Catalog) list.ListResource {
	return &listResource{catalog: catalog, kind: kind{
		name:        "organization_domain",
		description: "Lists the domains that are registered with organizations.",
		states:      slices.Concat(unverified, verified, []service.State{service.StateReleasing}),
		inAnyState:  true,
		attributes: func(f found) map[string]any {
			return map[string]any{
				"id": f.id.String(), "service": f.id.Service, "organization_id": f.id.OrganizationID, "domain": f.id.Domain, "remote_id": f.domain.RemoteID,
			}
		},
	}}
}

// NewVerificationToken lists domainverify_verification_token.
func NewVerificationToken(catalog service.Catalog) list.ListResource {
	return &listResource{catalog: catalog, kind: kind{
		name: "verification_token",
		description: "Lists the verification tokens of domains that are registered with organizations. The token of a verified domain is listed if the service still returns it or the DNS still has it, " +
			"because importing another one could request a new token. A pending domain that has no token to import, such as one declared by hand at WorkOS, is left out.",
		states:       slices.Concat(unverified, verified),
		byMethod:     true,
		isImportable: hasToken,
		attributes: func(f found) map[string]any {
			attributes := f.proof()
			if token := f.domain.Token(f.method); token != "" {
				attributes["token"] = token
			}
			return attributes
		},
	}}
}

// NewVerification lists domainverify_verification.
func NewVerification(catalog service.Catalog) list.ListResource {
	return &listResource{catalog: catalog, kind: kind{
		name:        "verification",
		description: "Lists the verifications of domains: one for each verified or claimed domain. The configuration that Terraform generates has no token, since a verified domain needs none.",
		states:      verified,
		byMethod:    true,
		attributes: func(f found) map[string]any {
			attributes := f.proof()
			attributes["state"] = "verified"
			return attributes
		},
	}}
}

// NewClaim lists domainverify_claim.
func NewClaim(catalog service.Catalog) list.ListResource {
	return &listResource{catalog: catalog, kind: kind{
		name:        "claim",
		description: "Lists the claims of organizations, at services where claiming is a separate step.",
		states:      []service.State{service.StateClaimed},
		ofClaims:    true,
		attributes: func(f found) map[string]any {
			return map[string]any{"id": f.id.String(), "organization_domain_id": f.id.String()}
		},
	}}
}

// proof is what tokens and verifications have.
func (f found) proof() map[string]any {
	return map[string]any{
		"id": f.id.String() + "/" + string(f.method), "organization_domain_id": f.id.String(), "method": string(f.method),
	}
}

// hasToken reports whether an import finds the token of the domain, or that it needs
// none. For a verified domain whose token neither the service nor the DNS shows, it would
// request one, which makes the domain pending at some services (invariant 19). For a pending
// one, a service that shows tokens tells why it has none.
func hasToken(ctx context.Context, data *providerdata.Data, f found) bool {
	capabilities := f.svc.Capabilities()
	_, ofCaller := f.svc.(service.CallerIdentifier)
	switch {
	case f.domain.Token(f.method) != "", ofCaller, capabilities.BornVerified != "":
		return true
	case f.domain.State.Verified():
		return data.Workflow.PublishedToken(ctx, f.svc, f.id, f.method) != ""
	case capabilities.ChallengeWrites:
		return true
	}
	_, err := data.Workflow.Challenge(ctx, f.svc, f.id, f.method)
	return service.ClassOf(err) != service.Expired && !diagnostics.IsTokenWithheld(err)
}
