// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func TestInterruptionSaysWhatWasSeenUntilThen(t *testing.T) {
	t.Parallel()
	refused := &httpapi.StatusError{Status: 503}
	for name, c := range map[string]struct {
		cut       httpapi.InterruptedError
		says      string
		status    int
		ambiguous bool
	}{
		"nothing":           {httpapi.InterruptedError{Cause: context.Canceled}, "interrupted before Acme responded", 0, false},
		"the timeout":       {httpapi.InterruptedError{Cause: context.DeadlineExceeded}, "timeout expired before Acme responded", 0, false},
		"a refusal":         {httpapi.InterruptedError{Cause: context.Canceled, Last: refused}, "last response to an earlier attempt", 503, false},
		"no token":          {httpapi.InterruptedError{Cause: context.Canceled, Last: &httpapi.TokenError{Refused: refused}}, "no access token could be obtained", 503, false},
		"a broken line":     {httpapi.InterruptedError{Cause: context.Canceled, Last: errors.New("broken pipe")}, "the last attempt failed: broken pipe", 0, false},
		"a write under way": {httpapi.InterruptedError{Cause: context.Canceled, Sent: true}, "may or may not have been applied", 0, true},
	} {
		err := typed(t, acme().Failure(t.Context(), operation, &c.cut))
		if err.Class != service.Interrupted || !strings.Contains(err.Reason, c.says) || err.Response.Status != c.status || adapter.IsAmbiguous(err) != c.ambiguous {
			t.Errorf("%s: %+v", name, err)
		}
		if !errors.Is(err, c.cut.Cause) || err.Advice == "" || !adapter.IsInterrupted(err) {
			t.Errorf("%s: %+v lacks the cause or the advice", name, err)
		}
	}
}

func TestOutcomeStaysAmbiguousOnlyWhereNoReadingHasShownIt(t *testing.T) {
	t.Parallel()
	for class, ambiguous := range map[service.Class]bool{
		service.Interrupted: true, service.Transient: true,
		service.Denied: false, service.Blocked: false, service.Throttled: false,
	} {
		shared := &service.Error{Class: class, Reason: "no"}
		err := acme().AfterAmbiguous(t.Context(), operation, shared)
		if adapter.IsAmbiguous(err) != ambiguous || shared.Ambiguous || shared.Reason != "no" {
			t.Errorf("%s: %v, and the shared error is %+v", class, err, shared)
		}
		if again := acme().AfterAmbiguous(t.Context(), operation, err); again.Error() != err.Error() {
			t.Errorf("%s: it is said twice: %v", class, again)
		}
	}
	if err := acme().AfterAmbiguous(t.Context(), operation, nil); err != nil {
		t.Errorf("nothing became %v", err)
	}
}
