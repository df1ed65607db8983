// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// failing is a domain whose verification has failed while its record was not seen, in a
// new process.
func failing(w *world) *servicetest.Player {
	w.T.Helper()
	p := w.unseen()
	w.OutOfBand("fail", p.ID.Domain)
	return p.Anew()
}

// failAgain lets the verification fail once more, after the process has begun it anew.
func (w *world) failAgain(p *servicetest.Player, kind string) {
	w.T.Helper()
	w.Must(p.Verify())
	w.Clock.Advance(time.Second)
	w.OutOfBand(kind, p.ID.Domain)
}

// wantReason compares why reading the domain says that it has failed.
func wantReason(p *servicetest.Player, words string) {
	p.T.Helper()
	if got := p.Read(); got.State != service.StateFailed || !strings.Contains(got.Reason, words) {
		p.T.Errorf("%s reads %+v, want it failed because of %q", p.ID, got, words)
	}
}

const (
	expired = "domain_verification_period_expired"
	taken   = "domain_verified_by_other_organization"
)

func TestVerificationThatFailsTwiceEndsWithTheReasonOfTheEvent(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct {
		class service.Class
		words []string
	}{
		"fail":           {service.Blocked, []string{"within thirty days", expired}},
		"fail_elsewhere": {service.HeldElsewhere, []string{"another organization", taken, "Waiting does not help"}},
	} {
		w := newWorld(t)
		p := w.unseen()
		w.Must(p.Verify())
		w.OutOfBand(kind, p.ID.Domain)
		w.failAgain(p, kind)
		if p.Got.State != service.StatePending {
			t.Fatalf("%s: %+v; want it begun anew", kind, p.Got)
		}
		w.WantError(p.Verify(), c.class, c.words...)
		w.WantCount(verifyRequest, 2)
		wantReason(p, c.words[1])
	}
}

func TestFailedDomainIsBegunAnewByTheFirstCallAndNoSecondTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := failing(w)
	w.Must(p.Verify())
	p.WantState(service.StatePending)
	w.failAgain(p, "fail")
	w.WantError(p.Verify(), service.Blocked)
	w.WantCount(verifyRequest, 1)
}

// The event has been seen to come a minute late. Until then only that of the
// first failure is there, which has another reason.
func TestSecondFailureIsExplainedByItsOwnEventHoweverLateThatComes(t *testing.T) {
	t.Parallel()
	for _, seenBefore := range []bool{false, true} {
		w := newWorld(t)
		w.Set(workossim.SwitchEventLag, "65")
		p := w.unseen()
		if !seenBefore {
			w.Must(p.Verify())
		}
		w.OutOfBand("fail", p.ID.Domain)
		if seenBefore {
			w.Clock.Advance(time.Hour)
			p = p.Anew()
		}
		w.failAgain(p, "fail_elsewhere")
		reads := 1
		err := p.Verify()
		for ; err == nil && reads < 20; reads++ {
			if p.Got.State != service.StateFailed || !strings.Contains(p.Got.Reason, "not arrived yet") {
				t.Errorf("%+v while the event is to come, want it failed and to wait", p.Got)
			}
			w.Clock.Advance(20 * time.Second)
			err = p.Verify()
		}
		w.WantError(err, service.HeldElsewhere, taken)
		if reads != 5 {
			t.Errorf("%d reads, want five until the event is there", reads)
		}
		p.WantState(service.StateFailed)
	}
}

func TestSecondFailureWhoseEventNeverComesEndsTheWaitAllTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(workossim.SwitchEventLag, "65")
	p := failing(w)
	w.failAgain(p, "fail") // and the time does not go on, so that no event comes
	for range 6 {
		w.Must(p.Verify())
	}
	w.WantError(p.Verify(), service.Blocked, "no WorkOS event gives the reason")
}

// A state that is not shown in between must not make it look like the first
// failure.
func TestFailedDomainIsBegunAnewOnceAlsoWhenPendingIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(workossim.SwitchPendingState, "absent")
	p := failing(w)
	for range 11 { // so many that it is verified once more in the dark
		w.Must(p.Verify())
	}
	w.failAgain(p, "fail")
	w.WantError(p.Verify(), service.Blocked, "also after it was begun anew")
}

