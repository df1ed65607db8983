// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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
	err := (&Data{Clock: clock}).retryThrottled(t.Context(), func(context.Context) error {
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
	err := (&Data{Clock: clock}).retryThrottled(t.Context(), func(context.Context) error {
		calls++
		return throttled(20 * time.Minute)
	})
	if service.ClassOf(err) != service.Throttled || calls != 1 || len(clock.Sleeps()) != 0 {
		t.Errorf("%v after %d calls and the pauses %v", err, calls, clock.Sleeps())
	}
}

func TestWaitForALockEndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := (&Data{Clock: &polltest.Clock{}}).retryThrottled(ctx, func(context.Context) error {
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
	wait := verificationWait{data: &Data{Clock: clock}, service: locked, limit: time.Hour}
	if reason, diags := wait.run(t.Context()); reason != "" || diags.HasError() {
		t.Errorf("%s %v", reason, diags)
	}
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != 4*time.Minute || locked.verifies.Load() != 1 {
		t.Errorf("waited %s, %d verify calls", waited, locked.verifies.Load())
	}
}

func TestTokenIsHadAfterALock(t *testing.T) {
	t.Parallel()
	locked := &lockedService{n: 2}
	challenge, err := (&Data{Clock: &polltest.Clock{}}).newChallenge(t.Context(), locked, service.DomainID{Domain: "acme.test"}, service.MethodHTTPFile)
	if err != nil || challenge.Token != "the-token" {
		t.Errorf("%+v, %v", challenge, err)
	}
}

// budgetedService lets its callers wait in line.
type budgetedService struct{ fileService }

func (s *budgetedService) Capabilities() service.Capabilities {
	return service.Capabilities{QueueAllowance: 20 * time.Minute}
}

func TestTimeoutOfAnOperationLeavesRoomForTheLineBeforeIt(t *testing.T) {
	t.Parallel()
	data := &Data{services: map[string]configuredService{"budgeted": {service: &budgetedService{}}, "plain": {service: &fileService{}}}}
	asConfigured := func(_ context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
		return otherwise, nil
	}
	for name, want := range map[string]time.Duration{"budgeted": 25 * time.Minute, "plain": 5 * time.Minute, "not configured": 5 * time.Minute} {
		ctx, cancel := data.withTimeout(t.Context(), name, asConfigured, &diag.Diagnostics{})
		deadline, ok := ctx.Deadline()
		cancel()
		if left := time.Until(deadline); !ok || left > want || left < want-time.Minute {
			t.Errorf("%s: %s, want %s", name, left, want)
		}
	}
}
