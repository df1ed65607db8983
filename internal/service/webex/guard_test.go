// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// The ways in which the administrators' domain is known.
func adminKnowledge() map[string]func(*world) {
	return map[string]func(*world){
		"configured":     func(w *world) { w.values["admin_domain"] = "Acme.TEST." },
		"from people/me": func(*world) {},
	}
}

func TestVerifyingBeforeTheAdministratorsDomainIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	for name, know := range adminKnowledge() {
		for _, reading := range []mode{probing, listsReading} {
			w := newWorld(t, reading)
			know(w)
			adapter, other := w.adapter(t), w.id("life."+zone)
			notice, err := adapter.GuardVerify(t.Context(), other)
			wantError(t, err, service.Blocked, adminDomain, "depends_on", "No request was made")
			if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != 0 || notice != "" {
				t.Errorf("%s: notice %q, error %+v; want neither a notice nor a time", name, notice, err)
			}
			w.makeVerified(t, adapter, w.id(adminDomain))
			for _, process := range []*webex.Adapter{adapter, w.adapter(t)} {
				if notice, err := process.GuardVerify(t.Context(), other); notice != "" || err != nil {
					t.Errorf("%s, %s, afterwards: %q, %v", name, reading, notice, err)
				}
			}
		}
	}
}

func TestBlockedVerificationWaitsWhileTheAdministratorsDomainIsUnderWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	adapter, admin := w.adapter(t), w.id(adminDomain)
	w.makePending(t, adapter, admin)
	if notice, err := adapter.GuardVerify(t.Context(), admin); notice != "" || err != nil {
		t.Errorf("the administrators' own domain: %q, %v", notice, err)
	}
	_, err := adapter.GuardVerify(t.Context(), w.id("life."+zone))
	if typed := new(service.Error); !errors.As(err, &typed) || typed.Class != service.Blocked || typed.RetryAfter == 0 {
		t.Errorf("got %+v, want %s with a time to ask again", err, service.Blocked)
	}
	must(t, w.Webex.HoldElsewhere(adminDomain, true))
	wantError(t, verify(t, adapter, admin, "any"), service.HeldElsewhere)
	_, err = adapter.GuardVerify(t.Context(), w.id("life."+zone))
	if typed := new(service.Error); !errors.As(err, &typed) || typed.RetryAfter != 0 {
		t.Errorf("got %+v after a terminal failure, want no time to ask again", err)
	}
}

func TestReleasingTheAdministratorsDomainFirstIsBlockedWhereItShows(t *testing.T) {
	t.Parallel()
	for name, know := range adminKnowledge() {
		for _, reading := range []mode{probing, listsReading} {
			w := newWorld(t, reading)
			know(w)
			admin, other := w.id(adminDomain), w.id("life."+zone)
			w.makeVerified(t, w.adapter(t), admin)
			w.makeVerified(t, w.adapter(t), other)
			adapter := w.adapter(t)
			_, err := adapter.GuardRelease(t.Context(), admin)
			wantError(t, err, service.Blocked, other.Domain, "Release the others first")
			if notice, err := adapter.GuardRelease(t.Context(), other); notice != "" || err != nil {
				t.Errorf("%s, %s, another domain: %q, %v", name, reading, notice, err)
			}
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: other}))
			if notice, err := adapter.GuardRelease(t.Context(), admin); notice != "" || err != nil {
				t.Errorf("%s, %s, the last one: %q, %v", name, reading, notice, err)
			}
		}
	}
}

func TestVerifyGuardGivesOneNoticeWhereTheStateCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, know := range adminKnowledge() {
		w := newWorld(t, unreadable)
		know(w)
		adapter := w.adapter(t)
		wantOneNotice(t, "whether the administrators' own domain acme.test is verified", adapter.GuardVerify, w.ID(0), w.ID(1))
		if w.Writes() != 0 {
			t.Errorf("%d writes, want none", w.Writes())
		}
	}
}

func TestGuardGivesOneNoticeWhereTheAdministratorsDomainIsUnknown(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
		adapter := w.adapter(t)
		wantOneNotice(t, "Set admin_domain", adapter.GuardVerify, w.ID(0), w.ID(1))
		wantOneNotice(t, "Set admin_domain", adapter.GuardRelease, w.ID(0), w.ID(1))
		if n := w.count("/people/me"); n != 1 {
			t.Errorf("%d requests for the owner, want one", n)
		}
	}
}

type guard func(context.Context, service.DomainID) (string, error)

func wantOneNotice(t *testing.T, words string, ask guard, first, second service.DomainID) {
	t.Helper()
	notice, err := ask(t.Context(), first)
	if err != nil || !strings.Contains(notice, words) {
		t.Errorf("first: %q, %v; want a notice with %q", notice, err, words)
	}
	if notice, err := ask(t.Context(), second); err != nil || notice != "" {
		t.Errorf("second: %q, %v; want nothing", notice, err)
	}
}

// The accident itself, and that heeding the guard prevents it.
func TestHeedingTheGuardKeepsTheAdministratorIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.Webex.SetEnforcement(true)
	adapter, admin, other := w.adapter(t), w.id(adminDomain), w.id("life."+zone)
	_, err := adapter.GuardVerify(t.Context(), other)
	wantError(t, err, service.Blocked)
	w.makeVerified(t, adapter, admin)
	w.makeVerified(t, adapter, other)
	_, err = adapter.GuardRelease(t.Context(), admin)
	wantError(t, err, service.Blocked)
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: other}))
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: admin}))
	if w.Webex.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}

	careless := newWorld(t, listsReading)
	careless.Webex.SetEnforcement(true)
	id := careless.id("life." + zone)
	token := careless.makePending(t, careless.adapter(t), id)
	_ = verify(t, careless.adapter(t), id, token)
	if !careless.Webex.Snapshot().LockedOut {
		t.Error("the sandbox does not lock out: this test shows nothing")
	}
}

func TestWaitingForTheOwnersAddressObeysCancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	late := &heldBack{action: "/people/me", anyBody: true, answered: make(chan struct{}), released: make(chan struct{})}
	adapter := w.adapterVia(t, late)
	done := make(chan error, 1)
	go func() {
		_, err := adapter.GuardVerify(t.Context(), w.ID(0))
		done <- err
	}()
	<-late.answered
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := adapter.GuardVerify(ctx, w.ID(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the second: %v, want the context's cause", err)
	}
	close(late.released)
	must(t, <-done)
}
