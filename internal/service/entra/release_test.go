// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const shownVerified = `{"id":"d0.corp.test","isVerified":true}`

// used is a verified domain that objects use, in a new process that may force its release.
func used(t *testing.T) *servicetest.Player {
	t.Helper()
	w := newWorld(t)
	p := w.Player().Bring(service.StateVerified)
	use(p)
	return p.Anew().With(entra.OptionForceRelease)
}

// behind makes some reads of the domain by ID show what was before.
func behind(skip, times int, body string) simhttp.Fault {
	return simhttp.Fault{Match: readRequest, Kind: "status:200", Skip: skip, Times: times, Body: body}
}

func TestForcedReleaseWithoutResponseIsNotBegunAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"status_after:502", "status_after:503", "status_after:504", "drop_after", "garbage_after"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			p := used(t)
			p.Fault(servicetest.Once(forceRequest, kind), behind(1, 3, shownVerified))
			if err := p.Release(); err != nil {
				p.WantError(err, service.UnderWay)
			}
			p.Must(gone(p))
			p.WantCount(forceRequest, 1)
		})
	}
}

func TestForcedReleaseThatDoesNotShowIsNotBegunAgainByTheSameRun(t *testing.T) {
	t.Parallel()
	p := used(t)
	p.Fault(servicetest.Once(forceRequest, "status:503"))
	p.WantError(p.Release(), service.Transient)
	p.WantError(p.Release(), service.UnderWay)
	p.WantCount(forceRequest, 1)
	p.Must(gone(p.Anew().With(entra.OptionForceRelease)))
}

func TestRefusedReleaseKeepsWhatThisRunHasWritten(t *testing.T) {
	t.Parallel()
	p := used(t)
	p.Set(entrasim.SwitchListLag, "5m")
	p.Clock.Advance(5 * time.Minute)
	p.Read() // the list, as long as it shows nothing else
	added, verified := p.For("added.test"), p.For("verified.test")
	p.Must(added.Add())
	p.Must(verified.Add())
	p.Must(verified.Challenge())
	p.Must(verified.Show().Wait())
	p.Fault(servicetest.Always(forceRequest, "status:400", refusal("Request_BadRequest", "No.", "")))
	p.WantError(p.Release(), service.Blocked)
	added.WantRead(service.StatePending)
	verified.WantRead(service.StateVerified)
}

// Microsoft may show a deleted domain for a while, and refuse to delete it again.
func TestAcceptedDeletionIsNotUndoneByARefusalOfTheNext(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 409, 503} {
		w := newWorld(t)
		p := w.Player().Bring(service.StateVerified).Anew().With(entra.OptionForceRelease)
		w.Set(entrasim.SwitchDeleteGoneAfter, "30s")
		w.Fault(simhttp.Fault{Match: releaseRequest, Kind: fmt.Sprint("status:", status), Skip: 1, Body: refusal("Request_BadRequest", "Domain deletion attempt failed.", "")})
		w.WantError(p.Release(), service.UnderWay)
		w.WantError(p.Release(), service.UnderWay)
		w.Clock.Advance(time.Minute)
		w.Must(p.Release())
		w.WantCount(releaseRequest, 2)
		w.WantCount(forceRequest, 0)
	}
}

func TestFailureOfAnEarlierForcedReleaseIsNotThatOfTheNext(t *testing.T) {
	t.Parallel()
	p := used(t)
	failed := func(at string) string {
		return `{"id":"d0.corp.test","isVerified":true,"state":{"operation":"ForceDelete","status":"Failed","lastActionDateTime":"` + at + `"}}`
	}
	p.Fault(behind(0, 4, failed("2026-01-01T00:00:00Z")), behind(0, 1, failed("2026-01-02T00:00:00Z")))
	for range 2 {
		begun := p.WantError(p.Release(), service.UnderWay)
		if !strings.Contains(begun.Reason, "renames") {
			t.Errorf("%q does not say that the release is forced", begun.Reason)
		}
	}
	p.WantError(p.Release(), service.Blocked, "has failed")
	p.WantCount(forceRequest, 1)
}

func TestForcedReleaseThatReadsDidNotShowIsNotBegunAgainByAnotherRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stale, forced int
	}{"before the deletion": {1, 1}, "before the forced release": {2, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := used(t)
			p.WantError(p.Release(), service.UnderWay)
			p.Fault(behind(0, c.stale, shownVerified))
			next := p.Anew()
			next.WantError(next.Release(), service.UnderWay)
			p.WantCount(forceRequest, c.forced)
			p.Must(gone(next))
			p.WantCount(forceRequest, c.forced)
		})
	}
}

