// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes one domain of the administrator's organization out of band. A kind that
// cannot happen to the domain as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	err := simhttp.ApplyDrift("Webex", s.drifts(), kind, strings.ToLower(name), func(name string) (string, error) { return name, nil })
	if err == nil {
		s.changed(s.own)
	}
	return err
}

func (s *Sim) drifts() []simhttp.Drift[string] {
	needs := func(has func(domain) bool, obstacle string) func(string) string {
		return func(name string) string { return simhttp.Unless(has(*s.own.domain(name)), obstacle) }
	}
	drift := simhttp.NewDrift[string]
	const unlisted = "is in no list of the organization"
	return []simhttp.Drift[string]{
		// Verified goes back to pending with the same token, a claim is lost.
		drift("unverify", needs(func(d domain) bool { return d.verified }, "is not verified"), func(name string) {
			token := s.own.domain(name).token
			s.own.remove(name) // the last verified one takes enforcement with it
			*s.own.domain(name) = domain{pending: true, token: token}
		}),
		drift("unclaim", needs(func(d domain) bool { return d.claimed }, "is not claimed"), func(name string) { s.own.domain(name).claimed = false }),
		// Government only; no public action does it.
		drift("unreserve", needs(func(d domain) bool { return d.reserved }, "is not reserved"), func(name string) { s.own.domain(name).reserved = false }),
		drift("remove", needs(domain.listed, unlisted), func(name string) { s.own.remove(name) }),
		drift("rotate", needs(domain.listed, unlisted), func(name string) { s.own.domain(name).token = s.newVerificationToken() }),
		// Another organization verifies and claims it, the entry of this one is gone.
		drift("take_over", simhttp.Always, func(name string) {
			s.own.remove(name)
			*s.other.domain(name) = domain{verified: true, claimed: true, token: s.newVerificationToken()}
		}),
	}
}

// AddVerified adds domains as if the administrator had verified them, and claimed them if asked.
func (s *Sim) AddVerified(claimed bool, names ...string) error {
	defer s.Lock()()
	for _, name := range names {
		name = strings.ToLower(name)
		if name == "" || s.own.domain(name).listed() || s.other.domain(name).claimed {
			return fmt.Errorf("adding Webex domain %q: it is empty, listed already, or another organization has claimed it", name)
		}
		*s.own.domain(name) = domain{verified: true, claimed: claimed, token: s.newVerificationToken()}
	}
	s.changed(s.own)
	return nil
}

// HoldElsewhere lets another organization verify a domain, and claim it if asked.
// A domain that this organization has claimed cannot be held elsewhere (wire/webex.md 5.3);
// for the hostile case see the drift take_over.
func (s *Sim) HoldElsewhere(name string, claimed bool) error {
	if name == "" {
		return fmt.Errorf("holding a Webex domain elsewhere: domain is missing")
	}
	defer s.Lock()()
	name = strings.ToLower(name)
	if s.own.domain(name).claimed {
		return fmt.Errorf("holding Webex domain %s elsewhere: organization %s has claimed it", name, s.own.id)
	}
	*s.other.domain(name) = domain{verified: true, claimed: claimed, token: s.newVerificationToken()}
	s.changed(s.other)
	return nil
}

// ReleaseElsewhere lets the other organization give a domain back; it can at once be
// verified and claimed by others (wire/webex.md 5.4).
func (s *Sim) ReleaseElsewhere(name string) error {
	defer s.Lock()()
	name = strings.ToLower(name)
	if !s.other.domain(name).verified {
		return fmt.Errorf("releasing Webex domain %s elsewhere: the other organization does not hold it", name)
	}
	s.other.remove(name)
	s.changed(s.other)
	return nil
}
