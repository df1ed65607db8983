// SPDX-License-Identifier: MPL-2.0

package runledger

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardedReleases is what a plan has seen of releases that a lockout guard holds
// back. No plan knows that it is complete: what comes later may clear the way of
// a release, or show that nothing will.
type guardedReleases struct {
	// waiting holds, by the ID of the domain, the names of those that have to be
	// released before it.
	waiting map[string][]string
	// unanswered holds the organizations whose guard could not be asked, noticed the
	// texts that were shown for each organization.
	unanswered, noticed map[string]bool
}

// PlanAbandon notes the destruction of a resource that leaves its object as it is.
func (l *Ledger) PlanAbandon(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(kind, id).abandoned = true
}

// NoteGuardOverride notes whether the resource in state asks for the release of the
// domain by name. The plan of a replacement is not handed that state.
func (l *Ledger) NoteGuardOverride(id string, insists bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entry(KindDomain, id).guardOverridden = insists
}

// GuardOverridden reports what NoteGuardOverride has noted.
func (l *Ledger) GuardOverridden(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entry(KindDomain, id).guardOverridden
}

// stays reports whether the plan so far keeps the object. A replacement releases it.
func (e *entry) stays() bool {
	return !e.destroyed && (e.abandoned || e.kept && !e.leaving && !e.isReplaced())
}

// ReleaseOrder sorts the domains that have to be released before another one by
// what the plan so far does to them. What it destroys is in neither list.
func (l *Ledger) ReleaseOrder(id service.DomainID, others []string) (stay, open []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sorted(id, others)
}

func (l *Ledger) sorted(id service.DomainID, others []string) (stay, open []string) {
	for _, other := range others {
		entry := l.entry(KindDomain, inOrganizationOf(id, other))
		switch {
		case entry.destroyed:
		case entry.stays():
			stay = append(stay, other)
		default:
			open = append(open, other)
		}
	}
	return stay, open
}

// AwaitOthers is ReleaseOrder for the last time: what the plan shows afterwards
// meets the release that is noted here.
func (l *Ledger) AwaitOthers(id service.DomainID, others []string) (stay, open []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if stay, open = l.sorted(id, others); len(stay) > 0 {
		return stay, open
	}
	if l.guarded.waiting == nil {
		l.guarded.waiting = map[string][]string{}
	}
	l.guarded.waiting[id.String()] = open
	return nil, open
}

// KeptFrom returns the domains whose planned release waits for one that stays.
func (l *Ledger) KeptFrom(id service.DomainID) []service.DomainID {
	l.mu.Lock()
	defer l.mu.Unlock()
	var waiting []service.DomainID
	for release, others := range l.guarded.waiting {
		if parsed, err := service.ParseDomainID(release); err == nil && slices.Contains(others, id.Domain) && inOrganizationOf(parsed, id.Domain) == id.String() {
			waiting = append(waiting, parsed)
		}
	}
	return waiting
}

// GuardUnanswered notes that the organization could not be asked at plan, so
// that a plan of many domains does not wait for it again and again.
func (l *Ledger) GuardUnanswered(id service.DomainID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.guarded.unanswered == nil {
		l.guarded.unanswered = map[string]bool{}
	}
	l.guarded.unanswered[inOrganizationOf(id, "")] = true
}

// IsGuardUnanswered reports whether GuardUnanswered was called for the organization.
func (l *Ledger) IsGuardUnanswered(id service.DomainID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.guarded.unanswered[inOrganizationOf(id, "")]
}

// FirstNotice reports whether the text was not shown for the organization before.
func (l *Ledger) FirstNotice(id service.DomainID, text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := inOrganizationOf(id, text)
	if l.guarded.noticed[key] {
		return false
	}
	if l.guarded.noticed == nil {
		l.guarded.noticed = map[string]bool{}
	}
	l.guarded.noticed[key] = true
	return true
}

// inOrganizationOf is the ID of another domain of the same organization.
func inOrganizationOf(id service.DomainID, domain string) string {
	id.Domain = domain
	return id.String()
}
