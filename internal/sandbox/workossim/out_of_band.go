// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain of the configured organization out of band. A kind that
// cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("WorkOS", s.drifts(), kind, name, func(name string) (*domain, error) {
		if d := s.own.find(name); d != nil {
			return d, nil
		}
		return nil, fmt.Errorf("organization %s does not have it", s.own.id)
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
	o := s.organizationWith(func(o *organization) bool { return o.name == name && o.environment == Environment })
	if o == nil {
		o = s.addOrganization(Environment, name)
	}
	return o
}

// OrganizationSpec describes an organization to add. An empty Environment is the one
// of the configured organization.
type OrganizationSpec struct {
	Environment, Name string
	ExternalID        string `json:"external_id"`
}

// AddOrganization adds an organization without the API and returns its identifier.
func (s *Sim) AddOrganization(spec OrganizationSpec) string {
	defer s.Lock()()
	if spec.Environment == "" {
		spec.Environment = Environment
	}
	o := s.addOrganization(spec.Environment, spec.Name)
	o.externalID = spec.ExternalID
	return o.id
}

// DomainSpec describes a domain to add. State is pending, verified, failed or
// legacy_verified; empty is pending. A manual domain has no token, and a legacy one
// never has.
type DomainSpec struct {
	OrganizationID string `json:"organization_id"` // empty is the configured organization
	Domain, State  string
	Manual         bool
}

// AddDomain adds a domain without the API, which could not give it every state, and
// returns its identifier.
func (s *Sim) AddDomain(spec DomainSpec) (string, error) {
	defer s.Lock()()
	o := s.own
	if spec.OrganizationID != "" {
		o = s.organization(spec.OrganizationID)
	}
	if o == nil {
		return "", fmt.Errorf("adding WorkOS domain %s: there is no organization %s", spec.Domain, spec.OrganizationID)
	}
	switch spec.State {
	case "", StatePending, StateVerified, StateFailed, StateLegacyVerified:
	default:
		return "", fmt.Errorf("adding WorkOS domain %s: unknown state %q", spec.Domain, spec.State)
	}
	d, fail := s.newDomain(o, spec.Domain, strategyManual)
	if fail != nil {
		return "", fmt.Errorf("adding WorkOS domain %s: %s", spec.Domain, fail.text)
	}
	if !spec.Manual && spec.State != StateLegacyVerified {
		d.strategy = strategyDNS
		s.challenge(d)
	}
	s.declare(d, cmp.Or(spec.State, StatePending))
	s.emit("organization_domain.created", d, s.object(d), dashboard(), d.created)
	return d.id, nil
}

// organization finds one in every environment.
func (s *Sim) organization(id string) *organization {
	return s.organizationWith(func(o *organization) bool { return o.id == id })
}
