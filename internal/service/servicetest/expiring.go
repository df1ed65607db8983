// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// renewing is a pending domain of a service that renews tokens, in a new process.
func renewing(t *testing.T, start func(*testing.T) *World) *Player {
	t.Helper()
	w := start(t)
	if !w.renews() {
		t.Skip("the service renews no tokens")
	}
	p := w.Player().Bring(service.StatePending).Anew()
	p.ForgetRequests()
	return p
}

// expiring is the same, of a service whose tokens expire.
func expiring(t *testing.T, start func(*testing.T) *World) (*Player, time.Time) {
	t.Helper()
	p := renewing(t, start)
	challenge, err := p.Challenged()
	p.Must(err)
	if challenge.ExpiresAt.IsZero() {
		t.Skip("the service names no expiry")
	}
	return p, challenge.ExpiresAt
}

func expiryIsTold(t *testing.T, start func(*testing.T) *World) {
	p, expiresAt := expiring(t, start)
	if !expiresAt.After(p.Clock.Now()) {
		t.Errorf("a new token expires at %s, now is %s", expiresAt, p.Clock.Now())
	}
	for _, reader := range []*Player{p, p.Anew()} {
		if got := reader.Read(); got.Token(p.Method) != "" && !got.TokenExpiresAt(p.Method).Equal(expiresAt) {
			t.Errorf("reads %+v, want the expiry %s", got, expiresAt)
		}
	}
}

// A caller that does not know that the token was renewed gets the new one.
func renewedOnce(t *testing.T, start func(*testing.T) *World) {
	p := renewing(t, start)
	old := p.Token
	renewed, err := p.Renewed()
	p.Must(err)
	if renewed.Token == old || renewed.Token == "" || !renewed.ExpiresAt.IsZero() && !renewed.ExpiresAt.After(p.Clock.Now()) {
		t.Fatalf("renewed to %+v, want another token than %s that has not expired", renewed, old)
	}
	p.WantCount(p.Calls[StepRenew], 1)
	for _, late := range []*Player{p, p.Anew()} {
		late.Token = old
		again, err := late.Renewed()
		p.Must(err)
		p.WantEqual("renewed again", renewed, again)
		if got := late.Read(); got.State != service.StatePending || got.Token(p.Method) != renewed.Token || !got.TokenExpiresAt(p.Method).Equal(renewed.ExpiresAt) {
			t.Errorf("reads %+v, want it pending with the renewed token", got)
		}
	}
	p.WantCount(p.Calls[StepRenew], 1)
	p.Token = renewed.Token
	p.Unpublish()
	p.Show()
	p.Must(p.Anew().Wait())
	p.WantState(service.StateVerified)
}

// Invariant 6.
func renewalLost(t *testing.T, start func(*testing.T) *World) {
	for _, kind := range []string{"status_after:503", "drop_after", "garbage_after", "empty_after", "null_after"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p := renewing(t, start)
			old := p.Token
			p.Fault(Once(p.Calls[StepRenew], kind))
			p.Must(p.Renew())
			p.WantCount(p.Calls[StepRenew], 1)
			if shown := p.Anew().Read().Token(p.Method); shown == old || shown != p.Token {
				t.Errorf("renewed to %s, the service has %s, it was %s", p.Token, shown, old)
			}
		})
	}
}

func expiredIsRenewed(t *testing.T, start func(*testing.T) *World) {
	first, expiresAt := expiring(t, start)
	first.Clock.Advance(expiresAt.Sub(first.Clock.Now()))
	p := first.Anew()
	if got := p.Read(); got.State != service.StatePending || !got.TokenExpired(p.Method, p.Clock.Now()) {
		t.Errorf("reads %+v, want it pending with an expired token", got)
	}
	if challenge, err := p.Anew().Challenged(); err == nil {
		p.WantEqual("a challenge is no renewal", p.Token, challenge.Token)
	} else {
		p.WantError(err, service.Expired)
	}
	p.WantCount(p.Calls[StepRenew], 0)
	p.Must(p.Renew())
	p.WantCount(p.Calls[StepRenew], 1)
	p.Unpublish()
	p.Show()
	p.Must(p.Wait())
	p.WantState(service.StateVerified)
}

func verifiedNotRenewed(t *testing.T, start func(*testing.T) *World) {
	pending := renewing(t, start)
	pending.Must(pending.Wait())
	for _, p := range []*Player{pending, pending.Anew()} {
		p.ForgetRequests()
		p.WantError(p.Renew(), service.AlreadyVerified)
		p.WantCount(p.Calls[StepRenew], 0)
		p.WantState(service.StateVerified)
	}
}
