// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain out of band. A kind that cannot happen to the domain as it is,
// is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("Zoho", s.drifts(), kind, name, func(name string) (*domain, error) {
		if d := s.find(strings.ToLower(strings.TrimSuffix(name, "."))); d != nil {
			return d, nil
		}
		return nil, errors.New("the organization does not have it")
	})
}

func (s *Sim) drifts() []simhttp.Drift[*domain] {
	drift, unless := simhttp.NewDrift[*domain], simhttp.Unless
	return []simhttp.Drift[*domain]{
		// No longer verified, because its registration expired (wire/zoho.md 6).
		drift("unverify", func(d *domain) string { return unless(d.verified, "is not verified") },
			func(d *domain) { d.verified, d.expired = false, true }),
		// Verified in the admin console.
		drift("verify", func(d *domain) string {
			return cmp.Or(unless(!d.verified, "is verified already"), unless(!s.elsewhere[d.ascii], "is verified elsewhere"))
		}, s.verify),
		// Deleted, whatever depends on it.
		drift("remove", simhttp.Always, s.remove),
		// New codes; whether it is verified stays.
		drift("rotate", simhttp.Always, s.challenge),
		drift("rename", func(d *domain) string { return unless(s.find(renamed(d)) == nil, "has a renamed twin here") },
			func(d *domain) { d.name, d.ascii = renamed(d), renamed(d) }),
		drift("enable_hosting", func(d *domain) string { return unless(!d.hosting, "has hosting enabled") },
			func(d *domain) { d.hosting = true }),
		drift("disable_hosting", func(d *domain) string { return unless(d.hosting, "has hosting disabled") },
			func(d *domain) { d.hosting = false }),
		// One more user has an address in it, which blocks its deletion.
		drift("add_users", simhttp.Always, func(d *domain) { d.users++ }),
		drift("remove_users", func(d *domain) string { return unless(d.users > 0, "has no users") },
			func(d *domain) { d.users = 0 }),
	}
}

func renamed(d *domain) string { return "renamed-" + d.ascii }

// HoldElsewhere lets another organization verify a domain. What this one has not
// verified, or no longer, can be lost so (wire/zoho.md 6).
func (s *Sim) HoldElsewhere(name string) error {
	_, ascii, fail := s.domainName(name)
	if fail != nil {
		return fmt.Errorf("holding Zoho domain %s elsewhere: %s", name, fail.text)
	}
	defer s.Lock()()
	if d := s.find(ascii); d != nil && d.verified {
		return fmt.Errorf("holding Zoho domain %s elsewhere: the configured organization has verified it", name)
	}
	if s.elsewhere[ascii] {
		return fmt.Errorf("holding Zoho domain %s elsewhere: it is held already", name)
	}
	s.elsewhere[ascii] = true
	return nil
}

// ReleaseElsewhere lets that organization delete the domain.
func (s *Sim) ReleaseElsewhere(name string) error {
	_, ascii, fail := s.domainName(name)
	defer s.Lock()()
	if fail != nil || !s.elsewhere[ascii] {
		return fmt.Errorf("releasing Zoho domain %s elsewhere: no other organization holds it", name)
	}
	delete(s.elsewhere, ascii)
	return nil
}

// DomainSpec describes a domain to add.
type DomainSpec struct {
	Domain            string
	Verified, Hosting bool
	Users             uint // that have addresses in it
}

// AddDomain adds a domain without the API, which could not give it every state.
func (s *Sim) AddDomain(spec DomainSpec) error {
	defer s.Lock()()
	d, fail := s.newDomain(spec.Domain)
	if fail != nil {
		return fmt.Errorf("adding Zoho domain %s: %s", spec.Domain, fail.text)
	}
	if spec.Verified {
		s.verify(d)
	}
	d.hosting, d.users = spec.Hosting, spec.Users
	return nil
}

// SetUsers sets how many users have addresses in a domain. They block its deletion.
func (s *Sim) SetUsers(name string, users uint) error {
	return s.preset("setting the users", name, func(d *domain) { d.users = users })
}

// SetHosting turns mail hosting of a domain on or off, verified or not.
func (s *Sim) SetHosting(name string, enabled bool) error {
	return s.preset("setting the hosting", name, func(d *domain) { d.hosting = enabled })
}

func (s *Sim) preset(doing, name string, change func(*domain)) error {
	_, ascii, fail := s.domainName(name)
	defer s.Lock()()
	d := s.find(ascii)
	if fail != nil || d == nil {
		return fmt.Errorf("%s of Zoho domain %s: the organization does not have it", doing, name)
	}
	change(d)
	return nil
}
