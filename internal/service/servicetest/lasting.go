// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"cmp"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// LastingRelease is how a release comes about that the service accepts and works on.
type LastingRelease struct {
	// Prepare brings it about for the player's domain, which is verified, and returns the
	// player with the options that the release takes.
	Prepare func(*Player) *Player
	// Call is the request that begins it, as a part of its line; "" is that of StepRelease.
	Call string
	// Takes is how long the service works on it.
	Takes time.Duration
}

// lasting is a verified domain whose release will last, in a new process, and the request
// that begins it.
func lasting(t *testing.T, start func(*testing.T) *World) (p *Player, call string) {
	t.Helper()
	w := start(t)
	if w.Lasting == nil {
		t.Skip("a release is over when its call returns")
	}
	p = w.Lasting.Prepare(w.Player().Bring(service.StateVerified)).Anew()
	if _, holds := p.Service.(service.RecordHolder); holds {
		p.withdraw()
	}
	p.ForgetRequests()
	return p, cmp.Or(w.Lasting.Call, w.Calls[StepRelease])
}

func lastingRelease(t *testing.T, start func(*testing.T) *World) {
	p, call := lasting(t, start)
	p.WantError(p.release(), service.UnderWay)
	for _, next := range []*Player{p, p.Anew(), p.Anew()} {
		next.WantRead(service.StateReleasing)
		p.WantError(next.release(), service.UnderWay)
		next.WantState(service.StateReleasing)
	}
	p.Clock.Advance(p.Lasting.Takes)
	for _, last := range []*Player{p, p.Anew()} {
		last.Must(last.release())
		last.WantRead(service.StateAbsent)
		last.WantState(service.StateAbsent)
	}
	p.WantCount(call, 1)
}

// Invariant 6.
func lastingReleaseLost(t *testing.T, start func(*testing.T) *World) {
	for _, kind := range []string{"status_after:503", "drop_after", "garbage_after", "empty_after", "hang_after"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p, call := lasting(t, start)
			p.Fault(Once(call, kind))
			under := p
			if kind == "hang_after" {
				under = p.UntilHanging()
			}
			switch err := under.release(); service.ClassOf(err) {
			case service.UnderWay, service.Transient, service.Interrupted:
			default:
				t.Errorf("the release whose response was lost: %v", err)
			}
			p.Heal()
			p.WantError(p.Anew().release(), service.UnderWay)
			p.WantCount(call, 1)
			p.Clock.Advance(p.Lasting.Takes)
			p.Must(p.release())
			p.WantState(service.StateAbsent)
			p.WantCount(call, 1)
		})
	}
}

func blockersAreListed(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	if w.Use == nil {
		t.Skip("nothing that the service can name stands in the way of a release")
	}
	p := w.Player().Bring(service.StateVerified)
	w.Use(p)
	p = p.Anew()
	typed := p.WantError(p.Release(), service.Blocked)
	if len(typed.Blockers) == 0 || typed.BlockerCount != 0 && typed.BlockerCount < len(typed.Blockers) || typed.Advice == "" {
		t.Errorf("got %+v, want what is in the way, and advice", typed)
	}
	for _, blocker := range typed.Blockers {
		if blocker.Kind == "" || blocker.Name == "" {
			t.Errorf("%+v has no kind or no name", blocker)
		}
	}
	p.WantState(service.StateVerified)
}

func bornVerified(t *testing.T, start func(*testing.T) *World) {
	w := start(t)
	if w.Service().Capabilities().BornVerified == "" {
		t.Skip("every domain needs a token")
	}
	root := w.Player().Bring(service.StateVerified)
	w.ForgetRequests()
	for _, process := range w.Processes("sub." + root.ID.Domain) {
		w.Must(process().Add())
		process().WantState(service.StateVerified)
		process().WantRead(service.StateVerified)
		if _, err := process().Challenged(); err != nil {
			w.WantError(err, service.AlreadyVerified)
		}
		process().WantRead(service.StateVerified)
		w.WantError(process().Add(), service.AlreadyExists)
		w.Must(process().Release())
		process().WantState(service.StateAbsent)
	}
	w.WantCount(w.Calls[StepVerify], 0)
	root.WantState(service.StateVerified)
	w.Must(root.Release())
}