func TestFailureOfAForcedReleaseEndsTheRunThatWaitedForItWhoeverHasBegunIt(t *testing.T) {
	t.Parallel()
	p := used(t)
	p.Set(entrasim.SwitchForceEnd, "failed")
	p.WantError(p.Release(), service.UnderWay)
	next := p.Anew()
	next.WantError(next.Release(), service.UnderWay)
	p.Clock.Advance(time.Hour)
	next.WantError(next.Release(), service.Blocked, "has failed")
	p.WantCount(forceRequest, 1)
	p.WantError(p.Anew().Release(), service.UnderWay)
	p.WantCount(forceRequest, 2)
}

// What a forced release does to the subdomains that nobody has asked to release is not known.
func TestReleaseIsNotForcedWhileSubdomainsStand(t *testing.T) {
	t.Parallel()
	p := used(t)
	sub := p.Anew().For("sub." + p.ID.Domain)
	p.Must(sub.Add())
	for _, options := range [][]service.OptionName{{entra.OptionForceRelease}, nil} {
		p = p.Anew().With(options...)
		blocked := p.WantError(p.Release(), service.Blocked, "subdomains")
		if len(blocked.Blockers) == 0 || blocked.Blockers[0] != (service.Blocker{Kind: "subdomain", Name: sub.ID.Domain}) || strings.Contains(blocked.Advice, string(entra.OptionForceRelease)) {
			t.Errorf("%+v", blocked)
		}
	}
	p.WantCount(forceRequest, 0)
	p.Must(sub.Release())
	p.Must(gone(p.Anew().With(entra.OptionForceRelease)))
	p.WantCount(forceRequest, 1)
}

func TestBlockersOfAListThatEndsTooEarlyHaveNoCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StateVerified)
	use(p)
	w.Set(entrasim.SwitchListPageSize, "2")
	w.Fault(simhttp.Fault{Match: "/domainNameReferences", Kind: "status:403", Skip: 1, Body: refusal("Authorization_RequestDenied", "No.", "")})
	blocked := w.WantError(p.Anew().Release(), service.Blocked, "could not be read")
	if len(blocked.Blockers) != 2 || blocked.BlockerCount != 0 {
		t.Errorf("blockers %+v of %d", blocked.Blockers, blocked.BlockerCount)
	}
}

func TestProcessAfterAnAdditionWaitsUntilReadsShowWhetherTheDomainIsThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after   func(*servicetest.Player)
		passed  time.Duration
		state   service.State
		atLeast int
	}{
		"not shown yet":      {func(*servicetest.Player) {}, 0, service.StatePending, 2},
		"removed since":      {func(p *servicetest.Player) { p.OutOfBand("remove", p.ID.Domain) }, 0, service.StateAbsent, 2},
		"removed much later": {func(p *servicetest.Player) { p.OutOfBand("remove", p.ID.Domain) }, 3 * time.Minute, service.StateAbsent, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Set(entrasim.SwitchAddVisibleAfter, "80s")
			p := w.Player()
			added := w.Clock.Now()
			p.Must(p.Add())
			c.after(p)
			w.Clock.Advance(c.passed)
			next := p.Anew()
			next.Service.(service.LaggingReader).RecallAddition(next.ID, added)
			w.ForgetRequests()
			next.WantRead(c.state)
			if reads := w.Count(readRequest); reads < c.atLeast || c.atLeast == 1 && reads != 1 {
				t.Errorf("%d reads by ID, want %d", reads, c.atLeast)
			}
			if waited := w.Clock.Now().Sub(added); waited > c.passed+3*time.Minute {
				t.Errorf("it waited for %s", waited)
			}
		})
	}
}

func TestReleaseAfterAnAdditionByAnotherProcessEndsAtTheFirstReadWithoutTheDomain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player()
	added := w.Clock.Now()
	p.Must(p.Add())
	next := p.Anew()
	next.Service.(service.LaggingReader).RecallAddition(next.ID, added)
	w.ForgetRequests()
	next.Must(next.Release())
	w.WantCount(releaseRequest, 1)
	w.WantCount(readRequest, 3)
	if waited := w.Clock.Now().Sub(added); waited > 5*time.Second {
		t.Errorf("it waited for %s", waited)
	}
}
