// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// answers gives one after the other, and the last one for ever.
func answers(list ...error) func(context.Context, service.DomainID) (string, error) {
	return func(context.Context, service.DomainID) (string, error) {
		answer := list[0]
		if len(list) > 1 {
			list = list[1:]
		}
		return "", answer
	}
}

func blocked(reason string, retryAfter time.Duration) error {
	return &service.Error{Class: service.Blocked, Operation: "verify the domain b.test", Reason: reason, RetryAfter: retryAfter}
}

func await(ctx context.Context, clock poll.Clock, limit time.Duration, ask func(context.Context, service.DomainID) (string, error)) (GuardResult, error) {
	return New(Dependencies{Clock: clock}).AwaitGuard(ctx, Guard{Ask: ask, Limit: limit})
}

func TestGuardThatIsNotSurePassesWithItsNotice(t *testing.T) {
	t.Parallel()
	passed, err := await(t.Context(), &polltest.Clock{}, time.Minute, func(context.Context, service.DomainID) (string, error) { return "unsure", nil })
	if err != nil || passed.Notice != "unsure" {
		t.Errorf("%+v, %v", passed, err)
	}
}

func TestBlockedStepGivesUpWhenNothingChangesForTheGrace(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, err := await(t.Context(), clock, time.Hour, answers(blocked("acme.test is not verified", 0)))
	var lockout *LockoutError
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != guardGrace || !errors.As(err, &lockout) || lockout.Blocked.Reason != "acme.test is not verified" {
		t.Errorf("after %s: %v", waited, err)
	}
}

func TestOtherFailureOfAGuardIsNoLockout(t *testing.T) {
	t.Parallel()
	denied := &service.Error{Class: service.Denied, Operation: "release the domain a.test", Reason: "the token has expired"}
	_, err := await(t.Context(), &polltest.Clock{}, time.Hour, answers(denied))
	if _, ok := errors.AsType[*LockoutError](err); ok || !errors.Is(err, denied) {
		t.Errorf("got %v", err)
	}
}

func TestBlockedStepWaitsAsLongAsTheCauseIsWorkedOn(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, err := await(t.Context(), clock, 10*time.Minute, answers(blocked("acme.test is not verified", 2*time.Second)))
	if _, ok := errors.AsType[*LockoutError](err); !ok || clock.Now().Sub(time.Unix(0, 0)) != 10*time.Minute {
		t.Errorf("at %s: %v", clock.Now(), err)
	}
}

func TestBlockedStepGoesOnWhenTheWayIsClear(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, err := await(t.Context(), clock, time.Hour, answers(blocked("a", 0), blocked("b", 0), nil))
	if err != nil || len(clock.Sleeps()) != 2 {
		t.Errorf("%v after %v", err, clock.Sleeps())
	}
}

// A release or verification that could wait for the end of a rate limit does not fail
// because its guard has to read the organization first.
func TestRateLimitOfAGuardIsWaitedOutWithinTheLimitOfTheStep(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	limited := throttled(2 * time.Minute)
	if _, err := await(t.Context(), clock, 5*time.Minute, answers(limited, limited, nil)); err != nil || clock.Now().Sub(time.Unix(0, 0)) != 4*time.Minute {
		t.Errorf("%v at %s", err, clock.Now())
	}
	clock = &polltest.Clock{}
	if _, err := await(t.Context(), clock, time.Minute, answers(limited)); service.ClassOf(err) != service.Throttled || len(clock.Sleeps()) > 0 {
		t.Errorf("%v after the pauses %v, want the rate limit at once", err, clock.Sleeps())
	}
}

func TestInterruptedGuardSaysWhatItWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := &polltest.Clock{OnSleep: func(time.Duration) { cancel() }}
	_, err := await(ctx, clock, time.Hour, answers(blocked("acme.test is not verified", 0)))
	var stopped *GuardStoppedError
	if !errors.As(err, &stopped) || !errors.Is(err, context.Canceled) || stopped.LastReason != "acme.test is not verified" {
		t.Errorf("got %v", err)
	}
}

// A release that the configuration insists on goes on, and its own end is told.
func TestGuardThatIsOverriddenEndsNothing(t *testing.T) {
	t.Parallel()
	for overridden, want := range map[bool][]string{true: {"guard blocked"}, false: {"guard blocked", "failed blocked"}} {
		var all told
		guard := Guard{ID: acmeID, Ask: answers(blocked("acme.test is the administrators' own", 0)), Limit: time.Minute, Overridden: overridden}
		_, err := New(*all.by(&polltest.Clock{})).AwaitGuard(t.Context(), guard)
		if _, ok := errors.AsType[*LockoutError](err); !ok {
			t.Errorf("got %v", err)
		}
		all.want(t, want...)
	}
	var all told
	denied := &service.Error{Class: service.Denied, Operation: "release the domain a.test", Reason: "the token has expired"}
	_, err := New(*all.by(&polltest.Clock{})).AwaitGuard(t.Context(), Guard{ID: acmeID, Ask: answers(denied), Limit: time.Minute, Overridden: true})
	if !errors.Is(err, denied) {
		t.Errorf("got %v", err)
	}
	all.want(t, "failed denied")
}

// A request of the guard that hangs ends with an error that wraps the same cause as the end of the wait.
func TestGuardThatTimesOutAfterItHasBlockedIsNoLockout(t *testing.T) {
	t.Parallel()
	hung := &service.Error{Class: service.Transient, Operation: "release the domain a.test", Reason: "the service cannot be reached", Cause: context.DeadlineExceeded}
	_, err := await(t.Context(), &polltest.Clock{}, time.Hour, answers(blocked("others are verified", 2*time.Second), hung))
	if _, ok := errors.AsType[*LockoutError](err); ok || !errors.Is(err, hung) {
		t.Errorf("got %v", err)
	}
}

// A release has no other end than that of its guard: its own time begins afterwards.
func TestGuardThatHangsEndsAtTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := await(t.Context(), poll.SystemClock{}, time.Minute, func(ctx context.Context, _ service.DomainID) (string, error) {
			select {
			case <-ctx.Done():
				return "", &service.Error{Class: service.Interrupted, Operation: "release the domain a.test", Cause: context.Cause(ctx)}
			case <-time.After(time.Hour):
				return "", nil
			}
		})
		// A tenth is for an attempt right at the limit.
		if waited := time.Since(began); waited < time.Minute || waited > 66*time.Second || service.ClassOf(err) != service.Interrupted || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %s: %v", waited, err)
		}
	})
}
