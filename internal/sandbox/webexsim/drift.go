// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"fmt"
	"slices"
	"strings"
)

// DriftKinds is what can happen to a domain behind the caller's back.
func DriftKinds() []string {
	return []string{"unverify", "unclaim", "unreserve", "remove", "rotate", "take_over"}
}

// Drift changes one domain of the administrator's organization out of band:
//
//	unverify   verified goes back to pending with the same token, a claim is lost
//	unclaim    claimed goes back to verified
//	unreserve  reserved goes back to verified (government, no public action)
//	remove     gone from every list
//	rotate     a new token for a domain that is in a list
//	take_over  another organization verified and claimed it, ours is gone
//
// A kind that cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(DriftKinds(), kind) {
		return fmt.Errorf("drift of Webex domain %s: unknown kind %q, there are: %s", name, kind, strings.Join(DriftKinds(), ", "))
	}
	name = strings.ToLower(name)
	d := s.own.domain(name)
	obstacle := map[string]bool{
		"is not verified":                   kind == "unverify" && !d.verified,
		"is not claimed":                    kind == "unclaim" && !d.claimed,
		"is not reserved":                   kind == "unreserve" && !d.reserved,
		"is in no list of the organization": (kind == "remove" || kind == "rotate") && !d.listed(),
	}
	for reason, stands := range obstacle {
		if stands {
			return fmt.Errorf("drift %s of Webex domain %s: it %s", kind, name, reason)
		}
	}
	s.drift(kind, name, d)
	s.changed(s.own)
	return nil
}

func (s *Sim) drift(kind, name string, d *domain) {
	switch kind {
	case "unverify":
		token := d.token
		s.own.forget(name) // the last verified one takes enforcement with it
		*s.own.domain(name) = domain{pending: true, token: token}
	case "unclaim":
		d.claimed = false
	case "unreserve":
		d.reserved = false
	case "remove":
		s.own.forget(name)
	case "rotate":
		d.token = s.newToken()
	case "take_over":
		s.own.forget(name)
		*s.other.domain(name) = domain{verified: true, claimed: true, token: s.newToken()}
	}
}
