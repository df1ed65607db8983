// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