// The inventory is older than the failure, which must not count as a first begin.
func TestDomainThatFailedSinceTheInventoryWasReadIsBegunAnewOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.unseen()
	w.OutOfBand("fail", p.ID.Domain)
	w.Clock.Advance(time.Minute)
	w.failAgain(p, "fail")
	w.WantError(p.Verify(), service.Blocked, "also after it was begun anew")
	w.WantCount(verifyRequest, 1)
}

// Invariant 19: each begin of a failed domain may change its token.
func TestLostBeginOfAFailedDomainIsNotMadeAgainWhereItHadItsEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Set(workossim.SwitchRestartToken, "new_token")
	p := failing(w)
	w.Fault(servicetest.Once(verifyRequest, "drop_after"))
	w.WantError(p.Verify(), service.Rotated)
	w.WantCount(verifyRequest, 1)
}

// add makes domains that nobody verifies.
func (w *world) add(players ...*servicetest.Player) {
	w.T.Helper()
	for _, p := range players {
		_, err := w.AddDomain(workossim.DomainSpec{Domain: p.ID.Domain})
		w.Must(err)
	}
}

func TestReasonIsFoundAmongManyEventsAndAfterManyDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, recent := w.Player(), w.Player("recent."+zone)
	w.add(old, recent)
	w.OutOfBand("fail", old.ID.Domain)
	w.OutOfBand("fail_elsewhere", recent.ID.Domain)
	for n := range 120 { // more than a page of later failures
		p := old.For(servicetest.Domain(100 + n))
		w.add(p)
		w.OutOfBand("fail", p.ID.Domain)
		w.OutOfBand("remove", p.ID.Domain)
	}
	for _, age := range []time.Duration{0, 45 * 24 * time.Hour, 30 * 24 * time.Hour} {
		w.Clock.Advance(age)
		p := old.Anew()
		wantReason(p, expired)
		wantReason(p.For(recent.ID.Domain), taken)
	}
	w.Clock.Advance(30 * 24 * time.Hour) // the event is no longer kept
	if got := old.Anew().Read().Reason; got != "no WorkOS event gives the reason" {
		t.Errorf("the reason %q", got)
	}
}

// Looking further back for another domain must not bring up an older failure.
func TestReasonIsThatOfTheNewestFailureWhenAnotherDomainsIsOlder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	twice, long := w.Player(), w.Player("long."+zone)
	w.add(twice, long)
	w.OutOfBand("fail", twice.ID.Domain)
	w.OutOfBand("fail", long.ID.Domain)
	w.Clock.Advance(40 * 24 * time.Hour)
	twice.Token = twice.Read().Token(twice.Method)
	w.Must(twice.Anew().Verify())
	w.OutOfBand("fail_elsewhere", twice.ID.Domain)
	p := twice.Anew()
	wantReason(p, taken)
	wantReason(p.For(long.ID.Domain), expired)
}

func TestKeyThatMayNotReadEventsStillReadsDomainsAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := failing(w)
	w.Fault(servicetest.Always("/events", "status:403"))
	wantReason(p, "403")
}

func TestReadingAsksForEventsOnlyWhenADomainHasFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StateVerified)
	w.Player(servicetest.Domain(1)).Bring(service.StatePending)
	p.Anew().Read()
	w.WantCount("/events", 0)
}

func TestDomainTakenByAnotherOrganizationSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player().Bring(service.StatePending)
	_, err := w.HoldElsewhere(p.ID.Domain)
	w.Must(err)
	wantReason(p.Anew(), "another organization")
}

// What is no list does not show that there is no event (invariant 18).
func TestEventsWithoutAListAreNotTakenForNone(t *testing.T) {
	t.Parallel()
	for body, reason := range map[string]string{
		`null`: "it is null", `{}`: "does not contain a list of events", `{"data":null,"list_metadata":{"after":null}}`: "does not contain a list of events",
	} {
		wantReason(scripted(t, `"state":"failed",`, servicetest.Always("/events", "status:200", body)), reason)
	}
}
