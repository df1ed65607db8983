// SPDX-License-Identifier: MPL-2.0

package poll_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// Invariant 12: the machine's time is not asked. The last attempt is made right
// at the deadline, and counts.
func TestContextEndsWhenItsClockIsPastTheDeadline(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	ctx, cancel := poll.WithTimeout(t.Context(), clock, time.Hour)
	defer cancel()
	inner, cancelInner := poll.WithTimeout(ctx, clock, 2*time.Hour)
	defer cancelInner()
	for _, ctx := range []context.Context{ctx, inner} {
		if at, ok := poll.Deadline(ctx); !ok || at != clock.Now().Add(time.Hour) {
			t.Errorf("it ends at %s, %v", at, ok)
		}
	}
	if err := clock.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := poll.Ended(inner, clock); err != nil || ctx.Err() != nil {
		t.Errorf("right at the deadline: %v", err)
	}
	if err := clock.Sleep(t.Context(), time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	for _, ctx := range []context.Context{ctx, inner} {
		if err := poll.Ended(ctx, clock); !errors.Is(err, context.DeadlineExceeded) || ctx.Err() == nil {
			t.Errorf("past the deadline: %v", err)
		}
	}
}

func TestContextThatIsCancelledEndsForItsCause(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	outer, interrupt := context.WithCancel(t.Context())
	ctx, cancel := poll.WithTimeout(outer, clock, time.Hour)
	defer cancel()
	if err := poll.Ended(ctx, clock); err != nil {
		t.Errorf("a context that goes on: %v", err)
	}
	interrupt()
	if err := poll.Ended(ctx, clock); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, ok := poll.Deadline(t.Context()); ok {
		t.Error("a context without a timeout has a deadline")
	}
}

// Time is the machine's here, as in use.
func TestAttemptThatIsMadeAtTheDeadlineIsCompleted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := poll.SystemClock{}
		ctx, cancel := poll.WithTimeout(t.Context(), clock, 5*time.Minute)
		defer cancel()
		began := clock.Now()
		var attempts []time.Duration
		err := poll.Until(ctx, poll.Policy{Interval: 2 * time.Minute, MaxInterval: 2 * time.Minute, Timeout: 5 * time.Minute}, clock, func(ctx context.Context) (poll.Progress, error) {
			attempts = append(attempts, clock.Now().Sub(began))
			if err := clock.Sleep(ctx, time.Second); err != nil { // the request
				return poll.Progress{}, err
			}
			return poll.Progress{Done: len(attempts) == 4, Reason: "not yet"}, nil
		})
		if err != nil || attempts[len(attempts)-1] != 5*time.Minute {
			t.Errorf("attempts after %v: %v", attempts, err)
		}
	})
}

// Invariant 13.
func TestCallThatHangsEndsWithTheTimeout(t *testing.T) {
	t.Parallel()
	ctx, cancel := poll.WithTimeout(t.Context(), poll.SystemClock{}, time.Millisecond)
	defer cancel()
	<-ctx.Done()
	if err := poll.Ended(ctx, poll.SystemClock{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
