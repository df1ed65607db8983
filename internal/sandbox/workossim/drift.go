// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"slices"
	"strings"
)

// DriftKinds is what can happen to a domain behind the caller's back.
func DriftKinds() []string {
	return []string{"unverify", "fail", "fail_elsewhere", "remove", "rotate", "rotate_token", "move", "verify_manually"}
}

// Drift changes one domain of the configured organization out of band:
//
//	unverify         verified goes back to pending, with thirty new days and the same token
//	fail             failed, because the thirty days are over
//	fail_elsewhere   pending fails, because another organization verified the name
//	remove           deleted
//	rotate           a new token and, where there is one, a new prefix; the state stays
//	rotate_token     a new token alone
//	move             the same domain, by its identifier, belongs to another organization
//	verify_manually  declared verified in the dashboard
//
// A kind that cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error { return s.DriftIn(s.own.id, kind, name) }

// DriftIn is Drift for any organization.
func (s *Sim) DriftIn(organizationID, kind, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(DriftKinds(), kind) {
		return fmt.Errorf("drift of WorkOS domain %s: unknown kind %q, there are: %s", name, kind, strings.Join(DriftKinds(), ", "))
	}
	o := s.organization(organizationID)
	if o == nil || o.find(name) == nil {
		return fmt.Errorf("drift %s of WorkOS domain %s: organization %s does not have it", kind, name, organizationID)
	}
	d := o.find(name)
	for reason, stands := range map[string]bool{
		"is not verified":      kind == "unverify" && !d.verified(),
		"is not pending":       kind == "fail_elsewhere" && d.state != StatePending,
		"is failed already":    kind == "fail" && d.state == StateFailed,
		"is verified already":  kind == "verify_manually" && d.verified(),
		"has no token":         (kind == "rotate" || kind == "rotate_token") && d.token == "",
		"is at the other side": kind == "move" && s.rival().find(d.ascii) != nil,
	} {
		if stands {
			return fmt.Errorf("drift %s of WorkOS domain %s: it %s", kind, name, reason)
		}
	}
	s.drift(kind, d)
	return nil
}

func (s *Sim) drift(kind string, d *domain) {
	now := s.config.Now()
	switch kind {
	case "unverify":
		s.change(d, dashboard(), now, func() { s.begin(d, now) })
	case "fail":
		s.fail(d, ReasonExpired, poller(), now)
	case "fail_elsewhere":
		s.fail(d, ReasonVerifiedElsewhere, poller(), now)
	case "remove":
		s.remove(d, dashboard())
	case "rotate":
		s.change(d, dashboard(), now, func() { s.rotate(d) })
	case "rotate_token":
		s.change(d, dashboard(), now, func() { d.token = s.newToken() })
	case "move":
		s.change(d, dashboard(), now, func() { s.move(d, s.rival()) })
	case "verify_manually":
		d.strategy = strategyManual
		s.verify(d, dashboard())
	}
}

func (s *Sim) move(d *domain, to *organization) {
	d.organization.domains = slices.DeleteFunc(d.organization.domains, func(other *domain) bool { return other == d })
	d.organization = to
	to.domains = append(to.domains, d)
}
