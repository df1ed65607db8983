// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Invariant 13: a wait ends with a diagnosis.
func TestFailedWaitTaintsNothingAndTheNextApplyGoesOn(t *testing.T) {
	w := newWorld(t)
	w.run(
		resource.TestStep{
			Config:      chain{without: []string{"sandbox_dns_record_set"}}.String(),
			ExpectError: regexp.MustCompile(`(?s)Wait Timed Out.*within 20m0s.*record_missing.*no TXT record at.*127\.0\.0\.1.*no TXT record at.*Expected record:.*cisco-ci-domain-verification=.*Nothing is lost`),
		},
		resource.TestStep{
			PreConfig: func() {
				equal(t, "verify calls without a record", w.count("verifyDomain"), 0)
				if waited := w.virtual.Now().Sub(time.Unix(0, 0)); waited != 20*time.Minute {
					t.Errorf("waited %s", waited)
				}
			},
			Config:           chain{without: []string{"sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{Config: chain{}.String()},
		expectEmptyPlan(),
	)
}

func TestWaitIsAsLongAsTimeoutsSay(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{
		Config:      chain{without: []string{"sandbox_dns_record_set"}, verification: `timeouts = { create = "90s" }`}.String(),
		ExpectError: regexp.MustCompile(`was not verified within 1m30s`),
	})
}

func TestAnswerLostRightAfterTheDomainWasAddedKeepsItsToken(t *testing.T) {
	for name, kind := range map[string]string{"503 after handling": "status_after:503", "broken connection after handling": "drop_after"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.fault("getDomainVerificationToken", kind, 1)()
			sameToken := statecheck.CompareValue(compare.ValuesSame())
			w.run(
				resource.TestStep{
					Config:            chain{}.String(),
					ConfigStateChecks: []statecheck.StateCheck{sameToken.AddStateValue(verificationToken, tfjsonpath.New("token"))},
				},
				expectEmptyPlan(),
			)
		})
	}
}

// Invariant 1: nothing after the remote object exists fails its Create.
func TestFailureAfterTheDomainWasAddedLeavesItInStateUntaintedWithItsToken(t *testing.T) {
	for name, test := range map[string]struct{ match, kind, want string }{
		"verify fails":      {"/actions/verifyDomain", "status:500", "Cannot Verify Domain"},
		"verify breaks off": {"/actions/verifyDomain", "drop", "Cannot Verify Domain"},
		"verify is denied":  {"/actions/verifyDomain", "status:403", "(?s)Cannot Verify Domain.*id_full_admin"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var token string
			w.run(
				resource.TestStep{PreConfig: w.fault(test.match, test.kind, 0), Config: chain{}.String(), ExpectError: regexp.MustCompile(test.want)},
				resource.TestStep{
					PreConfig: func() { token = w.token(domain); w.Recorder.ClearFaults() },
					Config:    chain{}.String(),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionNoop),
						plancheck.ExpectResourceAction(verificationToken, plancheck.ResourceActionNoop),
						plancheck.ExpectResourceAction(recordSet, plancheck.ResourceActionNoop),
						plancheck.ExpectResourceAction(verification, create),
					}},
					ConfigStateChecks: w.check(func() { equal(t, "token", w.token(domain), token) }),
				},
			)
		})
	}
}

func TestTokenThatCannotBeFetchedLeavesTheDomainUntainted(t *testing.T) {
	w := newWorld(t)
	var token string
	w.run(
		resource.TestStep{Config: chain{without: []string{"domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification", "domainverify_claim"}}.String()},
		resource.TestStep{
			PreConfig:   func() { token = w.token(domain); w.fault("getDomainVerificationToken", "status:500", 0)() },
			Config:      chain{}.String(),
			ExpectError: regexp.MustCompile(`Cannot Get Verification Token`),
		},
		resource.TestStep{
			PreConfig: w.Recorder.ClearFaults,
			Config:    chain{}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionNoop),
			}},
			ConfigStateChecks: w.check(func() { equal(t, "token", w.token(domain), token) }),
		},
	)
}

// Invariant 6: after an ambiguous failure the adapter looks before it repeats.
func TestAmbiguousFailuresOfEveryWriteEndInTheRightState(t *testing.T) {
	for _, action := range []string{"/actions/getDomainVerificationToken", "/actions/verifyDomain", "/actions/claimDomain", "/actions/unclaimDomain", "/actions/unverifyDomain"} {
		for _, kind := range []string{"status_after:503", "drop_after", "status:503", "drop"} {
			t.Run(action+" "+kind, func(t *testing.T) {
				w := newWorld(t)
				w.fault(action, kind, 1)()
				w.run(
					resource.TestStep{
						Config:            chain{}.String(),
						ConfigStateChecks: w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain}) }),
					},
				)
			})
		}
	}
}

func TestClaimHeldByAnotherOrganizationFailsAtOnce(t *testing.T) {
	w := newWorld(t)
	if err := w.Webex.HoldElsewhere(domain, true); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{
		Config:      chain{}.String(),
		ExpectError: regexp.MustCompile(`(?s)Cannot Add Domain.*claimed.*terraform import ADDRESS webex/[-0-9a-f]+/acme\.test`),
	})
	equal(t, "pauses", w.pauses(), 0)
}

func TestDomainClaimedElsewhereMeanwhileFailsAfterOneMoreAttempt(t *testing.T) {
	w := newWorld(t)
	w.runWithLeftovers(
		resource.TestStep{Config: chain{without: []string{"domainverify_verification", "domainverify_claim"}}.String()},
		resource.TestStep{
			PreConfig:   w.drift("take_over", domain),
			Config:      chain{}.String(),
			ExpectError: regexp.MustCompile(`(?s)Cannot Verify Domain.*another organization has claimed`),
		},
	)
	// A conflict may also be a missing record. Asking for the token would tell, and
	// might replace the published one, so one more attempt is made instead.
	equal(t, "pauses", w.pauses(), 1)

	w = newParallelWorld(t)
	w.runWithLeftovers(
		resource.TestStep{Config: chain{without: []string{"domainverify_claim"}}.String()},
		resource.TestStep{
			PreConfig:   w.drift("take_over", domain),
			Config:      chain{}.String(),
			ExpectError: regexp.MustCompile(`(?s)Cannot Claim Domain.*another organization`),
		},
	)
	equal(t, "pauses", w.pauses(), 0)
}
