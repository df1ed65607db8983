// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain of the configured organization out of band. A kind that
// cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error { return s.DriftIn(s.own.id, kind, name) }

// DriftIn is Drift for any organization.
func (s *Sim) DriftIn(organizationID, kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("WorkOS", s.drifts(), kind, name, func(name string) (*domain, error) {
		if o := s.organization(organizationID); o != nil && o.find(name) != nil {
			return o.find(name), nil
		}
		return nil, fmt.Errorf("organization %s does not have it", organizationID)
	})
}

func (s *Sim) drifts() []simhttp.Drift[*domain] {
	drift, unless, now := simhttp.NewDrift[*domain], simhttp.Unless, s.config.Now()
	hasToken := func(d *domain) string { return unless(d.token != "", "has no token") }
	change := func(apply func(*domain)) func(*domain) {
		return func(d *domain) { s.change(d, dashboard(), now, func() { apply(d) }) }
	}
	return []simhttp.Drift[*domain]{
		// Verified goes back to pending, with thirty new days and the same token.
		drift("unverify", func(d *domain) string { return unless(d.verified(), "is not verified") },
			change(func(d *domain) { s.begin(d, now) })),
		drift("fail", func(d *domain) string { return unless(d.state != StateFailed, "is failed already") },
			func(d *domain) { s.fail(d, ReasonExpired, poller(), now) }),
		drift("fail_elsewhere", func(d *domain) string { return unless(d.state == StatePending, "is not pending") },
			func(d *domain) { s.fail(d, ReasonVerifiedElsewhere, poller(), now) }),
		drift("remove", simhttp.Always, func(d *domain) { s.remove(d, dashboard()) }),
		// A new token and, where there is one, a new prefix; the state stays.
		drift("rotate", hasToken, change(s.rotate)),
		drift("rotate_token", hasToken, change(func(d *domain) { d.token = s.newToken() })),
		// The same domain, by its identifier, belongs to another organization.
		drift("move", func(d *domain) string { return unless(s.rival().find(d.ascii) == nil, "is at the other side") },
			change(func(d *domain) { s.move(d, s.rival()) })),
		// Declared verified in the dashboard.
		drift("verify_manually", func(d *domain) string { return unless(!d.verified(), "is verified already") },
			func(d *domain) {
				d.strategy = strategyManual
				s.verify(d, dashboard())
			}),
	}
}

func (s *Sim) move(d *domain, to *organization) {
	d.organization.domains = slices.DeleteFunc(d.organization.domains, func(other *domain) bool { return other == d })
	d.organization = to
	to.domains = append(to.domains, d)
}
