// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"maps"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// lastWrite is what a write of this process has made of a domain, and the how
// manieth write it was. It outlasts the inventory: the organization read is
// cached at Webex and may be behind by minutes.
type lastWrite struct {
	state  service.State
	number int
}

// mark is to be taken before a call whose answer carries lists.
func (o *organization) mark() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.writes
}

// updateState notes what a write has made of one domain. StateAbsent drops it.
// What is noted here and in the inventory changes together, or what two writes
// have learned at the same time would be in another order there.
func (o *organization) updateState(domain string, state service.State) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writes++
	if state != service.StatePending || !o.lastWrites[domain].state.Verified() {
		o.lastWrites[domain] = lastWrite{state, o.writes}
	}
	if state == service.StateClaimed {
		delete(o.unclaimed, domain)
	}
	if state == service.StateAbsent {
		delete(o.tokens, domain)
		delete(o.kept, domain)
		delete(o.listed, domain)
	}
	o.inventory.Update(func(snapshot *service.Snapshot) { setState(snapshot.Domains, domain, state) })
}

// invalidate drops what is known of a domain, after a write whose effect is not
// known or that met what this process did not expect.
func (o *organization) invalidate(domain string) {
	o.mu.Lock()
	delete(o.lastWrites, domain)
	delete(o.kept, domain)
	o.mu.Unlock()
	o.inventory.Invalidate()
}

// addWritten completes a reading by what this process has written.
func (o *organization) addWritten(snapshot service.Snapshot) service.Snapshot {
	o.mu.Lock()
	defer o.mu.Unlock()
	if snapshot.Domains == nil {
		snapshot.Domains = map[string]service.Domain{}
	}
	for domain, last := range o.lastWrites {
		setState(snapshot.Domains, domain, last.state)
	}
	return snapshot
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

// updateLists notes the lists that verifyDomain and unverifyDomain return. They
// cover verified and claimed domains of the whole organization; what they do
// not name is not verified, though it may be pending. What was written after
// mark, while the answer was on its way, is newer than the lists.
func (o *organization) updateLists(lists domainLists, mark int) {
	if !lists.complete() {
		return
	}
	answered := lists.domains()
	newer := map[string]service.State{}
	o.mu.Lock()
	defer o.mu.Unlock()
	for domain, last := range o.lastWrites {
		switch listed := answered[domain].State; {
		case last.number > mark:
			newer[domain] = last.state
		case listed.Verified():
			o.lastWrites[domain] = lastWrite{listed, last.number}
		case last.state.Verified():
			delete(o.lastWrites, domain)
		}
	}
	o.inventory.Update(func(snapshot *service.Snapshot) {
		listed := maps.Clone(answered)
		for name, domain := range snapshot.Domains {
			if _, ok := listed[name]; !ok && !domain.State.Verified() {
				listed[name] = domain
			}
		}
		for name, state := range newer {
			delete(listed, name)
			setState(listed, name, state)
		}
		snapshot.Known, snapshot.Domains = true, listed
	})
}

// complete: only a list that is there is a list, though it may be empty. An
// answer that lacks one of the two may name a domain, but shows of none that it
// is not verified or not claimed.
func (l domainLists) complete() bool {
	return l.VerifiedDomains != nil && l.ClaimedDomains != nil && allNamed(l.VerifiedDomains, l.ClaimedDomains)
}

// allNamed: one entry without a name (an empty text, or null) makes the list no
// list, since the domain that it stands for would seem to be missing.
func allNamed(lists ...[]string) bool {
	return !slices.ContainsFunc(lists, func(list []string) bool { return slices.Contains(list, "") })
}

func (l domainLists) domains() map[string]service.Domain {
	domains := map[string]service.Domain{}
	addAll(domains, l.VerifiedDomains, service.StateVerified)
	addAll(domains, l.ClaimedDomains, service.StateClaimed)
	return domains
}

// stateOf returns StateUnverified for a domain that the lists do not name.
func (l domainLists) stateOf(domain string) service.State {
	if found, ok := l.domains()[domain]; ok {
		return found.State
	}
	return service.StateUnverified
}

// addAll compares names in canonical form; how Webex spells a domain that was
// given with letters beyond ASCII is not documented.
func addAll(domains map[string]service.Domain, names []string, state service.State) {
	for _, name := range names {
		name = canonical(name)
		domains[name] = service.Domain{State: state, RemoteID: name}
	}
}

func canonical(name string) string {
	if found, err := domainname.Canonical(name); err == nil {
		return found
	}
	return strings.ToLower(name)
}
