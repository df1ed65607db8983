// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// States and strategies of wire/workos.md 1.3.
const (
	StatePending        = "pending"
	StateVerified       = "verified"
	StateFailed         = "failed"
	StateLegacyVerified = "legacy_verified"

	strategyDNS    = "dns"
	strategyManual = "manual"
)

// verificationPeriod is how long a domain may be pending (wire/workos.md 1.3).
const verificationPeriod = 30 * 24 * time.Hour

// domain is one name of one organization. Others may have the same name.
type domain struct {
	id, name, state, strategy string
	ascii                     string // the name by which DNS and duplicates know it
	prefix, token             string
	created, updated, expires time.Time
	watched                   bool      // the poller lookups for the record
	checked                   time.Time // when it did last
	organization              *organization
}

// verified includes what the deprecated domain list produced (wire/workos.md 1.3).
func (d *domain) verified() bool { return d.state == StateVerified || d.state == StateLegacyVerified }

// record is the value of the TXT record at the domain itself: the prefix is part of
// the value and no host label (wire/workos.md 1.4).
func (d *domain) record() string {
	switch {
	case d.token == "":
		return ""
	case d.prefix == "":
		return "verification_token=" + d.token
	}
	return d.prefix + "=" + d.token
}

// object is wire/workos.md 1.2, in the variant that the switches choose.
func (s *Sim) object(d *domain) map[string]any {
	o := map[string]any{
		"object": "organization_domain", "id": d.id, "domain": d.name, "state": d.state, "organization_id": d.organization.id,
		"created_at": simhttp.Timestamp(d.created), "updated_at": simhttp.Timestamp(d.updated),
	}
	if d.strategy != "" {
		o["verification_strategy"] = d.strategy
	}
	if d.state == StatePending {
		s.disguise(o)
	}
	if d.verified() && s.Is(SwitchTokenOfVerified, "hidden") {
		return o
	}
	switch {
	case d.prefix != "":
		o["verification_prefix"] = d.prefix
	case s.Is(SwitchVerificationPrefix, "null"):
		o["verification_prefix"] = nil
	}
	switch {
	case d.token != "":
		o["verification_token"] = d.token
	case d.verified(): // null then, and no field before, as seen (wire/workos.md 1.2)
		o["verification_token"] = nil
	}
	return o
}

// disguise shows a pending domain as the description allows and nobody has seen yet.
func (s *Sim) disguise(o map[string]any) {
	switch value := s.Value(SwitchPendingState); value {
	case "absent":
		delete(o, "state")
	case "null":
		o["state"] = nil
	default:
		o["state"] = value
	}
}

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
	d.state, d.expires, d.checked = StatePending, now.Add(verificationPeriod), now
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

// change applies a change and emits its event.
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
	s.emit("organization_domain.updated", d, after, by, at).context["previous_attributes"] = previous
}

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	stored, ascii, ok := simhttp.Stored(sent, s.Value(SwitchDomainSpelling))
	switch {
	case !ok:
		fail = refuse(s.Number(SwitchMalformedDomain), "", "%q is not a valid domain.", sent).at("domain", "invalid")
	case simhttp.IsPublicMail(ascii): // wire/workos.md 2.1
		fail = refuse(s.Number(SwitchConsumerDomain), "", "The consumer domain %s can not be added.", ascii).at("domain", "consumer_domain")
	}
	return stored, ascii, fail
}

// declare sets a state without DNS: manual domains have no token (wire/workos.md 2), the
// legacy ones no strategy either.
func (s *Sim) declare(d *domain, state string) {
	s.begin(d, s.config.Now())
	switch state {
	case StatePending:
		return
	case StateLegacyVerified:
		d.strategy = ""
	}
	d.watched, d.state = false, state
}
