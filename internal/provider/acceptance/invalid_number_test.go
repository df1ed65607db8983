// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

func TestTimeoutThatLeavesNoTimeIsRefusedBeforeAnyCall(t *testing.T) {
	for value, want := range map[string]string{
		"0s":   `(?s)Invalid Timeout.*timeouts\.create = "0s" is zero.*greater\s+than\s+zero`,
		"-5m":  `(?s)Invalid Timeout.*timeouts\.create = "-5m" is negative.*greater\s+than\s+zero`,
		"soon": `(?s)Invalid Timeout.*timeouts\.create = "soon" is not a\s+duration.*greater\s+than\s+zero`,
	} {
		t.Run(value, func(t *testing.T) {
			w := newWorld(t)
			w.run(resource.TestStep{
				Config:      chain{verification: `timeouts = { create = "` + value + `" }`}.String(),
				ExpectError: regexp.MustCompile(want),
			})
			equal(t, "calls", len(w.calls()), 0)
		})
	}
}

func TestBudgetOfRequestsThatIsNoPositiveWholeNumberIsRefused(t *testing.T) {
	for _, service := range []string{"webex", "workos", "zoho"} {
		for value, want := range map[string]string{
			"0": `(?s)requests_per_minute\s+value\s+must\s+be\s+at\s+least\s+1`, "-1": `(?s)at\s+least\s+1`,
			"0.5": `(?s)requests_per_minute`, `"few"`: `(?s)requests_per_minute.*number\s+is\s+required`,
		} {
			t.Run(service+" "+value, func(t *testing.T) {
				w := newWorld(t)
				w.run(resource.TestStep{
					Config:      `provider "domainverify" { ` + service + ` = { requests_per_minute = ` + value + ` } }` + chain{}.String(),
					ExpectError: regexp.MustCompile(want),
				})
				equal(t, "calls", len(w.calls()), 0)
			})
		}
	}
}

// The budget of the environment is large here, and one that no service takes there.
func TestBudgetOfRequestsIsANumberOfTheBlock(t *testing.T) {
	t.Run("known", func(t *testing.T) {
		w := zoho(t)
		w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "1000"
		w.run(resource.TestStep{Config: `provider "domainverify" { zoho = { requests_per_minute = 1 } }` + zohoChain{}.String()})
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.elapsed < 2*time.Minute {
			t.Errorf("all calls took %s, want at most one a minute", w.elapsed)
		}
	})
	t.Run("known after apply", func(t *testing.T) {
		w := zoho(t)
		w.environment["ZOHO_REQUESTS_PER_MINUTE"] = "many"
		w.runTerraform(resource.TestStep{Config: `
resource "terraform_data" "budget" { input = 100 }
provider "domainverify" { zoho = { requests_per_minute = terraform_data.budget.output } }` + zohoChain{}.String()})
		equal(t, "domains left", len(w.Zoho.Snapshot().Domains), 0)
	})
}
