// SPDX-License-Identifier: MPL-2.0

package poll_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

var policy = poll.Policy{Interval: 2 * time.Second, MaxInterval: 4 * time.Second, Timeout: 10 * time.Second}

func TestUntilWaitsLongerEachTimeUpToTheMaximum(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	attempts := 0
	err := poll.Until(t.Context(), policy, clock, func(context.Context) (poll.Progress, error) {
		attempts++
		return poll.Progress{Done: attempts == 4, Reason: "not yet"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []time.Duration{2 * time.Second, 3 * time.Second, 4 * time.Second}
	if diff := cmp.Diff(want, clock.Sleeps()); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
}

func TestUntilLooksOnceMoreAtTheDeadlineAndKeepsTheLastReason(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	err := poll.Until(t.Context(), policy, clock, func(context.Context) (poll.Progress, error) {
		return poll.Progress{Reason: "ns2 has no record at " + clock.Now().Format("05")}, nil
	})
	var stopped *poll.StoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	want := &poll.StoppedError{Waited: 10 * time.Second, Attempts: 5, LastReason: "ns2 has no record at 10", Cause: context.DeadlineExceeded}
	if diff := cmp.Diff(want.Error(), stopped.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestUntilObeysRetryAfterInPlaceOfItsOwnPause(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	attempts := 0
	err := poll.Until(t.Context(), policy, clock, func(context.Context) (poll.Progress, error) {
		attempts++
		return poll.Progress{Done: attempts == 2, RetryAfter: 7 * time.Second}, nil
	})
	if diff := cmp.Diff([]time.Duration{7 * time.Second}, clock.Sleeps()); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestUntilEndsAtOnceOnAnError(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	held := errors.New("held elsewhere")
	err := poll.Until(t.Context(), policy, clock, func(context.Context) (poll.Progress, error) { return poll.Progress{}, held })
	if !errors.Is(err, held) || len(clock.Sleeps()) != 0 {
		t.Errorf("got %v after %v", err, clock.Sleeps())
	}
}

func TestUntilStopsOnCancellationWithTheReasonSeenBefore(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	attempts := 0
	err := poll.Until(ctx, policy, &polltest.Clock{}, func(ctx context.Context) (poll.Progress, error) {
		if attempts++; attempts == 2 {
			cancel()
			return poll.Progress{}, ctx.Err()
		}
		return poll.Progress{Reason: "no record"}, nil
	})
	var stopped *poll.StoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.Canceled) || stopped.LastReason != "no record" {
		t.Errorf("got %v", err)
	}
}

func TestSystemClockWakesOnCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (poll.SystemClock{}).Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUntilToldByItsOnlyAttemptWhatItWasDoingSaysThat(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	err := poll.Until(ctx, policy, &polltest.Clock{}, func(ctx context.Context) (poll.Progress, error) {
		cancel()
		return poll.Progress{Reason: "the service had not answered yet"}, ctx.Err()
	})
	var stopped *poll.StoppedError
	if !errors.As(err, &stopped) || stopped.LastReason != "the service had not answered yet" {
		t.Errorf("got %v", err)
	}
}
