// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// The steps that stories are made of. Each fails the test when it fails.

func (w *world) makePending(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	if _, err := adapter.Add(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	challenge, err := adapter.Challenge(t.Context(), id, service.MethodDNSTXT)
	if err != nil {
		t.Fatal(err)
	}
	w.Publish(t, challenge.Publication)
	return challenge.Token
}

func (w *world) makeVerified(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makePending(t, adapter, id)
	if err := verify(t, adapter, id, token); err != nil {
		t.Fatal(err)
	}
	return token
}

func (w *world) makeClaimed(t *testing.T, adapter *webex.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makeVerified(t, adapter, id)
	if err := claim(t, adapter, id); err != nil {
		t.Fatal(err)
	}
	return token
}

func verify(t *testing.T, adapter *webex.Adapter, id service.DomainID, token string) error {
	t.Helper()
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	return err
}

func claim(t *testing.T, adapter *webex.Adapter, id service.DomainID) error {
	t.Helper()
	return adapter.Claim(t.Context(), service.ClaimRequest{ID: id})
}

func read(t *testing.T, adapter *webex.Adapter, id service.DomainID) service.Domain {
	t.Helper()
	domain, err := adapter.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return domain
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError holds err to a class and to words of its reason or advice.
func wantError(t *testing.T, err error, class service.Class, words ...string) {
	t.Helper()
	var typed *service.Error
	if !errors.As(err, &typed) || typed.Class != class {
		t.Errorf("got %v, want the class %q", err, class)
		return
	}
	for _, word := range words {
		if !strings.Contains(typed.Reason+"\n"+typed.Advice, word) {
			t.Errorf("reason %q and advice %q, want the words %q", typed.Reason, typed.Advice, word)
		}
	}
}

// wantLists compares what the organization has in truth.
func (w *world) wantLists(t *testing.T, want string) {
	t.Helper()
	o := w.Webex.Snapshot().Organization
	got := fmt.Sprintf("pending=%v verified=%v claimed=%v reserved=%v", o.Pending, o.Verified, o.Claimed, o.Reserved)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("at the service (-want +got):\n%s", diff)
	}
}

const nothing = "pending=[] verified=[] claimed=[] reserved=[]"

func (w *world) wantState(t *testing.T, id service.DomainID, want service.State) {
	t.Helper()
	if got := w.Truth(id); got != want {
		t.Errorf("%s is %s at the service, want %s", id, got, want)
	}
}
