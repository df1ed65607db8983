// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func throttled(pause time.Duration) error {
	return &service.Error{Class: service.Throttled, Operation: "add the domain acme.test", RetryAfter: pause}
}

func TestLockThatEndsInTimeIsWaitedOut(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	calls := 0
	err := New(Dependencies{Clock: clock}).RetryThrottled(t.Context(), func(context.Context) error {
		if calls++; calls < 3 {
			return throttled(2 * time.Minute)
		}
		return nil
	})
	if err != nil || calls != 3 || clock.Now().Sub(time.Unix(0, 0)) != 4*time.Minute {
		t.Errorf("%v after %d calls at %s", err, calls, clock.Now())
	}
}

func TestLockThatOutlastsTheOperationIsToldAtOnce(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	calls := 0
	err := New(Dependencies{Clock: clock}).RetryThrottled(t.Context(), func(context.Context) error {
		calls++
		return throttled(20 * time.Minute)
	})
	if service.ClassOf(err) != service.Throttled || calls != 1 || len(clock.Sleeps()) != 0 {
		t.Errorf("%v after %d calls and the pauses %v", err, calls, clock.Sleeps())
	}
}

// Invariant 12: the time that is left is that of the clock.
func TestLockIsWaitedOutUntilTheDeadlineOfTheClock(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	ctx, cancel := poll.WithTimeout(t.Context(), clock, time.Hour)
	defer cancel()
	calls := 0
	err := New(Dependencies{Clock: clock}).RetryThrottled(ctx, func(context.Context) error {
		calls++
		return throttled(25 * time.Minute)
	})
	if service.ClassOf(err) != service.Throttled || calls != 3 || clock.Now().Sub(time.Unix(0, 0)) != 50*time.Minute {
		t.Errorf("%v after %d calls at %s", err, calls, clock.Now())
	}
}

func TestWaitForALockEndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := New(Dependencies{Clock: &polltest.Clock{}}).RetryThrottled(ctx, func(context.Context) error {
		calls++
		cancel()
		return throttled(time.Minute)
	})
	if service.ClassOf(err) != service.Interrupted || !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// lockedService is locked at its first n calls of each kind.
type lockedService struct {
	fileService
	n                     int
	publications, answers int
}

func (s *lockedService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	if s.publications++; s.publications <= s.n {
		return service.Publication{}, throttled(2 * time.Minute)
	}
	return service.Publication{HTTPFile: &s.file}, nil
}

func (s *lockedService) Challenge(context.Context, service.DomainID, service.Method) (service.Challenge, error) {
	if s.answers++; s.answers <= s.n {
		return service.Challenge{}, throttled(2 * time.Minute)
	}
	return service.Challenge{Token: "the-token"}, nil
}

func TestWaitForAVerificationOutlastsALockThatIsMetBeforeTheFirstLook(t *testing.T) {
	t.Parallel()
	locked, clock := &lockedService{n: 2}, &polltest.Clock{}
	if result, err := New(Dependencies{Clock: clock}).Verify(t.Context(), Task{Service: locked, Limit: time.Hour, Request: withToken}); result.Pending != "" || err != nil {
		t.Errorf("%s %v", result.Pending, err)
	}
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != 4*time.Minute || locked.verifies.Load() != 1 {
		t.Errorf("waited %s, %d verify calls", waited, locked.verifies.Load())
	}
}

func TestTokenIsHadAfterALock(t *testing.T) {
	t.Parallel()
	locked := &lockedService{n: 2}
	challenge, err := New(Dependencies{Clock: &polltest.Clock{}}).NewChallenge(t.Context(), locked, service.DomainID{Domain: "acme.test"}, service.MethodHTTPFile)
	if err != nil || challenge.Token != "the-token" {
		t.Errorf("%+v, %v", challenge, err)
	}
}
