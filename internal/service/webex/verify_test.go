// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// stabilities says whether tokens are seen to be stable under each setting.
func stabilities() map[string]bool { return map[string]bool{"stable": true, "new": false} }

func TestChallengeIsRereadableOnlyWhereTokensAreSeenToBeStable(t *testing.T) {
	t.Parallel()
	for setting, want := range stabilities() {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchTokenRepeat, setting)
		p := w.life()
		w.Must(p.Add())
		if challenge, err := p.Challenged(); err != nil || challenge.Rereadable != want {
			t.Errorf("%s: rereadable %t, %v; want %t", setting, challenge.Rereadable, err, want)
		}
		// One answer in a new process shows nothing.
		if challenge, err := p.Anew().Challenged(); err != nil || challenge.Rereadable {
			t.Errorf("%s, in a new process: rereadable %t, %v; want false", setting, challenge.Rereadable, err)
		}
	}
}

// Adding has given the token already; one domain is asked about twice, which
// shows for all whether a refresh may ask.
func TestTokenIsRequestedOncePerDomainAndOnceMoreInARun(t *testing.T) {
	t.Parallel()
	for setting, stable := range stabilities() {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchTokenRepeat, setting)
		process := w.Player()
		players := make([]*servicetest.Player, 30)
		var adding, asking sync.WaitGroup
		for n := range players {
			players[n] = process.For(servicetest.Domain(n))
			adding.Go(func() {
				if err := players[n].Add(); err != nil {
					t.Error(err)
				}
			})
		}
		adding.Wait()
		for _, p := range players {
			asking.Go(func() {
				if challenge, err := p.Challenged(); err != nil || challenge.Rereadable != stable {
					t.Errorf("%s: rereadable %t, %v; want %t", setting, challenge.Rereadable, err, stable)
				}
			})
		}
		asking.Wait()
		w.WantCount(tokenRequest, len(players)+1)
		for _, p := range players {
			w.Must(p.Show().Verify())
		}
	}
}

func TestTokenOfAnAddedDomainThatWasReleasedAgainIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	p := w.Player().Bring(service.StatePending).For(servicetest.Domain(1)).Bring(service.StatePending)
	w.Must(p.Release())
	p.Bring(service.StateVerified)
}

func TestExplainFindsATokenThatWasRotated(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StatePending)
		w.Must(p.Explain())
		w.OutOfBand("rotate", p.ID.Domain)
		w.WantError(p.Explain(), service.Rotated, "terraform apply -replace")
	})
}

func TestExplainBringsARemovedPendingEntryBack(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"same": "", "new": service.Rotated} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchTokenAfterRemoval, setting)
		p := w.life().Bring(service.StatePending)
		w.OutOfBand("remove", p.ID.Domain)
		w.WantError(p.Explain(), want)
		p.WantState(service.StatePending)
	}
}

// Asking for the token would replace the very one that is published.
func TestExplainDoesNotRotateATokenThatIsNewEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.Set(webexsim.SwitchTokenRepeat, "new")
	p := w.life().Bring(service.StatePending)
	w.Must(p.Explain())
	w.Must(p.Verify())
	p.WantState(service.StateVerified)
}

// Invariant 19. The read is ten minutes behind: an entry that this process has made is not gone
// because it is not shown yet.
func TestExplainDoesNotTakeAnEntryThatTheReadIsBehindOfForARemovedOne(t *testing.T) {
	t.Parallel()
	for setting := range stabilities() {
		w := newWorld(t, listsReading)
		w.Set(webexsim.SwitchTokenRepeat, setting)
		w.behind()
		p := w.life().Bring(service.StatePending)
		w.Must(p.Explain())
		w.Fault(servicetest.Once(verifyRequest, "status:503"))
		w.WantError(p.Verify(), service.Transient)
		w.Must(p.Explain())
		w.Must(p.Verify())
		p.WantState(service.StateVerified)
	}
}

// Invariant 19: we never invalidate what is published.
func TestVerifyingNeverAsksForATokenThatMayReplaceThePublishedOne(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		w.Set(webexsim.SwitchTokenRepeat, "new")
		for _, refusal := range []string{"400", "409"} {
			w.Set(webexsim.SwitchVerifyMissingRecord, refusal)
			p := w.Player("refused" + refusal + "." + zone)
			w.Must(p.Challenge())
			p = p.Anew() // which has seen nothing of how tokens behave
			p.Read()
			w.ForgetRequests()
			for range 2 {
				w.WantError(p.Verify(), service.NotYet)
				if refusal == "409" {
					w.WantError(p.Explain(), service.HeldElsewhere, "does not tell which")
				} else {
					w.Must(p.Explain())
				}
			}
			w.wantNoTokenRequest(p.ID.Domain)
			w.Must(p.Show().Verify())
		}
	})
}

func TestTokenRefusedForAClaimSaysWhoMayHoldIt(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		words := "another organization has claimed"
		if w.mode == unreadable {
			words = "terraform import ADDRESS webex/"
		}
		w.Must(w.HoldElsewhere("life."+zone, true))
		w.WantError(w.life().Add(), service.HeldElsewhere, words)
		w.WantError(w.life().Challenge(), service.HeldElsewhere, words)
	})
}

func TestTokenRefusedBelowAnOwnClaimNamesThatClaim(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.Set(webexsim.SwitchSubdomainOfClaimed, "409")
	p := w.life().Bring(service.StateClaimed)
	w.WantError(p.For("www.life."+zone).Add(), service.Blocked, "claimed life.corp.test")
}

