// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"fmt"
	"maps"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// load reads the organization's domains, in this order:
//
//  1. from the organization read, where it carries the lists (undocumented, and
//     harmless to look for);
//  2. by the drift probe, where the operator has allowed it;
//  3. not at all: state is kept as it is.
//
// Writes of this process count for more than any of them, since the organization
// read is cached at Webex and may be behind by minutes (wire/webex.md 2.2).
func (o *organization) load(ctx context.Context) (service.Snapshot, error) {
	snapshot, err := o.read(ctx)
	if err != nil {
		return service.Snapshot{}, err
	}
	if snapshot.Domains == nil {
		snapshot.Domains = map[string]service.Domain{}
	}
	o.written.Overlay(snapshot.Domains)
	return snapshot, nil
}

func (o *organization) read(ctx context.Context) (service.Snapshot, error) {
	operation := "read the Webex organization " + o.ID
	response, err := o.client.organization(ctx)
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	if uuid, ok := organizationUUID(response.ID); !ok || uuid != o.ID {
		return service.Snapshot{}, o.WrongIdentity(operation, "the organization "+o.ID, fmt.Sprintf("%q", response.ID))
	}
	domains := response.domains()
	o.SetName(response.DisplayName, "")
	o.facts.Change(func(facts *organizationFacts) {
		facts.enforced, facts.listed = response.EnforceVerifiedDomains, maps.Clone(domains)
	})
	switch {
	// Another field of the full view does not show that a missing list is empty.
	case response.lists().isComplete() && areNamed(response.PendingDomains):
		return service.Snapshot{Known: true, Complete: response.PendingDomains != nil, Domains: domains}, nil
	case o.driftProbeDomain != "":
		return o.probe(ctx)
	}
	return service.Snapshot{}, nil
}

// updateState records what a write has made of one domain.
func (o *organization) updateState(domain string, state service.State) {
	switch state {
	case service.StateClaimed:
		o.memory.Remember(domain, func(facts *domainFacts) { facts.unclaimed = false })
	case service.StateAbsent:
		o.memory.Remember(domain, func(facts *domainFacts) { facts.token, facts.tokenOfAdd = "", false })
		o.facts.Change(func(facts *organizationFacts) {
			facts.listed = maps.Clone(facts.listed)
			delete(facts.listed, domain)
		})
	}
	o.written.Set(domain, state)
}

// updateLists records the lists in the response of verifyDomain or unverifyDomain.
func (o *organization) updateLists(lists domainLists, number int) {
	if lists.isComplete() {
		o.written.SetVerified(lists.domains(), number)
	}
}

// invalidate drops what is known of a domain, after a write whose outcome is open.
func (o *organization) invalidate(domain string) {
	o.forget(domain)
	o.Inventory.Invalidate()
}

// forget drops what this process has written of one domain.
func (o *organization) forget(domain string) {
	o.memory.Remember(domain, func(facts *domainFacts) { facts.tokenOfAdd = false })
	o.written.Forget(domain)
}
