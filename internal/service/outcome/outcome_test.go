// SPDX-License-Identifier: MPL-2.0

package outcome_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

func read(refused *httpapi.StatusError) service.Response {
	return service.Response{Status: refused.Status}
}

func TestInterruptionSaysWhatWasSeenUntilThen(t *testing.T) {
	t.Parallel()
	refused := &httpapi.StatusError{Status: 503}
	for name, c := range map[string]struct {
		cut    httpapi.InterruptedError
		says   string
		status int
		open   bool
	}{
		"nothing":           {httpapi.InterruptedError{Cause: context.Canceled}, "interrupted before Acme answered", 0, false},
		"time is up":        {httpapi.InterruptedError{Cause: context.DeadlineExceeded}, "time for it ran out before Acme answered", 0, false},
		"a refusal":         {httpapi.InterruptedError{Cause: context.Canceled, Last: refused}, "anything but what is shown here", 503, false},
		"no token":          {httpapi.InterruptedError{Cause: context.Canceled, Last: &httpapi.TokenError{Refused: refused}}, "no access token could be had", 503, false},
		"a broken line":     {httpapi.InterruptedError{Cause: context.Canceled, Last: errors.New("broken pipe")}, "the last attempt failed: broken pipe", 0, false},
		"a write under way": {httpapi.InterruptedError{Cause: context.Canceled, Sent: true}, "whether it had its effect is not known", 0, true},
	} {
		err := outcome.Interrupted("Acme", "add the domain acme.test", &c.cut, read)
		if err.Class != service.Interrupted || !strings.Contains(err.Reason, c.says) || err.Response.Status != c.status || outcome.IsAmbiguous(err) != c.open {
			t.Errorf("%s: %+v", name, err)
		}
		if !errors.Is(err, c.cut.Cause) || err.Advice == "" {
			t.Errorf("%s: %+v lacks the cause or the advice", name, err)
		}
	}
}

func TestOutcomeStaysOpenOnlyWhereNoLookHasSettledIt(t *testing.T) {
	t.Parallel()
	for class, open := range map[service.Class]bool{
		service.Interrupted: true, service.Transient: true,
		service.Denied: false, service.Blocked: false, service.Throttled: false,
	} {
		shared := &service.Error{Class: class, Reason: "no"}
		err := outcome.AfterAmbiguous(shared)
		if outcome.IsAmbiguous(err) != open || shared.Ambiguous || shared.Reason != "no" {
			t.Errorf("%s: %v, and the shared error is %+v", class, err, shared)
		}
		if again := outcome.AfterAmbiguous(err); again.Error() != err.Error() {
			t.Errorf("%s: it is said twice: %v", class, again)
		}
	}
	if err := outcome.AfterAmbiguous(nil); err != nil {
		t.Errorf("nothing became %v", err)
	}
}
