// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestHandOffEndsGreenAndTriesAgainWithEachApplyUntilVerified(t *testing.T) {
	w := newWorld(t)
	config := chain{
		verification: "wait_for_verification = false",
		without:      []string{"sandbox_dns_record_set", "domainverify_claim"},
	}.String()
	pending := func(reason string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("pending")),
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.StringRegexp(regexp.MustCompile(reason))),
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("verified_at"), knownvalue.Null()),
		}
	}
	triesAgain := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(verification, update)}}
	w.run(
		resource.TestStep{Config: config, ExpectNonEmptyPlan: true, ConfigStateChecks: append(pending(`no TXT record at acme\.test`),
			w.check(func() {
				equal(t, "verify calls", w.count("verifyDomain"), 0)
				equal(t, "pauses", len(w.virtual.Sleeps()), 0)
			})...)},
		resource.TestStep{Config: config, ConfigPlanChecks: triesAgain, ExpectNonEmptyPlan: true, ConfigStateChecks: pending(`no TXT record`)},
		resource.TestStep{
			PreConfig: func() {
				if err := w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain)); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: triesAgain,
			ConfigStateChecks: append([]statecheck.StateCheck{
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.Null()),
			}, w.check(func() {
				equal(t, "verify calls", w.count("verifyDomain"), 1)
				if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
					t.Error(err)
				}
			})...),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
	)
}
