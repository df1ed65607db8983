// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Add implements adapter.Operations. Requesting the token is what creates the pending
// entry; Webex has no other "add domain".
func (o *organization) Add(ctx context.Context, operation, domain string, known service.Domain) (service.Domain, error) {
	if listed, ok := o.facts.Get().listed[domain]; ok && known.State == service.StateUnknown {
		known = listed
	}
	if known.State.Verified() || known.State == service.StatePending {
		return known, o.AlreadyExists(operation, known, nil)
	}
	if _, err := o.requestToken(ctx, operation, domain); err != nil {
		failure := o.tokenFailure(ctx, operation, o.DomainID(domain), err, "that the domain exists already")
		if typed, ok := errors.AsType[*service.Error](failure); ok && typed.Class == service.AlreadyVerified {
			typed.Class = service.AlreadyExists
			found, _ := o.Find(ctx, operation, domain)
			return found, typed
		}
		return service.Domain{}, failure
	}
	o.memory.Remember(domain, func(facts *domainFacts) { facts.tokenOfAdd = true })
	return service.Domain{State: service.StatePending, RemoteID: domain}, nil
}
