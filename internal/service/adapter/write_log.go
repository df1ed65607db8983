// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"maps"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// WriteLog is what the writes of this process have made of the domains of an
// organization, for a service whose readings may be behind by minutes: what was
// written counts for more than what is read. It changes together with the inventory,
// or concurrent writes would be in another order there.
type WriteLog struct {
	organization *Organization

	mu     sync.Mutex
	writes int
	last   map[string]lastWrite
}

// lastWrite is the state that a write gave a domain, and the write's number.
type lastWrite struct {
	state  service.State
	number int
}

// NewWriteLog returns an empty log.
func NewWriteLog(organization *Organization) *WriteLog {
	return &WriteLog{organization: organization, last: map[string]lastWrite{}}
}

// Number is to be taken before a call whose response shows all verified domains.
func (l *WriteLog) Number() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.writes
}

// Set records what a write has made of one domain.
func (l *WriteLog) Set(domain string, state service.State) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes++
	if state != service.StatePending || !l.last[domain].state.Verified() {
		l.last[domain] = lastWrite{state, l.writes}
	}
	l.organization.Inventory.Update(func(snapshot *service.Snapshot) { setState(snapshot.Domains, domain, state) })
}

// Forget drops what was recorded of a domain, after a write whose outcome is open.
func (l *WriteLog) Forget(domain string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.last, domain)
}

// Overlay puts what was recorded over what was read.
func (l *WriteLog) Overlay(domains map[string]service.Domain) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for domain, write := range l.last {
		setState(domains, domain, write.state)
	}
}

// SetVerified records all verified domains, as the response to a write shows them.
// What is not among them is not verified, though it may be pending. What was written
// after number, while the response was on its way, is newer.
func (l *WriteLog) SetVerified(verified map[string]service.Domain, number int) {
	newer := map[string]service.State{}
	l.mu.Lock()
	defer l.mu.Unlock()
	for domain, write := range l.last {
		switch shown := verified[domain].State; {
		case write.number > number:
			newer[domain] = write.state
		case shown.Verified():
			l.last[domain] = lastWrite{shown, write.number}
		case write.state.Verified():
			delete(l.last, domain)
		}
	}
	l.organization.Inventory.Update(func(snapshot *service.Snapshot) {
		domains := maps.Clone(verified)
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

func setState(domains map[string]service.Domain, domain string, state service.State) {
	switch {
	case state == service.StateAbsent:
		delete(domains, domain)
	case state == service.StatePending && domains[domain].State.Verified():
		// A pending entry may stand next to a verified one and is the weaker.
	default:
		domains[domain] = service.Domain{State: state, RemoteID: domain}
	}
}
