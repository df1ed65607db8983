// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

const (
	create = plancheck.ResourceActionCreate
	update = plancheck.ResourceActionUpdate
)

// actions are the planned actions that repair a drift; a resource that is not
// named has to stay as it is.
type actions map[string]plancheck.ResourceActionType

func (a actions) checks() []plancheck.PlanCheck {
	var checks []plancheck.PlanCheck
	for _, address := range []string{organizationDomain, verificationToken, recordSet, verification, claim} {
		action, ok := a[address]
		if !ok {
			action = plancheck.ResourceActionNoop
		}
		checks = append(checks, plancheck.ExpectResourceAction(address, action))
	}
	return checks
}

func (a actions) planned() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: a.checks()}
}

func expectEmptyPlan() resource.TestStep {
	return resource.TestStep{Config: chain{}.String(), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}}
}

// everything is what a domain that is gone altogether needs. The value of the
// record is known after apply, so Terraform plans an update of the record.
var everything = actions{organizationDomain: create, verificationToken: create, recordSet: update, verification: create, claim: create}

// Invariants 4 and 5: what is gone, and a token that has changed, are planned exactly.
func TestDriftIsPlannedWithExactlyTheActionsThatRepairIt(t *testing.T) {
	for name, test := range map[string]struct {
		read  func(*world) *world
		kinds []string
		want  actions
	}{
		"domain gone, lists readable":   {read: (*world).withLists, kinds: []string{"remove"}, want: everything},
		"unverified, lists readable":    {read: (*world).withLists, kinds: []string{"unverify"}, want: actions{verification: create, claim: create}},
		"unclaimed, lists readable":     {read: (*world).withLists, kinds: []string{"unclaim"}, want: actions{claim: create}},
		"unverified, probed":            {read: (*world).withProbe, kinds: []string{"unverify"}, want: actions{verification: create, claim: create}},
		"unclaimed, probed":             {read: (*world).withProbe, kinds: []string{"unclaim"}, want: actions{claim: create}},
		"token rotated, lists readable": {read: (*world).withLists, kinds: []string{"unverify", "rotate"}, want: actions{recordSet: update, verification: create, claim: create}},
	} {
		t.Run(name, func(t *testing.T) {
			w := test.read(newWorld(t))
			w.run(
				resource.TestStep{Config: chain{}.String()},
				resource.TestStep{
					PreConfig: func() {
						for _, kind := range test.kinds {
							w.drift(kind, domain)()
						}
					},
					Config:            chain{}.String(),
					ConfigPlanChecks:  test.want.planned(),
					ConfigStateChecks: w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain}) }),
				},
				expectEmptyPlan(),
			)
		})
	}
}

// The probe lists verified domains only, so the registration may still be there.
// Asking for its token may replace a published one (invariant 19), so the user does.
func TestDomainGoneWhereOnlyTheProbeReadsIsRepairedAfterTheErrorThatSaysHow(t *testing.T) {
	for _, setting := range []string{"same", "new"} {
		t.Run(setting, func(t *testing.T) {
			w := newWorld(t).withProbe()
			w.set("token_after_removal", setting)
			w.run(
				resource.TestStep{Config: chain{}.String()},
				resource.TestStep{
					PreConfig:   w.drift("remove", domain),
					Config:      chain{}.String(),
					ExpectError: regexp.MustCompile(`(?s)Wait Timed Out.*the\s+pending\s+entry\s+may\s+have\s+been\s+removed.*apply\s+-replace=`),
				},
				resource.TestStep{Taint: []string{verificationToken}, Config: chain{}.String()},
				expectEmptyPlan(),
			)
		})
	}
}

func TestDomainTakenByAnotherOrganizationIsAnErrorThatSaysSo(t *testing.T) {
	w := newWorld(t).withLists()
	w.runWithLeftovers(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			PreConfig: w.drift("take_over", domain), RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: everything.checks()},
		},
		resource.TestStep{Config: chain{}.String(), ExpectError: regexp.MustCompile(`(?s)Cannot Add Domain.*another organization has claimed`)},
	)
	equal(t, "pauses for a domain that waiting cannot win back", w.pauses(), 0)
}

// A plan that failed could not even be destroyed.
func TestTokenWithheldFromAPendingDomainIsAWarning(t *testing.T) {
	w := newWorld(t).withLists()
	pending := chain{without: []string{"domainverify_verification", "domainverify_claim"}}.String()
	w.run(
		resource.TestStep{Config: pending},
		resource.TestStep{
			PreConfig: func() {
				if err := w.Webex.HoldElsewhere(domain, true); err != nil {
					t.Fatal(err)
				}
			},
			Config:           pending,
			ConfigPlanChecks: expectEmptyPlan().ConfigPlanChecks,
		},
	)
}

// Invariant 3: refresh changes nothing.
func TestRefreshNeverWritesNorVerifies(t *testing.T) {
	w := newWorld(t).withLists()
	w.run(
		resource.TestStep{Config: chain{}.String()},
		w.afterRefresh(func() { equal(t, "calls", w.calls(), twice("GET")) }),
	)
}

// Invariant 3: but for the probe, which undoes itself.
func TestProbeCostsTwoCallsPerRunAndLeavesNothing(t *testing.T) {
	w := newWorld(t).withProbe()
	w.run(
		resource.TestStep{Config: chain{}.String()},
		w.afterRefresh(func() {
			equal(t, "calls", w.calls(), twice("GET", "getDomainVerificationToken", "unverifyDomain"))
			equal(t, "pending", len(w.Webex.Snapshot().Organization.Pending), 0)
		}),
	)
}

// Invariant 4: a failing service is an error, never "gone".
func TestFailingServiceIsNeverTakenForDrift(t *testing.T) {
	for name, kind := range map[string]string{"401": "status:401", "403": "status:403", "404": "status:404", "500": "status:500", "garbage": "garbage", "broken connection": "drop"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).withLists()
			w.run(
				resource.TestStep{Config: chain{}.String()},
				resource.TestStep{
					PreConfig:   w.fault("GET /v1/identity", kind, 0),
					Config:      chain{}.String(),
					ExpectError: regexp.MustCompile(`Cannot Read Domain`),
				},
				resource.TestStep{PreConfig: w.Recorder.ClearFaults, Config: chain{}.String(), ConfigPlanChecks: expectEmptyPlan().ConfigPlanChecks},
			)
		})
	}
}

// Invariant 19: what was seen to change when it was asked for is not asked for again.
func TestPendingTokenThatHasChangedIsNotAskedForByFurtherRefreshes(t *testing.T) {
	w := newWorld(t).withLists()
	pending := chain{without: []string{"domainverify_verification", "domainverify_claim"}}.String()
	w.run(
		resource.TestStep{Config: pending},
		w.afterRefresh(func() { equal(t, "requests for a stable token", w.count("getDomainVerificationToken") > 0, true) }),
		resource.TestStep{PreConfig: func() { w.set("token_repeat", "new") }, Config: pending, PlanOnly: false, ExpectNonEmptyPlan: false},
		w.afterRefresh(func() { equal(t, "requests for a token that changes", w.count("getDomainVerificationToken"), 0) }),
	)
}
