// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// lateVerify is a process in which the verification of the domain "slow" was answered,
// and the answer has not arrived.
func lateVerify(w *world, before func(*servicetest.Player)) (slow *servicetest.Player, arrive func()) {
	w.T.Helper()
	late := w.HoldBack(verifyRequest, "slow."+zone)
	slow = w.Player("slow." + zone)
	before(slow)
	slow.Bring(service.StatePending)
	wait := servicetest.InBackground(slow.Under(w.T.Context()).Verify)
	<-late.Answered
	return slow, func() {
		w.T.Helper()
		late.Release()
		w.Must(wait())
	}
}

// The lists in the answer for "slow" were made before "fast" was verified and
// claimed, and arrive after it.
func TestListsThatArriveLateDoNotUndoWhatWasWrittenMeanwhile(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		slow, arrive := lateVerify(w, func(*servicetest.Player) {})
		fast := slow.For("fast." + zone).Bring(service.StateClaimed)
		arrive()
		slow.WantRead(service.StateVerified)
		fast.WantRead(service.StateClaimed)
		w.Must(fast.Unclaim())
		w.Must(fast.Release())
		w.Must(slow.Release())
		w.wantLists(nothing)
	})
}

// The lists for "slow" were made before "gone" was released.
func TestListsThatArriveLateDoNotBringAReleasedDomainBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	var gone *servicetest.Player
	_, arrive := lateVerify(w, func(slow *servicetest.Player) { gone = slow.For("gone." + zone).Bring(service.StateVerified) })
	w.Must(gone.Release())
	arrive()
	if got := gone.Read().State; got.Verified() {
		t.Errorf("a released domain reads %s", got)
	}
}

// The second of two waits for one domain finds it verified by the first.
func TestVerifyThatWaitedForAnotherOneOfItsDomainSendsNothing(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(t *testing.T, w *world) {
		slow, arrive := lateVerify(w, func(*servicetest.Player) {})
		wait := servicetest.InBackground(slow.Under(t.Context()).Verify)
		arrive()
		w.Must(wait())
		w.WantCount(verifyRequest, 1)
	})
}

// What was seen once is no promise: the next domain may show the contrary.
func TestTokenThatChangesAfterAnEqualOneEndsTheTrustInTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	second := w.Player().Bring(service.StatePending).For(servicetest.Domain(1)) // it was asked about twice, with equal answers
	w.Set(webexsim.SwitchTokenRepeat, "new")
	if challenge, err := second.Challenged(); err != nil || !challenge.Rereadable {
		t.Fatalf("%+v, %v; want a rereadable token", challenge, err)
	}
	if challenge, err := second.Challenged(); err != nil || challenge.Rereadable {
		t.Errorf("rereadable %t, %v, although the token has just changed", challenge.Rereadable, err)
	}
	w.ForgetRequests()
	w.Must(second.Explain())
	w.WantCount(tokenRequest, 0) // which would replace the published one
}

// The answer is there when the run is interrupted, and not yet read.
func TestWriteThatWasUnderWayWhenInterruptedIsLearned(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(t *testing.T, w *world) {
		p := w.life().Bring(service.StateVerified)
		ctx, cancel := context.WithCancel(t.Context())
		w.Interrupt(claimRequest, servicetest.Answered, cancel)
		p = p.Anew()
		w.Must(p.Under(ctx).Claim())
		p.WantRead(service.StateClaimed)
	})
}

func TestInterruptedReadingSaysWhatWebexAnsweredUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	fault := servicetest.Always("", "status:503", `{"message":"Down for maintenance."}`)
	fault.RetryAfter = 30
	w.Fault(fault)
	ctx, cancel := context.WithCancel(t.Context())
	w.Pause = func(context.Context, time.Duration) error { // before the repetition
		cancel()
		<-t.Context().Done()
		return context.Canceled
	}
	err := w.Player().Under(ctx).TryRead()
	if typed := w.WantError(err, service.Interrupted, "interrupted", "Down for maintenance."); typed.Response.Status != 503 {
		t.Errorf("answer %+v, want the 503 that was being repeated", typed.Response)
	}
}

func TestInterruptedProbeNamesTheEntryThatMayBeLeftBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Fault(servicetest.Always(releaseRequest, "hang"))
	ctx, cancel := context.WithCancel(t.Context())
	w.Interrupt(releaseRequest, servicetest.Sent, cancel)
	err := w.Player().Under(ctx).TryRead()
	w.WantError(err, service.Interrupted, w.Snapshot().Organization.Pending[0], "left behind")
}

func TestEndOfTheContextBeforeTheFirstRequestIsAnErrorOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	p := w.Player()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := p.Service.(service.Lister).Domains(ctx, p.ID.OrganizationID)
	w.WantError(err, service.Interrupted, "interrupted")
	_, err = p.Service.(service.OrganizationReader).Organization(ctx, p.ID.OrganizationID)
	w.WantError(err, service.Interrupted, "interrupted")
}
