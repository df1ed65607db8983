// SPDX-License-Identifier: MPL-2.0

package webexsim

// changed must follow every change of an organization's domains.
func (s *Sim) changed(o *organization) {
	o.changed(s.config.Now())
	if o == s.own {
		s.lockOutIfEnforced()
	}
}

// lockOutIfEnforced plays the accident that Cisco's "verify your own domain first"
// prevents (wire/webex.md 5.1): enforcement turns everyone whose address is in no verified
// domain into a transient user, the administrator included. Enforcement is
// effective only once one domain is verified.
func (s *Sim) lockOutIfEnforced() {
	if s.own.enforce && s.own.anyVerified() && !s.own.domain(s.config.adminDomain()).verified {
		s.lockedOut = true
	}
}

// SetEnforcement sets enforceVerifiedDomains, which the public API can neither set
// nor read (wire/webex.md 2.1). Turning it off also lets a locked out administrator in.
func (s *Sim) SetEnforcement(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.own.enforce = on
	if !on {
		s.lockedOut = false
	}
	s.changed(s.own)
}

// LetAdministratorIn ends a lockout and leaves enforcement as it is. How one ends
// in truth is not documented.
func (s *Sim) LetAdministratorIn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lockedOut = false
}
