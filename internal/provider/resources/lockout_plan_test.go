// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	adminID = "webex/org/acme.test"
	betaID  = "webex/org/beta.test"
	gammaID = "webex/org/gamma.test"
)

// guardStub is a service of which nothing but the guard is asked.
type guardStub struct {
	service.Service
	service.LockoutGuard
	answer error
	asked  int
}

func (s *guardStub) GuardRelease(_ context.Context, id service.DomainID) (string, error) {
	s.asked++
	if id.Domain != "acme.test" {
		return "", nil
	}
	return "", s.answer
}

func guardedData(clock *polltest.Clock, answer error) (*providerdata.Data, *guardStub) {
	stub := &guardStub{answer: answer}
	return &providerdata.Data{Clock: clock, Services: map[string]providerdata.ConfiguredService{"webex": {Service: stub}}}, stub
}

func blockedByOthers() error {
	return &service.Error{Class: service.Blocked, Operation: "release the domain acme.test", Reason: "others are still verified", Others: []string{"beta.test", "gamma.test"}}
}

func wantDiagnostic(t *testing.T, diags diag.Diagnostics, severity diag.Severity, summary string, parts ...string) {
	t.Helper()
	if len(diags) != 1 || diags[0].Severity() != severity || diags[0].Summary() != summary {
		t.Fatalf("got %v, want one %s %q", diags, severity, summary)
	}
	for _, part := range parts {
		if !strings.Contains(diags[0].Detail(), part) {
			t.Errorf("%q is missing in: %s", part, diags[0].Detail())
		}
	}
}

func TestPlanThatKeepsAVerifiedDomainRefusesTheReleaseOfTheAdministratorsOwn(t *testing.T) {
	t.Parallel()
	for name, stay := range map[string]func(*providerdata.Data){
		"kept": func(d *providerdata.Data) { d.Ledger.PlanKeep(runledger.KindDomain, gammaID, true) },
		"destroyed, and left as it is at the service": func(d *providerdata.Data) { d.Ledger.PlanAbandon(runledger.KindDomain, gammaID) },
		"left for another domain":                     func(d *providerdata.Data) { d.Ledger.PlanLeave(runledger.KindDomain, gammaID, false) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &polltest.Clock{}
			data, _ := guardedData(clock, blockedByOthers())
			data.Ledger.PlanDestroy(runledger.KindDomain, betaID)
			stay(data)
			diags := guardPlannedRelease(t.Context(), data, adminID, false, false)
			wantDiagnostic(t, diags, diag.SeverityError, "Administrator Lockout Prevented", "acme.test", "gamma.test", "skip_lockout_guard_on_release")
			if strings.Contains(diags[0].Detail(), "beta.test") {
				t.Errorf("a domain that is destroyed is named: %s", diags[0].Detail())
			}
			if len(clock.Sleeps()) != 0 {
				t.Errorf("waited %v for what is certain", clock.Sleeps())
			}

			later, _ := guardedData(&polltest.Clock{}, blockedByOthers())
			wantDiagnostic(t, guardPlannedRelease(t.Context(), later, adminID, false, false), diag.SeverityWarning, "Administrator Lockout Cannot Be Ruled Out", "beta.test, gamma.test")
			stay(later)
			wantDiagnostic(t, guardPlannedKeeping(later, gammaID), diag.SeverityError, "Administrator Lockout Prevented", "acme.test", "gamma.test")
			if diags := guardPlannedKeeping(later, "webex/another/gamma.test"); len(diags) != 0 {
				t.Errorf("a domain of another organization: %v", diags)
			}
		})
	}
}

func TestPlanThatDestroysTheOthersAsWellIsSilentWhateverTheOrder(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	data, _ := guardedData(clock, blockedByOthers())
	data.Ledger.PlanDestroy(runledger.KindDomain, betaID)
	// The other one is planned while the administrators' domain waits.
	clock.OnSleep = func(elapsed time.Duration) {
		if elapsed >= planGuardGrace/2 {
			data.Ledger.PlanDestroy(runledger.KindDomain, gammaID)
		}
	}
	if diags := guardPlannedRelease(t.Context(), data, adminID, false, false); len(diags) != 0 {
		t.Errorf("got %v", diags)
	}
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited >= planGuardGrace {
		t.Errorf("waited %s after everything was planned", waited)
	}
}

