// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// Add implements service.Service. Requesting the token is what creates the pending
// entry; Webex has no other "add domain".
func (a *Adapter) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation := "add the domain " + id.Domain
	o := a.Get(id.OrganizationID)
	// Two resources for one domain must not both believe they have added it.
	snapshot, unlock, err := o.Begin(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()

	found := snapshot.Of(id.Domain)
	if listed, ok := o.facts.Get().listed[id.Domain]; ok && found.State == service.StateUnknown {
		found = listed
	}
	if found.State.Verified() || found.State == service.StatePending {
		return found, adapter.AlreadyExists(operation, found)
	}
	if _, err := o.requestToken(ctx, operation, id.Domain); err != nil {
		failure := o.tokenFailure(ctx, operation, id, err, "that the domain exists already")
		if typed, ok := errors.AsType[*service.Error](failure); ok && typed.Class == service.AlreadyVerified {
			typed.Class = service.AlreadyExists
			found, _ = a.Read(ctx, id)
			return found, typed
		}
		return service.Domain{}, failure
	}
	o.memory.Remember(id.Domain, func(facts *domainFacts) { facts.tokenOfAdd = true })
	return service.Domain{State: service.StatePending, RemoteID: id.Domain}, nil
}
