// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/workos"
)

// The steps that stories are made of. Each fails the test when it fails.

func (w *world) makePending(t *testing.T, adapter *workos.Adapter, id service.DomainID) (token string) {
	t.Helper()
	added, err := adapter.Add(t.Context(), id)
	must(t, err)
	publication, err := adapter.Publication(t.Context(), id, service.MethodDNSTXT, added.Token(service.MethodDNSTXT))
	must(t, err)
	w.Publish(t, publication)
	return added.Token(service.MethodDNSTXT)
}

func (w *world) makeVerified(t *testing.T, adapter *workos.Adapter, id service.DomainID) (token string) {
	t.Helper()
	token = w.makePending(t, adapter, id)
	w.untilVerified(t, adapter, id, token)
	return token
}

// untilVerified does what a wait does.
func (w *world) untilVerified(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) {
	t.Helper()
	if err := w.wait(t, adapter, id, token); err != nil {
		t.Fatal(err)
	}
	w.wantState(t, id, service.StateVerified)
}

func (w *world) wait(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) error {
	t.Helper()
	_, err := waiting{adapter, w}.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
	return err
}

func verify(t *testing.T, adapter *workos.Adapter, id service.DomainID, token string) (service.Domain, error) {
	t.Helper()
	return adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token})
}

func read(t *testing.T, adapter *workos.Adapter, id service.DomainID) service.Domain {
	t.Helper()
	domain, err := adapter.Read(t.Context(), id)
	must(t, err)
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
		if !strings.Contains(typed.Reason+"\n"+typed.Advice+"\n"+typed.Response.Message, word) {
			t.Errorf("reason %q, advice %q and answer %q, want the words %q", typed.Reason, typed.Advice, typed.Response.Message, word)
		}
	}
}

func (w *world) wantState(t *testing.T, id service.DomainID, want service.State) {
	t.Helper()
	if got := w.Truth(id); got != want {
		t.Errorf("%s is %s at the service, want %s", id, got, want)
	}
}

func (w *world) wantCount(t *testing.T, match string, want int) {
	t.Helper()
	if got := w.count(match); got != want {
		t.Errorf("%d requests %q, want %d", got, match, want)
	}
}

// answerOf returns the service's words in an error.
func answerOf(err error) service.Response {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed.Response
	}
	return service.Response{}
}
