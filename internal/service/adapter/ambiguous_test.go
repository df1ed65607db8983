// SPDX-License-Identifier: MPL-2.0

package adapter_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

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
		"a write in line":   {httpapi.InterruptedError{Cause: context.Canceled, Unsent: true}, "interrupted before the request was sent", 0, false},
		"a timeout in line": {httpapi.InterruptedError{Cause: context.DeadlineExceeded, Unsent: true}, "timeout expired before the request was sent", 0, false},
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
		if !errors.Is(err, c.cut.Cause) || err.Advice == "" {
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

func TestSettledWriteIsRepeatedOnlyWhereItIsShownNotToBeApplied(t *testing.T) {
	t.Parallel()
	lost := &httpapi.StatusError{Status: 503}
	cut := &httpapi.InterruptedError{Cause: context.Canceled}
	unsent := &httpapi.TransportError{Err: errors.New("no route to host")}
	for name, c := range map[string]struct {
		// writes are the errors of the attempts, shown what the readings show.
		writes           []error
		shown            []any
		applied, isError bool
		ambiguous        bool
	}{
		"applied at once":           {writes: []error{nil}},
		"refused":                   {writes: []error{&httpapi.StatusError{Status: 400}}, isError: true},
		"not sent":                  {writes: []error{unsent}, isError: true},
		"lost and applied":          {writes: []error{lost}, shown: []any{true}, applied: true},
		"lost and repeated":         {writes: []error{lost, nil}, shown: []any{false}},
		"lost twice and applied":    {writes: []error{lost, lost}, shown: []any{false, true}, applied: true},
		"lost twice":                {writes: []error{lost, lost}, shown: []any{false, false}, isError: true},
		"lost, reading fails":       {writes: []error{lost}, shown: []any{&service.Error{Class: service.Transient}}, isError: true, ambiguous: true},
		"lost, reading is refused":  {writes: []error{lost}, shown: []any{&service.Error{Class: service.Denied}}, isError: true},
		"lost and then interrupted": {writes: []error{lost, cut}, shown: []any{false}, isError: true, ambiguous: true},
		"lost and then not sent":    {writes: []error{lost, unsent}, shown: []any{false}, isError: true, ambiguous: true},
		"lost and then refused":     {writes: []error{lost, &httpapi.StatusError{Status: 400}}, shown: []any{false}, isError: true},
	} {
		writes, readings := 0, 0
		applied, err := acme().Settle(t.Context(), operation, func(again bool) (bool, error) {
			writes++
			if again != (writes == 2) {
				t.Errorf("%s: write %d is told again = %v", name, writes, again)
			}
			return httpapi.Ambiguous(c.writes[writes-1]), c.writes[writes-1]
		}, func() (bool, error) {
			readings++
			if err, ok := c.shown[readings-1].(error); ok {
				return false, err
			}
			return c.shown[readings-1].(bool), nil
		})
		if err != nil {
			err = acme().Failure(t.Context(), operation, err)
		}
		if writes != len(c.writes) || readings != len(c.shown) || applied != c.applied || (err != nil) != c.isError || adapter.IsAmbiguous(err) != c.ambiguous {
			t.Errorf("%s: %v, %v after %d writes and %d readings", name, applied, err, writes, readings)
		}
	}
}

// Some services throttle by 503, so that a repetition at once fails as well.
func TestLostCallIsRepeatedWhenTheServiceWantsIt(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*adapter.Vendor, context.Context, func(again bool) error) error{
		"settled": func(v *adapter.Vendor, ctx context.Context, call func(bool) error) error {
			_, err := v.Settle(ctx, operation, func(again bool) (bool, error) {
				err := call(again)
				return err != nil, err
			}, func() (bool, error) { return false, nil })
			return err
		},
		"repeated": func(v *adapter.Vendor, ctx context.Context, call func(bool) error) error {
			again := false
			_, err := v.Repeat(ctx, func() error {
				defer func() { again = true }()
				return call(again)
			})
			return err
		},
	}
	for name, way := range ways {
		for named, want := range map[time.Duration][]time.Duration{0: {0, 0}, 20 * time.Second: {0, 20 * time.Second}, time.Hour: {0}} {
			var slept time.Duration
			vendor := acme()
			vendor.Sleep = func(_ context.Context, pause time.Duration) error {
				slept += pause
				return nil
			}
			sleptBefore := []time.Duration{}
			err := way(vendor, t.Context(), func(again bool) error {
				sleptBefore = append(sleptBefore, slept)
				if again {
					return nil
				}
				return &httpapi.StatusError{Status: http.StatusServiceUnavailable, RetryAfter: named}
			})
			if isRepeated := len(want) == 2; (err == nil) != isRepeated || !slices.Equal(sleptBefore, want) {
				t.Errorf("%s, %s: %v, %v", name, named, sleptBefore, err)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		vendor := acme()
		vendor.Sleep = func(ctx context.Context, _ time.Duration) error {
			cancel()
			return context.Cause(ctx)
		}
		err := vendor.Failure(ended, operation, way(vendor, ended, func(bool) error {
			return &httpapi.StatusError{Status: http.StatusServiceUnavailable, RetryAfter: time.Second}
		}))
		if !adapter.IsAmbiguous(err) || service.ClassOf(err) != service.Interrupted {
			t.Errorf("%s: the run was interrupted in the pause: %v", name, err)
		}
	}
}

func TestRepeatedCallThatIsInterruptedStaysAmbiguousAndNamesTheFirstResponse(t *testing.T) {
	t.Parallel()
	calls := []error{&httpapi.StatusError{Status: 503}, &httpapi.InterruptedError{Cause: context.Canceled}}
	made := 0
	again, err := acme().Repeat(t.Context(), func() error { made++; return calls[made-1] })
	failure := typed(t, acme().Failure(t.Context(), operation, err))
	if !again || made != 2 || !failure.Ambiguous || failure.Response.Status != 503 {
		t.Errorf("%d calls: %+v", made, failure)
	}
	if again, err := acme().Repeat(t.Context(), func() error { return &httpapi.StatusError{Status: 400} }); again || adapter.StatusOf(err) != 400 {
		t.Errorf("a refusal is repeated: %v", err)
	}
}
