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
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// queue sends n requests one after the other into the line and returns, when
// all have had their turn, whose turn came when.
func queue(t *testing.T, limiter *ratelimit.Limiter, n int) (order []int, at []time.Duration) {
	t.Helper()
	begun := time.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if err := limiter.Wait(t.Context()); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			order, at = append(order, i), append(at, time.Since(begun))
		})
		// Until each stands in line or is gone; the order of one minute's turns
		// is then that of coming.
		synctest.Wait()
	}
	all.Wait()
	return order, at
}

// window is a minute with room for requests that are slow on their way.
const window = time.Minute + 2*time.Second

func TestTurnsComeInTheOrderOfComing(t *testing.T) {
	virtually(t, func(t *testing.T) {
		order, at := queue(t, ratelimit.New(ratelimit.Config{PerMinute: 1}), 6)
		if diff := cmp.Diff([]int{0, 1, 2, 3, 4, 5}, order); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
		want := []time.Duration{0, window, 2 * window, 3 * window, 4 * window, 5 * window}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Errorf("times (-want +got):\n%s", diff)
		}
	})
}

func TestWholeBudgetIsUsedInEveryMinute(t *testing.T) {
	virtually(t, func(t *testing.T) {
		_, at := queue(t, ratelimit.New(ratelimit.Config{PerMinute: 20}), 100)
		for i, got := range at {
			if want := time.Duration(i/20) * window; got != want {
				t.Fatalf("turn %d came after %s, want %s", i, got, want)
			}
		}
	})
}

func TestBudgetOfNothingIsNoBudget(t *testing.T) {
	virtually(t, func(t *testing.T) {
		if _, at := queue(t, ratelimit.New(ratelimit.Config{}), 200); at[199] != 0 {
			t.Errorf("the last turn came after %s", at[199])
		}
	})
}

// The one asleep at the head, one in the middle, and then the line goes on as
// if they had never come.
func TestWhoIsCancelledInLineLeavesAtOnceAndCostsNoTurn(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{PerMinute: 1})
		if err := limiter.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		got := make([]time.Duration, 4)
		leave := make([]context.CancelFunc, 4)
		var all sync.WaitGroup
		for i := range got {
			ctx, cancel := context.WithCancel(t.Context())
			leave[i] = cancel
			all.Go(func() {
				err := limiter.Wait(ctx)
				if cancelled := i == 0 || i == 2; cancelled != errors.Is(err, context.Canceled) || !cancelled && err != nil {
					t.Errorf("%d got %v", i, err)
				}
				got[i] = time.Since(begun)
			})
			synctest.Wait()
		}
		pass(t, time.Second)
		leave[0]()
		leave[2]()
		all.Wait()
		leave[1]()
		leave[3]()
		if diff := cmp.Diff([]time.Duration{time.Second, window, time.Second, 2 * window}, got); diff != "" {
			t.Errorf("they were gone after (-want +got):\n%s", diff)
		}
	})
}

// A clock that jumps is exact as well, because only the head of the line
// sleeps.
func TestClockThatJumpsIsMovedByTheHeadAlone(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	limiter := ratelimit.New(ratelimit.Config{PerMinute: 20, Now: clock.Now, Sleep: clock.Sleep})
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if err := limiter.Wait(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if diff := cmp.Diff([]time.Duration{window, window, window, window}, clock.Sleeps()); diff != "" {
		t.Errorf("sleeps (-want +got):\n%s", diff)
	}
}
