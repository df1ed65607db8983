// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestTwentyDomainsByForEach(t *testing.T) {
	zones := numberedZones(20)
	// The administrators' own domain is the first of them.
	w := newWorld(t, zones...).withProbe()
	w.clock = polltest.NewHurriedClock(10)
	config := fleet(zones) + `
resource "domainverify_claim" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_verification.all[each.key].organization_domain_id
}
`
	w.runTerraform(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: w.check(func() {
				equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, zones)
				equal(t, "verify calls", w.count("verifyDomain"), 20)
				equal(t, "claim calls", w.count("claimDomain"), 20)
			}),
		},
		// plugin-testing reads no state with for_each in it, hence a plan and a
		// destroy by hand in place of a refresh and the final destroy.
		resource.TestStep{PreConfig: w.Recorder.ForgetRequests, Config: config, PlanOnly: true},
		resource.TestStep{
			PreConfig: func() {
				// A plan refreshes and then plans again without refreshing.
				calls := w.calls()
				equal(t, "calls for 80 resources", calls[:3], []string{"GET", "getDomainVerificationToken", "unverifyDomain"})
				if len(calls) > 6 {
					t.Errorf("%d calls for a plan of 80 resources: %v", len(calls), calls)
				}
			},
			Config: config, Destroy: true,
		},
	)
}
