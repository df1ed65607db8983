// SPDX-License-Identifier: MPL-2.0

package ratelimit_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

func TestPauseHoldsBackEverybodyAndThenTheBudgetGoesOn(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{PerMinute: 2})
		limiter.Throttled(t.Context(), 429, 40*time.Second)
		_, at := queue(t, limiter, 5)
		want := []time.Duration{40 * time.Second, 40 * time.Second, 40*time.Second + window, 40*time.Second + window, 40*time.Second + 2*window}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Errorf("turns (-want +got):\n%s", diff)
		}
	})
}

func TestPauseThatBeginsWhileTheHeadSleepsHoldsItBackToo(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{})
		limiter.Throttled(t.Context(), 429, 10*time.Second)
		begun := time.Now()
		done := make(chan time.Duration)
		go func() {
			if err := limiter.Wait(t.Context()); err != nil {
				t.Error(err)
			}
			done <- time.Since(begun)
		}()
		synctest.Wait()
		pass(t, 5*time.Second)
		limiter.Throttled(t.Context(), 429, 30*time.Second)
		if got := <-done; got != 35*time.Second {
			t.Errorf("the turn came after %s, want 35s", got)
		}
	})
}

func TestUnnamedPausesDoubleUpToTenMinutesUntilASuccess(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{})
		var got []time.Duration
		throttled := func() {
			pause := limiter.Throttled(t.Context(), 429, 0)
			got = append(got, pause)
			pass(t, pause)
		}
		for range 6 {
			throttled()
		}
		limiter.Succeeded()
		throttled()
		minute := time.Minute
		if diff := cmp.Diff([]time.Duration{minute, 2 * minute, 4 * minute, 8 * minute, 10 * minute, 10 * minute, minute}, got); diff != "" {
			t.Errorf("pauses (-want +got):\n%s", diff)
		}
	})
}

// Ten requests under way at once are throttled at once; one that was handled
// before them may be the last to come back.
func TestAnswersThatComeDuringAPauseAreOfAttemptsBeforeIt(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{})
		limiter.Throttled(t.Context(), 429, 0)
		pass(t, 10*time.Second)
		if left := limiter.Throttled(t.Context(), 429, 0); left != 50*time.Second {
			t.Errorf("an echo of the throttle made it last %s more, want 50s", left)
		}
		limiter.Succeeded()
		pass(t, 50*time.Second)
		if next := limiter.Throttled(t.Context(), 429, 0); next != 2*time.Minute {
			t.Errorf("the next pause is %s, want twice the first", next)
		}
	})
}

func TestNamedPauseIsObeyedAndNeverShortensAnother(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{})
		for _, step := range []struct{ named, want time.Duration }{
			{20 * time.Second, 20 * time.Second}, {5 * time.Second, 20 * time.Second}, {20 * time.Minute, 20 * time.Minute},
		} {
			if got := limiter.Throttled(t.Context(), 429, step.named); got != step.want {
				t.Errorf("named %s: the pause is %s, want %s", step.named, got, step.want)
			}
		}
	})
}

// Those in line as well as those who come, and the one at the head.
func TestNobodyWaitsForAPauseOfMoreThanAMinute(t *testing.T) {
	virtually(t, func(t *testing.T) {
		limiter := ratelimit.New(ratelimit.Config{Service: "acme"})
		limiter.Throttled(t.Context(), 429, 30*time.Second)
		begun := time.Now()
		type left struct{ After, Left time.Duration }
		done := make(chan left, 3)
		wait := func() {
			var paused *ratelimit.PausedError
			if err := limiter.Wait(t.Context()); !errors.As(err, &paused) || paused.Service != "acme" {
				t.Errorf("got %v", err)
				return
			}
			done <- left{time.Since(begun), paused.Left}
		}
		go wait()
		synctest.Wait()
		go wait()
		synctest.Wait()
		pass(t, 10*time.Second)
		limiter.Throttled(t.Context(), 429, 10*time.Minute)
		wait()
		want := []left{
			{10 * time.Second, 10 * time.Minute},
			{30 * time.Second, 10*time.Minute - 20*time.Second},
			{30 * time.Second, 10*time.Minute - 20*time.Second},
		}
		if diff := cmp.Diff(want, []left{<-done, <-done, <-done}); diff != "" {
			t.Errorf("they were sent away (-want +got):\n%s", diff)
		}
		pass(t, 9*time.Minute)
		if err := limiter.Wait(t.Context()); err != nil || time.Since(begun) != 10*time.Minute+10*time.Second {
			t.Errorf("the turn came after %s, %v; want the end of the pause", time.Since(begun), err)
		}
	})
}
