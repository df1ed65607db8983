// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// Invariant 14: what is unknown does not matter.
//
// What Cisco does not document must not matter. Nothing is readable here, as
// documented; the adapter's own tests go through the settings with the domain
// lists readable and with the drift probe as well.
func TestLifecyclePassesUnderEverySettingOfEveryUnknown(t *testing.T) {
	for _, unknown := range newParallelWorld(t).Webex.Switches().List() {
		for _, value := range unknown.Allowed {
			t.Run(unknown.Name+"="+value, func(t *testing.T) {
				w := newWorld(t)
				w.set(unknown.Name, value)
				config := chain{}
				if unknown.Name == webexsim.SwitchOrganizationReadDomains && value == "absent" {
					// Nothing then shows whether the administrators' domain is the last one.
					config.organizationDomain = "skip_lockout_guard_on_release = true"
				}
				w.run(
					resource.TestStep{
						Config:            config.String(),
						ConfigStateChecks: w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain}) }),
					},
					resource.TestStep{
						Config:           config.String(),
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
					},
				)
			})
		}
	}
}

// A read that lags behind shows the past, and nothing in it tells so. The next
// plan after the lag is right again; within one run the provider's own writes
// count more than the read.
func TestReadThatLagsBehindIsRightAgainWhenItHasCaughtUp(t *testing.T) {
	w := newWorld(t).withLists()
	w.set("organization_read_lag", "30")
	w.run(
		resource.TestStep{Config: chain{}.String(), ExpectNonEmptyPlan: true},
		resource.TestStep{
			PreConfig:        func() { w.Clock.Advance(31 * time.Second) },
			Config:           chain{}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}
