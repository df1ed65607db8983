// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"fmt"
	"strings"
)

// HoldElsewhere lets another organization verify a domain, and claim it if asked.
// A domain that this organization has claimed cannot be held elsewhere (wire/webex.md 5.3);
// for the hostile case see the drift take_over.
func (s *Sim) HoldElsewhere(name string, claimed bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name = strings.ToLower(name)
	if s.own.domain(name).claimed {
		return fmt.Errorf("holding Webex domain %s elsewhere: organization %s has claimed it", name, s.own.id)
	}
	*s.other.domain(name) = domain{verified: true, claimed: claimed, token: s.newToken()}
	s.changed(s.other)
	return nil
}

// ReleaseElsewhere lets the other organization give a domain back; it can at once be
// verified and claimed by others (wire/webex.md 5.4).
func (s *Sim) ReleaseElsewhere(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name = strings.ToLower(name)
	if !s.other.domain(name).verified {
		return fmt.Errorf("releasing Webex domain %s elsewhere: the other organization does not hold it", name)
	}
	s.other.forget(name)
	s.changed(s.other)
	return nil
}
