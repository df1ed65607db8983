// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter/lockout"
)

// organization is what one process knows of one Webex organization.
type organization struct {
	*adapter.Organization
	*setup
	client  client
	guard   *lockout.Guard
	written *adapter.WriteLog
	memory  adapter.Memory[domainFacts]
	facts   adapter.Shared[organizationFacts]
}

// organizationFacts is what is known beside the domains.
type organizationFacts struct {
	// enforced is enforceVerifiedDomains; nil where the read does not show it.
	enforced *bool
	// listed holds what the last organization read named, even where a list was
	// missing, so that it shows what is there and not what is absent.
	listed map[string]service.Domain
	// reissuesTokens: requesting a token again gave another one; nil: not seen yet.
	reissuesTokens *bool
	// unclaimBase64: unclaimDomain wants the domain in Base64.
	unclaimBase64 bool
}

// domainFacts is what this process has done with a domain.
type domainFacts struct {
	// token is the last one issued, tokenOfAdd whether Add got it, so that it
	// need not be requested again. challenged: it is going to be published.
	token                  string
	tokenOfAdd, challenged bool
	// conflict is the refusal of the last verify call, where it was a 409 that
	// nothing explains.
	conflict error
	// unclaimed: Webex has reported the claim as released.
	unclaimed bool
}

func newOrganization(vendor *adapter.Vendor, client client, setup *setup) *organization {
	o := &organization{client: client, setup: setup}
	o.Organization = adapter.NewOrganization(vendor, client.organizationID, o.load)
	o.written = adapter.NewWriteLog(o.Organization)
	o.guard = o.newGuard()
	return o
}

// reread drops what is known of a domain, after a write whose outcome is not known
// or not the expected one, and reads anew. Several at a time share a reading. What is known of
// the others is left to them until it begins: each of them would read for itself otherwise.
func (o *organization) reread(ctx context.Context, operation, domain string) (service.Snapshot, error) {
	o.forget(domain)
	snapshot, err := o.Refresh(ctx, operation)
	if err != nil {
		o.Inventory.Invalidate()
	}
	return snapshot, err
}

// stateNow is the state that a new reading shows; a failed one shows none.
func (o *organization) stateNow(ctx context.Context, operation, domain string) service.State {
	snapshot, err := o.reread(ctx, operation, domain)
	if err != nil {
		return service.StateUnknown
	}
	return snapshot.Of(domain).State
}

// writeFailure is the error of a write that got no meaning of its own. finds says
// what the next run reports if the write was applied.
func (o *organization) writeFailure(ctx context.Context, operation string, id service.DomainID, err error, finds string) error {
	failure := o.WriteFailure(ctx, operation, id, err, finds)
	if adapter.IsAmbiguous(failure) {
		o.invalidate(id.Domain)
	}
	return failure
}
