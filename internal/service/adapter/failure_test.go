// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const operation = "add the domain acme.test"

func typed(t *testing.T, err error) *service.Error {
	t.Helper()
	found, ok := errors.AsType[*service.Error](err)
	if !ok {
		t.Fatalf("%v is no error of package service", err)
	}
	return found
}

func TestFailureHasTheClassOfWhatHappened(t *testing.T) {
	t.Parallel()
	refused := func(status int) *httpapi.StatusError { return &httpapi.StatusError{Status: status} }
	for name, c := range map[string]struct {
		err    error
		class  service.Class
		reason string
	}{
		"a refusal":              {refused(http.StatusForbidden), service.Denied, "forbidden"},
		"a rate limit of before": {&ratelimit.PausedError{Left: 90 * time.Second}, service.Throttled, "another 1m30s"},
		"no token":               {&httpapi.TokenError{Host: "id.acme.test", Err: errors.New("no route")}, service.Transient, "id.acme.test"},
		"a broken connection":    {&httpapi.TransportError{Err: errors.New("reset")}, service.Transient, "cannot be reached"},
		"a canceled request":     {&httpapi.InterruptedError{Cause: context.Canceled}, service.Interrupted, "interrupted before Acme responded"},
		"something else":         {errors.New("odd"), service.Transient, "cannot be reached"},
	} {
		got := typed(t, acme().Failure(t.Context(), operation, c.err))
		if got.Class != c.class || got.Operation != operation || !strings.Contains(got.Reason, c.reason) || got.Advice == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A request of its own time limit is no end of the run.
func TestFailureIsAnInterruptionOnlyWhereTheContextHasEnded(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got := typed(t, acme().Failure(ended, operation, context.Canceled)); got.Class != service.Interrupted || got.Ambiguous {
		t.Errorf("the context has ended: %+v", got)
	}
	if got := typed(t, acme().Failure(t.Context(), operation, &httpapi.TransportError{Err: context.DeadlineExceeded})); got.Class != service.Transient {
		t.Errorf("the context goes on: %+v", got)
	}
}

func TestFailureCopiesAnErrorThatOthersShare(t *testing.T) {
	t.Parallel()
	shared := &service.Error{Class: service.Denied, Reason: "no", Advice: "Ask."}
	got := typed(t, acme().Failure(t.Context(), operation, shared))
	got.Advice += " And wait."
	if shared.Advice != "Ask." {
		t.Errorf("the shared error was changed: %+v", shared)
	}
}

func TestRefusalKeepsTheResponseAndWhatInterruptedTheRequest(t *testing.T) {
	t.Parallel()
	meaning := adapter.Meaning{Class: service.HeldElsewhere, Reason: "held", Advice: "Ask them."}
	got := acme().Refusal(t.Context(), operation, &httpapi.StatusError{Status: http.StatusConflict, Body: []byte("taken")}, meaning)
	if got.Class != service.HeldElsewhere || got.Reason != "held" || got.Response.Message != "taken" {
		t.Errorf("a refusal: %+v", got)
	}
	if got := acme().Refusal(t.Context(), operation, &httpapi.InterruptedError{Cause: context.Canceled}, meaning); got.Class != service.Interrupted {
		t.Errorf("an interruption: %+v", got)
	}
}

func TestTokenFailureCarriesTheResponseOfTheTokenEndpoint(t *testing.T) {
	t.Parallel()
	vendor := acme()
	vendor.TokenFailure = func(failure *service.Error, _ *httpapi.TokenError) { failure.Reason += "." }
	got := typed(t, vendor.Failure(t.Context(), operation, &httpapi.TokenError{Host: "id.acme.test", Refused: &httpapi.StatusError{Status: 400, Body: []byte("invalid_client")}}))
	if got.Class != service.Denied || got.Response.Message != "invalid_client" || got.Cause != nil || !strings.HasSuffix(got.Reason, ".") {
		t.Errorf("%+v", got)
	}
}

func TestTokenFailureIsADenialOnlyWhereTheRefusalIsForGood(t *testing.T) {
	t.Parallel()
	for class, all := range map[service.Class][]*httpapi.StatusError{
		service.Denied:    {{Status: 400}, {Status: 401}, {Status: 404}, {Status: 302}, {Status: 200, Kind: httpapi.Refused}, {Status: 500, Kind: httpapi.Refused}},
		service.Throttled: {{Status: 429}, {Status: 403, Kind: httpapi.Throttled}},
		service.Transient: {nil, {Status: 408}, {Status: 500}, {Status: 200, Kind: httpapi.Failed}},
	} {
		for _, refused := range all {
			got := typed(t, acme().Failure(t.Context(), operation, &httpapi.TokenError{Host: "id.acme.test", Refused: refused, Err: errors.New("no route")}))
			if got.Class != class {
				t.Errorf("%+v: %s, want %s", refused, got.Class, class)
			}
		}
	}
}
