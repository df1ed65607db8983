// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
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
	o.mu.Lock()
	defer o.mu.Unlock()
	for domain, facts := range o.domains {
		setState(snapshot.Domains, domain, facts.lastWrite.state)
	}
	return snapshot, nil
}

func (o *organization) read(ctx context.Context) (service.Snapshot, error) {
	operation := "read the Webex organization " + o.ID
	response, err := o.client.organization(ctx)
	if err != nil {
		return service.Snapshot{}, o.Failure(ctx, operation, err)
	}
	if uuid, ok := organizationUUID(response.ID); !ok || uuid != o.ID {
		return service.Snapshot{}, o.WrongIdentity(operation, "the organization "+o.ID, "\""+response.ID+"\"")
	}
	domains := response.domains()
	o.SetName(response.DisplayName, "")
	o.updateFacts(func(facts *organizationFacts) {
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

// lastWrite is the state that a write of this process gave a domain, and the
// sequence number of the write.
type lastWrite struct {
	state  service.State
	number int
}

// lastWriteNumber is to be taken before a call whose response carries lists.
func (o *organization) lastWriteNumber() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.writes
}

// updateState records what a write has made of one domain. These records and the
// inventory change together, or concurrent writes would be in another order there.
func (o *organization) updateState(domain string, state service.State) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writes++
	facts := o.locked(domain)
	if state != service.StatePending || !facts.lastWrite.state.Verified() {
		facts.lastWrite = lastWrite{state, o.writes}
	}
	switch state {
	case service.StateClaimed:
		facts.unclaimed = false
	case service.StateAbsent:
		facts.token, facts.tokenOfAdd = "", false
		o.current.listed = maps.Clone(o.current.listed)
		delete(o.current.listed, domain)
	}
	o.Inventory.Update(func(snapshot *service.Snapshot) { setState(snapshot.Domains, domain, state) })
}

// updateLists records the lists in the response of verifyDomain or unverifyDomain.
// What they do not name is not verified, though it may be pending. What was written
// after lastWriteNumber, while the response was on its way, is newer than they are.
func (o *organization) updateLists(lists domainLists, lastWriteNumber int) {
	if !lists.isComplete() {
		return
	}
	current := lists.domains()
	newer := map[string]service.State{}
	o.mu.Lock()
	defer o.mu.Unlock()
	for domain, facts := range o.domains {
		switch listed := current[domain].State; {
		case facts.lastWrite.number > lastWriteNumber:
			newer[domain] = facts.lastWrite.state
		case facts.lastWrite.state == "":
		case listed.Verified():
			facts.lastWrite.state = listed
		case facts.lastWrite.state.Verified():
			facts.lastWrite = lastWrite{}
		}
	}
	o.Inventory.Update(func(snapshot *service.Snapshot) {
		domains := maps.Clone(current)
		for name, domain := range snapshot.Domains {
			if _, ok := domains[name]; !ok && !domain.State.Verified() {
				domains[name] = domain
			}
		}
		for name, state := range newer {
			delete(domains, name)
			setState(domains, name, state)
		}
		snapshot.Known, snapshot.Domains = true, domains
	})
}

// setState changes nothing for the empty state, which no write has given.
func setState(domains map[string]service.Domain, domain string, state service.State) {
	switch {
	case state == "":
	case state == service.StateAbsent:
		delete(domains, domain)
	case state == service.StatePending && domains[domain].State.Verified():
		// A pending entry may stand next to a verified one and is the weaker.
	default:
		domains[domain] = service.Domain{State: state, RemoteID: domain}
	}
}

func (o *organization) invalidate(domain string) {
	o.updateDomain(domain, func(facts *domainFacts) { facts.lastWrite, facts.tokenOfAdd = lastWrite{}, false })
	o.Inventory.Invalidate()
}
