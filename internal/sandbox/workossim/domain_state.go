// SPDX-License-Identifier: MPL-2.0

package workossim

import "time"

// Reasons of wire/workos.md 4.
const (
	ReasonExpired           = "domain_verification_period_expired"
	ReasonVerifiedElsewhere = "domain_verified_by_other_organization"
)

// challenge gives a domain what it must publish.
func (s *Sim) challenge(d *domain) {
	d.token, d.prefix = s.newToken(), ""
	if s.Is(SwitchVerificationPrefix, "present") {
		d.prefix = s.newPrefix(d.id)
	}
}

// begin makes a domain pending for the next thirty days.
func (s *Sim) begin(d *domain, now time.Time) {
	d.state, d.expires, d.looked = StatePending, now.Add(verificationPeriod), now
	d.watched = d.token != "" && s.Is(SwitchPollBegins, "at_creation")
}

// restart is what verify does to a failed domain (wire/workos.md 1.3).
func (s *Sim) restart(d *domain, now time.Time) {
	expires := d.expires
	s.begin(d, now)
	if s.Is(SwitchRestartClock, "runs_on") {
		d.expires = expires
	}
	switch value := s.Value(SwitchRestartToken); {
	case d.token == "": // nothing to rotate
	case value == "new_token":
		d.token = s.newToken()
	case value == "new_token_and_prefix":
		s.rotate(d)
	}
}

func (s *Sim) rotate(d *domain) {
	d.token = s.newToken()
	if d.prefix != "" {
		d.prefix = s.newPrefix(s.newID(""))
	}
}

// verify ends well; the token stays (wire/workos.md 6, fixture of the Go SDK).
func (s *Sim) verify(d *domain, by actor) {
	s.change(d, by, s.config.Now(), func() { d.state, d.watched = StateVerified, false })
	s.emit("organization_domain.verified", d, s.object(d), by, s.config.Now())
}

// fail ends badly. Its event has a shape of its own (wire/workos.md 4) and, as seen once,
// may come a minute after the state.
func (s *Sim) fail(d *domain, reason string, by actor, at time.Time) {
	s.change(d, by, at, func() { d.state, d.watched = StateFailed, false })
	data := map[string]any{"reason": reason, "organization_domain": s.object(d)}
	s.emit("organization_domain.verification_failed", d, data, by, at)
}

// change applies a change and tells it as an event.
func (s *Sim) change(d *domain, by actor, at time.Time, apply func()) {
	before := s.object(d)
	apply()
	d.updated = at
	after := s.object(d)
	previous := map[string]any{}
	for _, field := range []string{"state", "organization_id", "verification_prefix", "verification_token", "verification_strategy"} {
		if before[field] != after[field] {
			previous[field] = before[field]
		}
	}
	s.emitChange(d, after, previous, by, at)
}
