// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"fmt"
	"slices"
	"strings"
)

// DriftKinds is what can happen to a domain behind the caller's back.
func DriftKinds() []string {
	return []string{"unverify", "verify", "remove", "rotate", "rename", "enable_hosting", "disable_hosting", "add_users", "remove_users"}
}

// Drift changes one domain out of band:
//
//	unverify         no longer verified, because its registration expired (wire/zoho.md 6)
//	verify           verified in the admin console
//	remove           deleted, whatever depends on it
//	rotate           new codes; whether it is verified stays
//	rename           its name becomes "renamed-" and the old name
//	enable_hosting   mail hosting is on
//	disable_hosting  mail hosting is off
//	add_users        one more user has an address in it, which blocks its deletion
//	remove_users     no user has one any more
//
// A kind that cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(DriftKinds(), kind) {
		return fmt.Errorf("drift of Zoho domain %s: unknown kind %q, there are: %s", name, kind, strings.Join(DriftKinds(), ", "))
	}
	d := s.find(strings.ToLower(strings.TrimSuffix(name, ".")))
	if d == nil {
		return fmt.Errorf("drift %s of Zoho domain %s: the organization does not have it", kind, name)
	}
	for reason, stands := range map[string]bool{
		"is not verified":         kind == "unverify" && !d.verified,
		"is verified already":     kind == "verify" && d.verified,
		"is verified elsewhere":   kind == "verify" && s.elsewhere[d.ascii],
		"has hosting enabled":     kind == "enable_hosting" && d.hosting,
		"has hosting disabled":    kind == "disable_hosting" && !d.hosting,
		"has no users":            kind == "remove_users" && d.users == 0,
		"has a renamed twin here": kind == "rename" && s.find(renamed(d)) != nil,
	} {
		if stands {
			return fmt.Errorf("drift %s of Zoho domain %s: it %s", kind, name, reason)
		}
	}
	s.drift(kind, d)
	return nil
}

func (s *Sim) drift(kind string, d *domain) {
	switch kind {
	case "unverify":
		d.verified, d.expired = false, true
	case "verify":
		s.verify(d)
	case "remove":
		s.remove(d)
	case "rotate":
		s.challenge(d)
	case "rename":
		d.ascii = renamed(d)
		d.name = d.ascii
	case "enable_hosting", "disable_hosting":
		d.hosting = kind == "enable_hosting"
	case "add_users":
		d.users++
	case "remove_users":
		d.users = 0
	}
}

func renamed(d *domain) string { return "renamed-" + d.ascii }
