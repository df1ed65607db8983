// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func lockout(reason string) error {
	return &verification.LockoutError{Blocked: &service.Error{Class: service.Blocked, Operation: "release the domain b.test", Reason: reason}}
}

func TestNoticeOfAGuardIsAWarning(t *testing.T) {
	t.Parallel()
	notice := "It is not known which domain the administrators use."
	diags := GuardOfRelease(service.DomainID{}, verification.GuardResult{Notice: notice}, nil, false)
	want := documented.Warning(summaryLockoutUnknown, notice)
	if len(diags) != 1 || !diags[0].Equal(want) {
		t.Errorf("got %v", diags)
	}
}

func TestStepThatStaysBlockedIsALockoutPrevented(t *testing.T) {
	t.Parallel()
	for _, said := range []diag.Diagnostic{
		GuardOfRelease(service.DomainID{}, verification.GuardResult{}, lockout("others are verified"), false)[0],
		VerificationError(service.DomainID{}, lockout("others are verified")),
	} {
		if said.Severity() != diag.SeverityError || said.Summary() != summaryLockout || !strings.Contains(said.Detail(), "others are verified") {
			t.Errorf("got %v", said)
		}
	}
}

// Invariant 17: the argument that is named for it, and only after the wait.
func TestStepThatTheConfigurationInsistsOnIsTakenWithAWarning(t *testing.T) {
	t.Parallel()
	diags := GuardOfRelease(service.DomainID{}, verification.GuardResult{}, lockout("others are verified"), true)
	if diags.HasError() || len(diags) != 1 || diags[0].Summary() != summaryLockoutSkipped || !strings.Contains(diags[0].Detail(), "thers are verified") {
		t.Errorf("got %v", diags)
	}
}

func TestInsistingCoversNoOtherFailureOfTheGuard(t *testing.T) {
	t.Parallel()
	denied := &service.Error{Class: service.Denied, Operation: "release the domain a.test", Reason: "the token has expired"}
	diags := GuardOfRelease(service.DomainID{}, verification.GuardResult{}, denied, true)
	if len(diags) != 1 || diags[0].Summary() != CannotRelease || !diags.HasError() {
		t.Errorf("got %v, want an error", diags)
	}
}

func TestInterruptedGuardIsAWaitInterrupted(t *testing.T) {
	t.Parallel()
	stop := &verification.GuardStoppedError{StoppedError: &poll.StoppedError{LastReason: "the domain acme.test is not verified", Cause: context.Canceled}}
	for _, insists := range []bool{false, true} {
		diags := GuardOfRelease(service.DomainID{}, verification.GuardResult{}, stop, insists)
		if len(diags) != 1 || diags[0].Summary() != summaryInterrupted || !strings.Contains(diags[0].Detail(), "\n\nThe domain acme.test is not verified.\n\n") {
			t.Errorf("got %v", diags)
		}
	}
}