func TestTokenRefusedForAnOwnDomainSaysThatItIsVerified(t *testing.T) {
	t.Parallel()
	in(t, readable(), func(t *testing.T, w *world) {
		w.Set(webexsim.SwitchTokenOnVerified, "409")
		stale := w.life()
		stale.Read()
		maker := w.life().Bring(service.StateVerified)
		w.WantError(stale.Add(), service.AlreadyExists, "verified in this organization")
		if stale.Got.State != service.StateVerified {
			t.Errorf("%+v comes with it, want a verified domain", stale.Got)
		}
		w.WantError(w.life().Challenge(), service.AlreadyVerified)
		w.Must(maker.Explain())
	})
}

// A verified domain gets a token as well, so one issued is no proof of drift.
func TestTokenIssuedWhereNothingCanBeReadDoesNotMakeTheDomainReadPending(t *testing.T) {
	t.Parallel()
	p := newWorld(t, unreadable).brought("life."+zone, service.StateVerified)
	p.Must(p.Challenge())
	p.WantRead(service.StateUnknown)
}

func TestVerifyOfADomainClaimedElsewhereIsTerminal(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StatePending)
		w.Must(w.HoldElsewhere(p.ID.Domain, true))
		w.WantError(p.Verify(), service.HeldElsewhere, "Waiting does not help")
		w.WantError(p.Explain(), service.HeldElsewhere)
	})
}

// A wait would go on until its timeout for a record that nobody has looked for.
func TestPageInPlaceOfARefusalToVerifyIsNoMissingRecord(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"400", "404", "409"} {
		w := newWorld(t, unreadable)
		p := w.life().Bring(service.StatePending)
		w.Fault(servicetest.Once(verifyRequest, "status:"+status, `<html><title>Blocked</title></html>`))
		w.WantError(p.Verify(), service.Transient, "page", "proxy")
		w.Must(p.Verify())
	}
}

func TestVerifyIsSentOnceEvenWhenItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		p := w.life().Bring(service.StatePending)
		w.Fault(servicetest.Once(verifyRequest, "drop_after"))
		want := map[mode]service.Class{unreadable: service.Transient}
		w.WantError(p.Verify(), want[w.mode])
		w.WantCount(verifyRequest, 1)
		w.Must(p.Verify())
	})
}

// The repeated verification is refused and nothing can be read; asking why
// brings the pending entry back, and with it the verification can be seen.
func TestVerifyWhoseAnswerWasLostIsFoundByExplainingWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "409"} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchVerifyOfVerified, setting)
		p := w.life().Bring(service.StatePending)
		w.Fault(servicetest.Once(verifyRequest, "status_after:503"))
		w.WantError(p.Verify(), service.Transient)
		w.WantError(p.Verify(), service.NotYet)
		w.Must(p.Explain())
		w.Must(p.Verify())
		p.WantState(service.StateVerified)
	}
}

// Somebody verifies the domain in Control Hub while this process waits, and Webex refuses to
// verify it again. A token request would make it pending once more.
func TestExplainFindsThatTheDomainWasVerifiedMeanwhileWithoutATokenRequest(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"200_with_pending", "200_without_pending", "409"} {
		in(t, readable(), func(_ *testing.T, w *world) {
			w.Set(webexsim.SwitchVerifyOfVerified, "400")
			w.Set(webexsim.SwitchTokenOnVerified, setting)
			p := w.life().Bring(service.StatePending)
			w.Must(p.Anew().Verify())
			w.ForgetRequests()
			w.WantError(p.Verify(), service.NotYet)
			w.Must(p.Explain())
			w.Must(p.Verify())
			w.wantNoTokenRequest(p.ID.Domain)
			w.wantLists("pending=[] verified=[life.corp.test] claimed=[] reserved=[]")
		})
	}
}

func TestVerifyAnsweredWithoutListsIsLookedInto(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		want := map[mode]service.Class{unreadable: service.NotYet}
		for n, fault := range []simhttp.Fault{
			servicetest.Once(verifyRequest, "status_after:200", `{"claimedDomains":[]}`),
			servicetest.Once(verifyRequest, "status_after:200", `{}`),
			servicetest.Once(verifyRequest, "status_after:204"),
		} {
			p := w.Player(servicetest.Domain(n)).Bring(service.StatePending)
			w.Fault(fault)
			w.WantError(p.Verify(), want[w.mode])
		}
	})
}

func TestFailureWhileLookingIntoAConflictIsNotTheConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.Set(webexsim.SwitchVerifyMissingRecord, "409")
	p := w.life().Bring(service.StatePending)
	w.Unpublish()
	w.Fault(servicetest.Always(tokenRequest, "status:503"))
	w.WantError(p.Verify(), service.Transient)
	w.Heal()
	w.Fault(servicetest.Always(tokenRequest, "hang"))
	if err := p.UntilHanging().Verify(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's cause", err)
	}
}

func TestPublishedRecordHasItsPrefix(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"": "cisco-ci-domain-verification=T0ken", "ciscocidomainverification=": "ciscocidomainverification=T0ken"} {
		w := newWorld(t, unreadable)
		w.Values["record_prefix"] = prefix
		p := w.Player()
		p.Token = "T0ken"
		w.WantEqual("publication", service.Publication{Record: &service.Record{Name: p.ID.Domain, Type: "TXT", Value: want, TTL: 300}}, p.Publication())
	}
}
