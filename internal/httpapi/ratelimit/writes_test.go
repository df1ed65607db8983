// SPDX-License-Identifier: MPL-2.0

package ratelimit_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

// write makes a write that takes a while, and returns when it was sent.
func write(ctx context.Context, t *testing.T, limiter *ratelimit.Limiter, takes time.Duration) (sent time.Time, err error) {
	done, err := limiter.WaitToWrite(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer done()
	sent = time.Now()
	pass(t, takes)
	return sent, nil
}

func TestWritesFollowEachOtherASecondAfterTheResponse(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{BetweenWrites: time.Second})
		begun := time.Now()
		var mu sync.Mutex
		var at []time.Duration
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				sent, err := write(t.Context(), t, limiter, 2*time.Second)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				at = append(at, sent.Sub(begun))
			})
		}
		all.Wait()
		if diff := cmp.Diff([]time.Duration{0, 3 * time.Second, 6 * time.Second}, at); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

func TestWritesNeedNoTurnWhereNoPauseIsWanted(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{})
		begun := time.Now()
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if sent, err := write(t.Context(), t, limiter, time.Minute); err != nil || !sent.Equal(begun) {
					t.Errorf("sent after %s, %v", sent.Sub(begun), err)
				}
			})
		}
		all.Wait()
	})
}

func TestWaitingWriteHoldsNoReadBack(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{PerMinute: 3, BetweenWrites: time.Second})
		begun := time.Now()
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if _, err := write(t.Context(), t, limiter, 5*time.Second); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		for range 2 {
			if err := limiter.Wait(t.Context()); err != nil || time.Since(begun) != 0 {
				t.Errorf("a read waited %s, %v", time.Since(begun), err)
			}
		}
		all.Wait()
		if took := time.Since(begun); took != window+5*time.Second {
			t.Errorf("the second write, for which the reads have left no budget, ended after %s", took)
		}
	})
}

func TestCancelledWriteLeavesItsTurnToTheNext(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{BetweenWrites: 10 * time.Second})
		begun := time.Now()
		ctx, cancel := context.WithTimeoutCause(t.Context(), 5*time.Second, errors.New("somebody pressed Ctrl-C"))
		defer cancel()
		var all sync.WaitGroup
		for _, writer := range []context.Context{t.Context(), ctx, ctx} {
			all.Go(func() {
				_, err := write(writer, t, limiter, 0)
				if want := writer.Err(); !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if took := time.Since(begun); took != 5*time.Second {
			t.Errorf("the waiting ended after %s", took)
		}
		if sent, err := write(t.Context(), t, limiter, 0); err != nil || sent.Sub(begun) != 10*time.Second {
			t.Errorf("the next one was sent after %s, %v", sent.Sub(begun), err)
		}
	})
}

func TestWriteFailsAtOnceWhereThePauseOfTheServiceIsTooLong(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{BetweenWrites: time.Second})
		done, err := limiter.WaitToWrite(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		limiter.Throttled(t.Context(), 403, time.Hour)
		begun := time.Now()
		var paused *ratelimit.PausedError
		for range 2 {
			// With the first one still under way, then with none.
			if _, err := limiter.WaitToWrite(t.Context()); !errors.As(err, &paused) || time.Since(begun) != 0 {
				t.Errorf("got %v after %s", err, time.Since(begun))
			}
			if done != nil {
				done()
				done = nil
			}
		}
	})
}
