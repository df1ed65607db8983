// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// Two answers about one domain that cross each other would be learned in the
// wrong order, and of two tokens one is dead.
func TestNothingIsSentForADomainWhileAnotherStepOfItIsUnderWay(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(context.Context, *webex.Adapter, service.DomainID, string) error{
		"challenge": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			_, err := adapter.Challenge(ctx, id, service.MethodDNSTXT)
			return err
		},
		"verify": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, token string) error {
			_, err := adapter.Verify(ctx, service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
			return err
		},
		"explain": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, token string) error {
			return adapter.Explain(ctx, id, service.MethodDNSTXT, token)
		},
		"claim": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Claim(ctx, service.ClaimRequest{ID: id})
		},
		"unclaim": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Unclaim(ctx, id)
		},
		"release": func(ctx context.Context, adapter *webex.Adapter, id service.DomainID, _ string) error {
			return adapter.Release(ctx, service.ReleaseRequest{ID: id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, unreadable)
			id := w.id("life." + zone)
			late := holdBack("/verifyDomain", id.Domain)
			adapter := w.adapterVia(t, late)
			token := w.makePending(t, adapter, id)
			done := make(chan error, 1)
			go func() { done <- verify(t, adapter, id, token) }()
			<-late.answered
			before := w.Writes()

			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			wantError(t, step(ctx, adapter, id, token), service.Interrupted, "the timeout expired")
			if sent := w.Writes() - before; sent != 0 {
				t.Errorf("%d writes were sent while another one was under way", sent)
			}
			close(late.released)
			must(t, <-done)
			w.wantState(t, id, service.StateVerified)
		})
	}
}

// The second of two waits for one domain finds it verified by the first.
func TestVerifyThatWaitedForAnotherOneOfItsDomainSendsNothing(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		id := w.id("life." + zone)
		late := holdBack("/verifyDomain", id.Domain)
		adapter := w.adapterVia(t, late)
		token := w.makePending(t, adapter, id)
		done := make(chan error, 2)
		go func() { done <- verify(t, adapter, id, token) }()
		<-late.answered
		go func() { done <- verify(t, adapter, id, token) }()
		close(late.released)
		must(t, <-done)
		must(t, <-done)
		if n := len(w.bodies("verifyDomain")); n != 1 {
			t.Errorf("%s: %d verify calls, want one", reading, n)
		}
	}
}

func TestVerifyOfAVerifiedDomainIsSentWhereItHasToBeReserved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading, governmental)
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makeVerified(t, adapter, id)
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token, Reserve: true})
	must(t, err)
	w.wantLists(t, "pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
}

// What was seen once is no promise: the next domain may show the contrary.
func TestTokenThatChangesAfterAnEqualOneEndsTheTrustInTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	adapter, first, second := w.adapter(t), w.ID(0), w.ID(1)
	w.makePending(t, adapter, first) // it is asked about twice, with equal answers
	w.set(t, webexsim.SwitchTokenRepeat, "new")
	if challenge, err := adapter.Challenge(t.Context(), second, service.MethodDNSTXT); err != nil || !challenge.Rereadable {
		t.Fatalf("%+v, %v; want a rereadable token", challenge, err)
	}
	challenge, err := adapter.Challenge(t.Context(), second, service.MethodDNSTXT)
	if err != nil || challenge.Rereadable {
		t.Errorf("rereadable %t, %v, although the token has just changed", challenge.Rereadable, err)
	}
	before := w.count("/getDomainVerificationToken")
	must(t, adapter.Explain(t.Context(), second, service.MethodDNSTXT, challenge.Token))
	if asked := w.count("/getDomainVerificationToken") - before; asked != 0 {
		t.Errorf("the token was asked for %d times more, which replaces the published one", asked)
	}
}
