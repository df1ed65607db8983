// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain of the own tenant out of band. A kind that cannot happen to the
// domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	s.settle()
	return simhttp.ApplyDrift("Entra", s.drifts(), kind, name, func(name string) (*domain, error) {
		if d := s.tenants[0].find(name); d != nil {
			return d, nil
		}
		return nil, errors.New("the tenant does not have it")
	})
}

// drifts are what other administrators do (wire/entra.md 3).
func (s *Sim) drifts() []simhttp.Drift[*domain] {
	drift, unless := simhttp.NewDrift[*domain], simhttp.Unless
	verified := func(d *domain) string {
		return unless(d.Verified && !d.Initial, "is not verified, or the initial domain")
	}
	deletable := func(d *domain) string {
		return unless(!d.Default && !d.Initial, "is the default or the initial domain")
	}
	return []simhttp.Drift[*domain]{
		drift("verify", func(d *domain) string {
			return unless(!d.Verified && s.holder(d.tenant, d.Domain) == nil, "is verified already, here or in another tenant")
		}, s.makeVerified),
		drift("unverify", verified, func(d *domain) { d.Verified, d.Root = false, false }),
		drift("remove", deletable, s.remove),
		drift("readd", deletable, func(d *domain) {
			s.remove(d)
			s.newDomain(d.tenant, d.Domain).added = time.Time{}
		}),
		drift("take_away", deletable, func(d *domain) {
			s.remove(d)
			s.makeVerified(s.newDomain(s.tenants[1], d.Domain))
		}),
		drift("make_default", func(d *domain) string { return unless(d.Verified, "is not verified") }, func(d *domain) {
			for _, other := range d.tenant.domains {
				other.Default = other == d
			}
		}),
		drift("make_other_default", func(d *domain) string {
			return unless(d.Default && !d.Initial, "is not the default, or there is no other")
		}, func(d *domain) {
			for _, other := range d.tenant.domains {
				other.Default = other.Initial
			}
		}),
		drift("federate", func(d *domain) string { return cmp.Or(verified(d), deletable(d)) }, func(d *domain) { d.Federated = true }),
	}
}

// DomainSpec describes a domain to add. No tenant is the own one.
type DomainSpec struct {
	Domain   string
	Tenant   string // its role
	Verified bool
}

// AddDomain adds a domain without the API, which could not give it every tenant and state.
func (s *Sim) AddDomain(spec DomainSpec) error {
	defer s.Lock()()
	role, name := cmp.Or(spec.Tenant, Own), spec.Domain
	t, found := simhttp.First(s.tenants, func(t *tenant) bool { return t.Role == role })
	if ascii, ok := simhttp.HostName(name); !found || !ok || ascii != name || t.find(name) != nil {
		return fmt.Errorf("adding Entra domain %s: it is no domain, or %s is no tenant or has it already", name, role)
	}
	if spec.Verified && s.holder(t, name) != nil {
		return fmt.Errorf("adding Entra domain %s: another tenant has verified it", name)
	}
	d := s.newDomain(t, name)
	if d.added = (time.Time{}); spec.Verified {
		s.makeVerified(d)
		d.verified = time.Time{}
	}
	return nil
}

// ReleaseElsewhere lets the tenant that has the domain delete it.
func (s *Sim) ReleaseElsewhere(name string) error {
	defer s.Lock()()
	for _, other := range s.tenants[1:] {
		if d := other.find(name); d != nil {
			s.remove(d)
			return nil
		}
	}
	return fmt.Errorf("releasing Entra domain %s elsewhere: no other tenant has it", name)
}

// ReferenceSpec is what uses a domain of the own tenant from now on.
type ReferenceSpec struct {
	Domain string
	References
}

// SetReferences replaces what uses a domain.
func (s *Sim) SetReferences(spec ReferenceSpec) error {
	defer s.Lock()()
	d := s.tenants[0].find(spec.Domain)
	if d == nil {
		return fmt.Errorf("referring to Entra domain %s: the tenant does not have it", spec.Domain)
	}
	d.References = spec.References
	return nil
}

// ConsentSpec are the permissions of the app.
type ConsentSpec struct{ Scopes []string }

// Consent changes what tokens carry that the token endpoint issues from now on.
func (s *Sim) Consent(spec ConsentSpec) error {
	defer s.Lock()()
	for _, scope := range spec.Scopes {
		if !slices.Contains(permissions(), scope) {
			return fmt.Errorf("consenting: unknown permission %q, there are: %v", scope, permissions())
		}
	}
	s.consent = append([]string{}, spec.Scopes...) // never nil, which would be all
	return nil
}
