// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// How long verifying takes in the background.
const (
	takeoverLasts     = 10 * time.Minute
	verificationLasts = time.Minute
)

// verify is POST /domains/{id}/verify (wire/entra.md 1.4, 9). The lookup may take seconds,
// during which other requests go on.
func (s *Sim) verify(c call) (any, *failure) {
	force := false
	sent, fail := c.read(simhttp.Optional("forceTakeover", &force))
	if fail != nil {
		return nil, fail
	}
	if sent.Has("forceTakeover") && s.Is(SwitchForceTakeover, "unknown_parameter_400") {
		return nil, badRequest("The parameter 'forceTakeover' in the request payload is not a valid parameter for the operation 'verify'.")
	}
	d, fail := s.verifiable(c)
	if d == nil {
		return nil, fail
	}
	if d.Verified {
		return s.verifiedObject(c, d), nil
	}
	found := s.look(c.Context(), d.Domain, d.Text)
	if d, fail = s.verifiable(c); d == nil { // it may have changed meanwhile
		return nil, fail
	}
	holder := s.holder(c.tenant, d.Domain)
	switch {
	case !found && !s.Is(SwitchVerifyIsAsync, "scheduled"):
		return s.withoutRecord(c, d)
	case holder != nil && found:
		return s.verifyHeld(c, d, holder, force)
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

// verifiable is the domain of the path. Without one it is a failure; a verified one comes
// back where verifying it again is a success.
func (s *Sim) verifiable(c call) (*domain, *failure) {
	d, fail := s.live(c)
	const again = "The domain is already verified."
	switch {
	case fail != nil:
		return nil, fail
	case d.busy():
		return nil, badRequest("An operation is in progress on the domain.")
	case d.Verified && s.Is(SwitchVerifyOfVerified, "already_verified_400"):
		return nil, badRequest(again)
	case d.Verified && s.Is(SwitchVerifyOfVerified, "already_verified_409"):
		return nil, conflict(again)
	}
	return d, nil
}

// look asks DNS. An answer without the record is held, as a resolver would
// (wire/entra.md 4).
func (s *Sim) look(ctx context.Context, name, text string) (found bool) {
	if s.Now().Before(s.failed[name]) {
		return false
	}
	s.Unlocked(func() {
		records, err := s.config.LookupTXT(ctx, name)
		found = err == nil && slices.Contains(records, text)
	})
	if !found {
		s.failed[name] = s.Now().Add(s.lag(SwitchFailedLookupKept))
	}
	return found
}

func (s *Sim) withoutRecord(c call, d *domain) (any, *failure) {
	fail := badRequest("Domain verification failed with the following error: 'Error in DNS verification. code=InternalError'.")
	switch s.Value(SwitchMissingRecord) {
	case "bare_400":
		return nil, badRequest("Domain verification failed.")
	case "dns_verification_500":
		fail.status = http.StatusInternalServerError
	case "unverified_200":
		return c.annotated("domains/$entity", s.object(d, false)), nil
	}
	return nil, fail
}

// verifyHeld answers for a name that another tenant has verified.
func (s *Sim) verifyHeld(c call, d, holder *domain, force bool) (any, *failure) {
	if holder.tenant.Role != Unmanaged {
		switch s.Value(SwitchForeignActive) {
		case "no_details_400":
			return nil, badRequest("Domain verification failed.")
		case "conflict_409":
			return nil, conflict("Domain is being used by an active tenant.")
		}
		return nil, domainInUse()
	}
	mode := s.Value(SwitchForeignUnmanaged)
	if force {
		mode = "takeover_" + s.Value(SwitchForceTakeover)
	}
	takeOver := func() bool {
		holder.tenant.forget(holder.Domain)
		d.tenant.TakenOver = append(d.tenant.TakenOver, d.Domain)
		s.makeVerified(d)
		return true
	}
	switch mode {
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
