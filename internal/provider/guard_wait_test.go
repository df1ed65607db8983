// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

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

func TestNoticeOfAGuardIsAWarning(t *testing.T) {
	t.Parallel()
	_, diags := guardWait{clock: &polltest.Clock{}, limit: time.Minute, guard: func(context.Context, service.DomainID) (string, error) {
		return "It is not known which domain the administrators use.", nil
	}}.run(t.Context())
	want := diag.NewWarningDiagnostic(summaryLockoutUnknown, "It is not known which domain the administrators use.")
	if len(diags) != 1 || !diags[0].Equal(want) {
		t.Errorf("got %v", diags)
	}
}

func TestBlockedStepGivesUpWhenNothingChangesForTheGrace(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, diags := guardWait{clock: clock, limit: time.Hour, guard: answers(blocked("acme.test is not verified", 0))}.run(t.Context())
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != guardGrace || !diags.HasError() || diags[0].Summary() != summaryLockout {
		t.Errorf("after %s: %v", waited, diags)
	}
}

// Invariant 17: the argument that is named for it, and only after the wait.
func TestStepThatTheConfigurationInsistsOnIsTakenAfterTheGraceWithAWarning(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, diags := guardWait{clock: clock, limit: time.Hour, overridden: true, guard: answers(blocked("others are verified", 0))}.run(t.Context())
	waited := clock.Now().Sub(time.Unix(0, 0))
	if waited != guardGrace || diags.HasError() || len(diags) != 1 || diags[0].Summary() != summaryLockoutSkipped || !strings.Contains(diags[0].Detail(), "thers are verified") {
		t.Errorf("after %s: %v", waited, diags)
	}
}

func TestInsistingCoversNoOtherFailureOfTheGuard(t *testing.T) {
	t.Parallel()
	denied := &service.Error{Class: service.Denied, Operation: "release the domain a.test", Reason: "the token has expired"}
	_, diags := guardWait{clock: &polltest.Clock{}, limit: time.Hour, overridden: true, summary: summaryReleaseFailed, guard: answers(denied)}.run(t.Context())
	if !diags.HasError() {
		t.Errorf("got %v, want an error", diags)
	}
}

func TestBlockedStepWaitsAsLongAsTheCauseIsWorkedOn(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, diags := guardWait{clock: clock, limit: 10 * time.Minute, guard: answers(blocked("acme.test is not verified", 2*time.Second))}.run(t.Context())
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != 10*time.Minute || !diags.HasError() {
		t.Errorf("after %s: %v", waited, diags)
	}
}

func TestBlockedStepGoesOnWhenTheWayIsClear(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	_, diags := guardWait{clock: clock, limit: time.Hour, guard: answers(blocked("a", 0), blocked("b", 0), nil)}.run(t.Context())
	if len(diags) != 0 || len(clock.Sleeps()) != 2 {
		t.Errorf("%v after %v", diags, clock.Sleeps())
	}
}

func TestInterruptedGuardSaysWhatItWaitedFor(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := &polltest.Clock{OnSleep: func(time.Duration) { cancel() }}
	_, diags := guardWait{clock: clock, limit: time.Hour, guard: answers(blocked("acme.test is not verified", 0))}.run(ctx)
	if len(diags) != 1 || diags[0].Summary() != summaryInterrupted || !strings.Contains(diags[0].Detail(), "acme.test is not verified") {
		t.Errorf("got %v", diags)
	}
}
