// SPDX-License-Identifier: MPL-2.0

package workossim

import "time"

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
	watched                   bool      // the poller looks for the record
	looked                    time.Time // when it did last
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

// timestamp is ISO 8601 with milliseconds (wire/workos.md 1.2).
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// object is wire/workos.md 1.2, in the variant that the switches choose.
func (s *Sim) object(d *domain) map[string]any {
	o := map[string]any{"object": "organization_domain", "id": d.id, "domain": d.name, "state": d.state}
	if s.Is(SwitchRecentFields, "present") {
		o["organization_id"] = d.organization.id
		o["created_at"], o["updated_at"] = timestamp(d.created), timestamp(d.updated)
		if d.strategy != "" {
			o["verification_strategy"] = d.strategy
		}
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
	missing := s.Value(SwitchMissingToken)
	switch {
	case d.token != "":
		o["verification_token"] = d.token
	case missing == "null", missing == "null_when_verified" && d.verified():
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
