// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

func TestChallengeIsRereadableOnlyWhereTokensAreSeenToBeStable(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]bool{"stable": true, "new": false} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchTokenRepeat, setting)
		adapter, id := w.adapter(t), w.id("life."+zone)
		if _, err := adapter.Add(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		challenge, err := adapter.Challenge(t.Context(), id, service.MethodDNSTXT)
		if err != nil || challenge.Rereadable != want {
			t.Errorf("%s: rereadable %t, %v; want %t", setting, challenge.Rereadable, err, want)
		}
		// One answer in a new process shows nothing.
		challenge, err = w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
		if err != nil || challenge.Rereadable {
			t.Errorf("%s, in a new process: rereadable %t, %v; want false", setting, challenge.Rereadable, err)
		}
	}
}

// Adding has given the token already; one domain is asked about twice, which
// shows for all whether a refresh may ask.
func TestTokenIsRequestedOncePerDomainAndOnceMoreInARun(t *testing.T) {
	t.Parallel()
	for setting, stable := range map[string]bool{"stable": true, "new": false} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchTokenRepeat, setting)
		adapter := w.adapter(t)
		const domains = 30
		var adding, asking sync.WaitGroup
		for n := range domains {
			adding.Go(func() {
				if _, err := adapter.Add(t.Context(), w.ID(n)); err != nil {
					t.Error(err)
				}
			})
		}
		adding.Wait()
		tokens := make([]string, domains)
		for n := range domains {
			asking.Go(func() {
				challenge, err := adapter.Challenge(t.Context(), w.ID(n), service.MethodDNSTXT)
				if err != nil || challenge.Rereadable != stable {
					t.Errorf("%s: rereadable %t, %v; want %t", setting, challenge.Rereadable, err, stable)
				}
				tokens[n] = challenge.Token
			})
		}
		asking.Wait()
		if got := w.Count(servicetest.StepChallenge); got != domains+1 {
			t.Errorf("%s: %d token requests for %d domains, want one more than there are domains", setting, got, domains)
		}
		for n, token := range tokens {
			must(t, w.publishAndVerify(t, adapter, w.ID(n), token))
		}
	}
}

// publishAndVerify shows whether a token is the one that counts.
func (w *world) publishAndVerify(t *testing.T, adapter *webex.Adapter, id service.DomainID, token string) error {
	t.Helper()
	publication, err := adapter.Publication(t.Context(), id, service.MethodDNSTXT, token)
	must(t, err)
	w.Publish(t, publication)
	return verify(t, adapter, id, token)
}

func TestTokenOfAnAddedDomainThatWasReleasedAgainIsNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	adapter := w.adapter(t)
	w.makePending(t, adapter, w.ID(0))
	w.makePending(t, adapter, w.ID(1))
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: w.ID(1)}))
	if _, err := adapter.Add(t.Context(), w.ID(1)); err != nil {
		t.Fatal(err)
	}
	challenge, err := adapter.Challenge(t.Context(), w.ID(1), service.MethodDNSTXT)
	must(t, err)
	must(t, w.publishAndVerify(t, adapter, w.ID(1), challenge.Token))
}

func TestExplainFindsATokenThatWasRotated(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		adapter, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, adapter, id)
		must(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token))
		w.drift(t, "rotate", id)
		wantError(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token), service.Rotated, "terraform apply -replace")
	}
}

func TestExplainBringsARemovedPendingEntryBack(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]service.Class{"same": "", "new": service.Rotated} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchTokenAfterRemoval, setting)
		adapter, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, adapter, id)
		w.Remove(t, id)
		if err := adapter.Explain(t.Context(), id, service.MethodDNSTXT, token); service.ClassOf(err) != want {
			t.Errorf("%s: %v, want the class %q", setting, err, want)
		}
		w.wantState(t, id, service.StatePending)
	}
}

// Asking for the token would replace the very one that is published.
func TestExplainDoesNotRotateATokenThatIsNewEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.set(t, webexsim.SwitchTokenRepeat, "new")
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makePending(t, adapter, id)
	must(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token))
	must(t, verify(t, adapter, id, token))
	w.wantState(t, id, service.StateVerified)
}

func TestTokenRefusedForAClaimSaysWhoMayHoldIt(t *testing.T) {
	t.Parallel()
	for reading, words := range map[mode]string{
		unreadable: "terraform import ADDRESS webex/", probing: "another organization has claimed", listsReading: "another organization has claimed",
	} {
		w := newWorld(t, reading)
		id := w.id("life." + zone)
		must(t, w.Webex.HoldElsewhere(id.Domain, true))
		_, err := w.adapter(t).Add(t.Context(), id)
		wantError(t, err, service.HeldElsewhere, words)
		_, err = w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
		wantError(t, err, service.HeldElsewhere, words)
	}
}

func TestTokenRefusedBelowAnOwnClaimNamesThatClaim(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.set(t, webexsim.SwitchSubdomainOfClaimed, "409")
	adapter := w.adapter(t)
	w.makeClaimed(t, adapter, w.id("life."+zone))
	_, err := adapter.Add(t.Context(), w.id("www.life."+zone))
	wantError(t, err, service.Blocked, "claimed life.corp.test")
}

