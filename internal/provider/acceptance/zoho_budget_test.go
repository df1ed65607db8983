// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Zoho allows thirty calls a minute, and thirty domains in an organization.
func TestThirtyZohoDomainsAreAppliedAndPlannedWithoutOneThrottle(t *testing.T) {
	zones := numberedZones(30)
	w := hurriedZoho(t, zones)
	config := fleet(zones)
	steady := func() {
		t.Helper()
		throttle := w.Zoho.Snapshot().Throttle
		if throttle.Throttled > 0 || throttle.Most > 30 {
			t.Errorf("%d throttle answers, %d calls in one minute", throttle.Throttled, throttle.Most)
		}
	}
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			steady()
			for _, found := range w.Zoho.Snapshot().Domains {
				equal(t, found.Domain+" verified", found.Verified, true)
			}
			equal(t, "domains", len(w.Zoho.Snapshot().Domains), 30)
			equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomainByTXT"), 30)
		})},
		resource.TestStep{PreConfig: w.Recorder.ForgetRequests, Config: config, PlanOnly: true},
		resource.TestStep{
			PreConfig: func() {
				steady()
				// A plan refreshes and then plans again without refreshing.
				if calls := len(w.Requests()); calls > 4 {
					t.Errorf("%d calls for a plan of 30 domains", calls)
				}
			},
			Config: config, Destroy: true,
		},
	)
	steady()
}

func TestLockOfTheZohoAPIIsSurvivedInEveryShape(t *testing.T) {
	shapes := newParallelWorld(t).Zoho.Switches().List()
	for _, unknown := range shapes {
		if unknown.Name != "throttle_answer" {
			continue
		}
		for _, shape := range unknown.Allowed {
			t.Run(shape, func(t *testing.T) {
				w := zoho(t)
				w.zohoSwitch("throttle_answer", shape)
				// The calls of others use up the budget.
				if err := w.Zoho.LimitRate(1, 3*time.Minute); err != nil {
					t.Fatal(err)
				}
				w.run(
					resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
						equal(t, "verified", w.verifiedAtZoho(), true)
						throttle := w.Zoho.Snapshot().Throttle
						if throttle.Throttled == 0 || throttle.Throttled > 6 {
							t.Errorf("%d throttle answers, want a few", throttle.Throttled)
						}
					})},
					resource.TestStep{Config: zohoChain{}.String(), ConfigPlanChecks: zohoChain{}.planned(nil)},
				)
			})
		}
	}
}

const notSeenByZoho = `{"status":{"code":200,"description":"success"},"data":{"status":false,"error":"TXT_RECORD_HOST_UNKNOWN","message":"Verification failed due to host not found","txtRecord":[]}}`

func TestZohoIsAskedToVerifyADomainEveryFifteenSecondsAtMost(t *testing.T) {
	w := zoho(t)
	if err := w.Recorder.AddFault(simhttp.Fault{Service: "zoho", Match: "PUT", Kind: "status:200", Body: notSeenByZoho, Times: 8}); err != nil {
		t.Fatal(err)
	}
	w.run(resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
		var last time.Time
		for _, request := range w.Requests() {
			if request.Method != "PUT" {
				continue
			}
			if pause := request.Time.Sub(last); pause < 15*time.Second {
				t.Errorf("a verify call %s after the one before", pause)
			}
			last = request.Time
		}
		equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomainByTXT"), 9)
	})})
}

func TestZohoTokenEndpointIsAskedOnceForARun(t *testing.T) {
	w := zoho(t)
	delete(w.environment, "ZOHO_ACCESS_TOKEN")
	before := w.Zoho.Snapshot().Tokens.Granted
	w.run(resource.TestStep{Config: zohoChain{}.String(), ConfigStateChecks: w.check(func() {
		// One for the plan and one for the apply, each a process of its own, and what
		// the test framework runs after them.
		if granted := w.Zoho.Snapshot().Tokens.Granted - before; granted > 4 {
			t.Errorf("%d access tokens for one apply", granted)
		}
	})})
}
