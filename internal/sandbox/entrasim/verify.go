// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"context"
	"time"
)

// How long verifying takes in the background.
const (
	takeoverLasts     = 10 * time.Minute
	verificationLasts = time.Minute
)

// verify is POST /domains/{id}/verify (wire/entra.md 1.4, 9). The lookup may take seconds,
// during which other requests go on.
func (s *Sim) verify(c call) (any, *failure) {
	if fail := c.read(); fail != nil {
		return nil, fail
	}
	d, fail := s.verifiable(c)
	if fail != nil {
		return nil, fail
	}
	found := s.look(c.Context(), d.Domain, d.Text)
	if d, fail = s.verifiable(c); fail != nil { // it may have changed meanwhile
		return nil, fail
	}
	holder := s.holder(c.tenant, d.Domain)
	switch {
	case !found && !s.Is(SwitchVerifyIsAsync, "scheduled"):
		return nil, badRequest("Domain verification failed with the following error: 'Error in DNS verification. code=InternalError'.")
	case holder != nil && found:
		return s.verifyHeld(c, d, holder)
	case s.Is(SwitchVerifyIsAsync, "scheduled"):
		s.begin(d, verification, verificationLasts, func() bool {
			if !found || s.holder(d.tenant, d.Domain) != nil {
				return false
			}
			s.makeVerified(d)
			return true
		})
		return c.annotated("domains/$entity", s.object(d, false)), nil
	}
	s.makeVerified(d)
	return s.verifiedObject(c, d), nil
}

// verifiable is the domain of the path if it can be verified.
func (s *Sim) verifiable(c call) (*domain, *failure) {
	d, fail := s.live(c)
	switch {
	case fail != nil:
		return nil, fail
	case d.busy():
		return nil, badRequest("An operation is in progress on the domain.")
	case d.Verified:
		return nil, badRequest("The domain is already verified.")
	}
	return d, nil
}

// look asks DNS. An answer without the record is held, as a resolver would
// (wire/entra.md 4).
func (s *Sim) look(ctx context.Context, name, text string) (found bool) {
	if s.Now().Before(s.failed[name]) {
		return false
	}
	s.Unlocked(func() { found = s.config.PublishesTXT(ctx, name, text) })
	if !found {
		s.failed[name] = s.Now().Add(s.lag(SwitchFailedLookupKept))
	}
	return found
}

// verifyHeld answers for a name that another tenant has verified.
func (s *Sim) verifyHeld(c call, d, holder *domain) (any, *failure) {
	if holder.tenant.Role != Unmanaged {
		return nil, domainInUse()
	}
	takeOver := func() bool {
		holder.tenant.forget(holder.Domain)
		d.tenant.TakenOver = append(d.tenant.TakenOver, d.Domain)
		s.makeVerified(d)
		return true
	}
	switch s.Value(SwitchForeignUnmanaged) {
	case "takeover_scheduled":
		s.begin(d, verification, takeoverLasts, takeOver)
		d.operation.hidden = s.Is(SwitchTakeoverState, "null")
		scheduled := s.object(d, false)
		scheduled["availabilityStatus"] = "EmailVerifiedDomainTakeoverScheduled"
		return c.annotated("domains/$entity", scheduled), nil
	case "takeover_at_once":
		takeOver()
		return s.verifiedObject(c, d), nil
	}
	return nil, domainInUse()
}

func (s *Sim) verifiedObject(c call, d *domain) map[string]any {
	object := s.object(d, true)
	object["availabilityStatus"] = "AvailableImmediately"
	return c.annotated("domains/$entity", object)
}