func TestTokenRefusedForAnOwnDomainSaysThatItIsVerified(t *testing.T) {
	t.Parallel()
	for _, reading := range []mode{probing, listsReading} {
		w := newWorld(t, reading)
		w.set(t, webexsim.SwitchTokenOnVerified, "409")
		stale, id := w.adapter(t), w.id("life."+zone)
		read(t, stale, id)
		maker := w.adapter(t)
		token := w.makeVerified(t, maker, id)
		found, err := stale.Add(t.Context(), id)
		wantError(t, err, service.AlreadyExists, "verified in this organization")
		if found.State != service.StateVerified {
			t.Errorf("%s: %+v comes with it, want a verified domain", reading, found)
		}
		_, err = w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
		wantError(t, err, service.AlreadyVerified)
		wantError(t, maker.Explain(t.Context(), id, service.MethodDNSTXT, token), service.AlreadyVerified)
	}
}

func TestAnswerWithoutATokenIsNoChallenge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:200", Body: `{"domain":"life.corp.test"}`})
	_, err := w.adapter(t).Challenge(t.Context(), w.id("life."+zone), service.MethodDNSTXT)
	wantError(t, err, service.Transient, "does not contain a token")
}

// A verified domain gets a token as well, so one issued is no proof of drift.
func TestTokenIssuedWhereNothingCanBeReadDoesNotMakeTheDomainReadPending(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.id("life." + zone)
	w.makeVerified(t, w.adapter(t), id)
	importing := w.adapter(t)
	if _, err := importing.Challenge(t.Context(), id, service.MethodDNSTXT); err != nil {
		t.Fatal(err)
	}
	if got := read(t, importing, id).State; got != service.StateUnknown {
		t.Errorf("it reads %s, want %s", got, service.StateUnknown)
	}
}

func TestWaitingForTheSameDomainObeysCancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.id("life." + zone)
	late := holdBack("/getDomainVerificationToken", id.Domain)
	adapter := w.adapterVia(t, late)
	done := make(chan error, 1)
	go func() {
		_, err := adapter.Add(t.Context(), id)
		done <- err
	}()
	<-late.answered
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := adapter.Add(ctx, id); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second add: %v, want the context's cause", err)
	}
	close(late.released)
	must(t, <-done)
}

func TestVerifyOfADomainClaimedElsewhereIsTerminal(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		adapter, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, adapter, id)
		must(t, w.Webex.HoldElsewhere(id.Domain, true))
		wantError(t, verify(t, adapter, id, token), service.HeldElsewhere, "Waiting does not help")
		wantError(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token), service.HeldElsewhere)
	}
}

func TestVerifyIsSentOnceEvenWhenItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		adapter, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "/verifyDomain", Kind: "drop_after", Times: 1})
		err := verify(t, adapter, id, token)
		if reading == unreadable {
			wantError(t, err, service.Transient)
		} else {
			must(t, err)
		}
		if n := len(w.bodies("verifyDomain")); n != 1 {
			t.Errorf("%s: %d verify calls, want one", reading, n)
		}
		must(t, verify(t, adapter, id, token))
	}
}

// The repeated verification is refused and nothing can be read; asking why
// brings the pending entry back, and with it the verification can be seen.
func TestVerifyWhoseAnswerWasLostIsFoundByExplainingWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"400", "409"} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchVerifyOfVerified, setting)
		adapter, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, adapter, id)
		w.fault(t, simhttp.Fault{Match: "/verifyDomain", Kind: "status_after:503", Times: 1})
		wantError(t, verify(t, adapter, id, token), service.Transient)
		wantError(t, verify(t, adapter, id, token), service.NotYet)
		must(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token))
		must(t, verify(t, adapter, id, token))
		w.wantState(t, id, service.StateVerified)
	}
}

func TestVerifyAnsweredWithoutListsIsLookedInto(t *testing.T) {
	t.Parallel()
	for reading, want := range map[mode]service.Class{unreadable: service.NotYet, probing: "", listsReading: ""} {
		for name, fault := range map[string]simhttp.Fault{
			"one list":        {Match: "/verifyDomain", Kind: "status_after:200", Body: `{"claimedDomains":[]}`, Times: 1},
			"an empty object": {Match: "/verifyDomain", Kind: "status_after:200", Body: `{}`, Times: 1},
			"no content":      {Match: "/verifyDomain", Kind: "status_after:204", Times: 1},
		} {
			w := newWorld(t, reading)
			adapter, id := w.adapter(t), w.id("life."+zone)
			token := w.makePending(t, adapter, id)
			w.fault(t, fault)
			if err := verify(t, adapter, id, token); service.ClassOf(err) != want {
				t.Errorf("%s, %s: %v, want the class %q", reading, name, err, want)
			}
		}
	}
}

func TestFailureWhileLookingIntoAConflictIsNotTheConflict(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.set(t, webexsim.SwitchVerifyMissingRecord, "409")
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makePending(t, adapter, id)
	w.setTXT(t, id.Domain)
	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "status:503"})
	wantError(t, verify(t, adapter, id, token), service.Transient)
	w.Heal()

	w.fault(t, simhttp.Fault{Match: "/getDomainVerificationToken", Kind: "hang"})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := adapter.Verify(ctx, service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's cause", err)
	}
}
