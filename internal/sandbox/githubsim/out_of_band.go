// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain of the organization, or else of the enterprise, out of band. A
// kind that cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("GitHub", s.drifts(), kind, name, func(name string) (*domain, error) {
		ascii := strings.ToLower(strings.TrimSuffix(name, "."))
		for _, o := range s.owners {
			if d := s.ownedBy(o, ascii); d != nil && o.role != ForOther {
				return d, nil
			}
		}
		return nil, errors.New("neither the organization nor the enterprise has it")
	})
}

// drifts are what other owners do in the web page (wire/github.md 3).
func (s *Sim) drifts() []simhttp.Drift[*domain] {
	drift, unless := simhttp.NewDrift[*domain], simhttp.Unless
	pending := func(d *domain) string { return unless(!d.Verified, "is verified already") }
	return []simhttp.Drift[*domain]{
		drift("verify", pending, func(d *domain) { d.Verified, d.seen, d.updated = true, finding{true, true}, s.Now() }),
		drift("approve", func(d *domain) string { return unless(!d.Approved, "is approved already") }, func(d *domain) { d.Approved = true }),
		drift("remove", simhttp.Always, s.remove),
		drift("rotate", pending, s.rotate),
		// Deleted and added again: another ID, another token, not verified.
		drift("readd", simhttp.Always, func(d *domain) {
			s.remove(d)
			s.newDomain(d.owner, d.Domain)
		}),
	}
}

// DomainSpec describes a domain to add. No owner is the organization.
type DomainSpec struct {
	Domain             string
	Owner              string
	Verified, Approved bool
}

// AddDomain adds a domain without the API, which could not give it every state and owner.
func (s *Sim) AddDomain(spec DomainSpec) error {
	defer s.Lock()()
	o, err := s.ownerFor(spec.Owner)
	ascii, ok := parseName(spec.Domain)
	switch {
	case err != nil:
		return fmt.Errorf("adding GitHub domain %s: %w", spec.Domain, err)
	case !ok || s.ownedBy(o, ascii) != nil:
		return fmt.Errorf("adding GitHub domain %s: it is no domain, or %s has it already", spec.Domain, o.name)
	}
	d := s.newDomain(o, ascii)
	d.Verified, d.Approved, d.seen = spec.Verified, spec.Approved, finding{spec.Verified, spec.Verified}
	return nil
}

// OwnerChange is what happens to an owner. What is left out stays.
type OwnerChange struct {
	Owner  string // see DomainSpec
	Login  string // another one; the old one is nobody's
	Policy *bool  // notifications are restricted to verified and approved domains
	SAML   *bool  // tokens have to be authorized, and none is
}

// ChangeOwner renames an owner or changes its settings.
func (s *Sim) ChangeOwner(change OwnerChange) error {
	defer s.Lock()()
	o, err := s.ownerFor(change.Owner)
	if err != nil {
		return fmt.Errorf("changing a GitHub owner: %w", err)
	}
	o.name = cmp.Or(change.Login, o.name)
	o.policy, o.saml = *cmp.Or(change.Policy, &o.policy), *cmp.Or(change.SAML, &o.saml)
	return nil
}

// LimitSpec is what is left of the limits.
type LimitSpec struct {
	Remaining *int             // points of the primary limit, in an hour from now; nil leaves them
	Secondary simhttp.Duration // how long the secondary limit refuses all calls
}

// Limit makes the limits hold.
func (s *Sim) Limit(spec LimitSpec) error {
	defer s.Lock()()
	l := &s.limits
	if spec.Remaining != nil {
		l.used, l.resets = pointsAnHour-*spec.Remaining, s.Now().Add(time.Hour)
	}
	if l.used < 0 || l.used > pointsAnHour {
		return fmt.Errorf("limiting the GitHub API: %d points are not from 0 to %d", *spec.Remaining, pointsAnHour)
	}
	l.limitedUntil = s.Now().Add(spec.Secondary.Duration)
	return nil
}