func TestPlanWaitsForOthersNoLongerThanTheGraceAndNamesThem(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	data, _ := guardedData(clock, blockedByOthers())
	data.Ledger.PlanDestroy(runledger.KindDomain, betaID)
	diags := guardPlannedRelease(t.Context(), data, adminID, false, false)
	wantDiagnostic(t, diags, diag.SeverityWarning, "Administrator Lockout Cannot Be Ruled Out", "acme.test", "gamma.test", "do not apply it")
	if waited := clock.Now().Sub(time.Unix(0, 0)); waited != planGuardGrace {
		t.Errorf("waited %s, want %s", waited, planGuardGrace)
	}
}

func TestPlannedReleaseThatTheConfigurationInsistsOnIsAWarning(t *testing.T) {
	t.Parallel()
	data, _ := guardedData(&polltest.Clock{}, blockedByOthers())
	data.Ledger.PlanKeep(runledger.KindDomain, betaID, true)
	wantDiagnostic(t, guardPlannedRelease(t.Context(), data, adminID, true, false), diag.SeverityWarning, "Lockout Guard Skipped", "beta.test, gamma.test")
	if diags := guardPlannedKeeping(data, betaID); len(diags) != 0 {
		t.Errorf("got %v", diags)
	}
}

// The plan may replace the others as well, and a provider is not told that.
func TestPlannedReplacementOfTheAdministratorsDomainIsAWarning(t *testing.T) {
	t.Parallel()
	data, _ := guardedData(&polltest.Clock{}, blockedByOthers())
	data.Ledger.PlanKeep(runledger.KindDomain, betaID, true)
	wantDiagnostic(t, guardPlannedRelease(t.Context(), data, adminID, false, true), diag.SeverityWarning, "Administrator Lockout Cannot Be Ruled Out", "beta.test, gamma.test")
	if diags := guardPlannedKeeping(data, betaID); len(diags) != 0 {
		t.Errorf("got %v", diags)
	}
}

func TestPlanOfAReleaseSaysOnceWhatNothingShows(t *testing.T) {
	t.Parallel()
	unread := &service.Error{Class: service.Blocked, Reason: "Webex does not show whether others are verified. No request was made", Advice: "Set drift_probe_domain."}
	data, _ := guardedData(&polltest.Clock{}, unread)
	wantDiagnostic(t, guardPlannedRelease(t.Context(), data, adminID, false, false), diag.SeverityWarning, "Administrator Lockout Cannot Be Ruled Out", "does not show", "drift_probe_domain")
	if diags := guardPlannedRelease(t.Context(), data, adminID, false, false); len(diags) != 0 {
		t.Errorf("the second time: %v", diags)
	}
}

// A destroy can be planned without the service, which is asked once.
func TestPlanOfAReleaseIsSilentWhereTheServiceDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, failure := range []error{
		&service.Error{Class: service.Transient, Reason: "Webex cannot be reached"},
		&service.Error{Class: service.Denied, Reason: "the token has expired"},
		&service.Error{Class: service.Throttled, RetryAfter: time.Hour},
		context.DeadlineExceeded, errors.New("anything"),
	} {
		clock := &polltest.Clock{}
		data, stub := guardedData(clock, failure)
		for range 3 {
			if diags := guardPlannedRelease(t.Context(), data, adminID, false, false); len(diags) != 0 {
				t.Errorf("%v: %v", failure, diags)
			}
		}
		if stub.asked != 1 || len(clock.Sleeps()) != 0 {
			t.Errorf("%v: asked %d times, waited %v", failure, stub.asked, clock.Sleeps())
		}
	}
}

func TestPlanInAnApplyAsksNoGuard(t *testing.T) {
	t.Parallel()
	data, stub := guardedData(&polltest.Clock{}, blockedByOthers())
	done, err := data.Ledger.Lock(t.Context(), runledger.KindDomain, betaID)
	if err != nil {
		t.Fatal(err)
	}
	done()
	if diags := guardPlannedRelease(t.Context(), data, adminID, false, false); len(diags) != 0 || stub.asked != 0 {
		t.Errorf("asked %d times: %v", stub.asked, diags)
	}
}
