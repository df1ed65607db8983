// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"slices"
)

// failOthers fails the pending entries of other organizations in the environment when
// one has won, so that those whose own record was found in the same round, and are
// verified by now, stay (wire/workos.md 2.1).
func (s *Sim) failOthers(winner *domain) {
	if s.Is(SwitchVerifiedElsewhere, "pending_stays") {
		return
	}
	for _, d := range s.sameName(winner) {
		if d.state == StatePending {
			s.fail(d, ReasonVerifiedElsewhere, poller(), s.config.Now())
		}
	}
}

// lostBefore is the strictest reading of the failure reason: one organization per name.
func (s *Sim) lostBefore(d *domain) bool {
	return s.Is(SwitchVerifiedElsewhere, "one_organization_only") &&
		slices.ContainsFunc(s.sameName(d), func(other *domain) bool { return other.verified() })
}

// sameName finds a domain's namesakes in the other organizations of its environment.
func (s *Sim) sameName(d *domain) []*domain {
	var found []*domain
	for _, other := range s.domains() {
		if other != d && other.ascii == d.ascii && other.organization.environment == d.organization.environment {
			found = append(found, other)
		}
	}
	return found
}

// HoldElsewhere lets another organization of the same environment verify a domain, as
// if it had published its record. What becomes of the pending entries of the others
// is the switch's decision. It returns the other organization's identifier.
func (s *Sim) HoldElsewhere(name string) (organizationID string, err error) {
	defer s.Lock()()
	o := s.rival()
	d, fail := s.newDomain(o, name, strategyDNS)
	if fail != nil {
		return "", fmt.Errorf("holding WorkOS domain %s elsewhere: %s", name, fail.text)
	}
	s.challenge(d)
	s.begin(d, s.config.Now())
	s.emit("organization_domain.created", d, s.object(d), dashboard(), s.config.Now())
	s.verify(d, poller())
	s.failOthers(d)
	return o.id, nil
}

// ReleaseElsewhere lets that organization delete the domain.
func (s *Sim) ReleaseElsewhere(name string) error {
	defer s.Lock()()
	d := s.rival().find(name)
	if d == nil {
		return fmt.Errorf("releasing WorkOS domain %s elsewhere: %s does not hold it", name, s.rival().name)
	}
	s.remove(d, dashboard())
	return nil
}

// rival is the organization that holds domains elsewhere.
func (s *Sim) rival() *organization {
	const name = "Somebody Else Ltd."
	for _, o := range s.organizations {
		if o.name == name && o.environment == Environment {
			return o
		}
	}
	return s.newOrganization(Environment, name)
}
