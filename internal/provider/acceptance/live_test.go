// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
)

// TestLiveDomainGoesFromNothingToVerifiedAndBack makes no claim: a claim
// concerns people outside the test.
func TestLiveDomainGoesFromNothingToVerifiedAndBack(t *testing.T) {
	name := liveDomain()
	if name == "" {
		t.Skip("DOMAINVERIFY_ACC_LIVE names no domain; the same story runs on the sandbox")
	}
	config := chain{domain: `"` + name + `"`, without: []string{"domainverify_claim"}}.String()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: providers(os.Getenv, poll.SystemClock{}),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
			}},
			{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		},
	})
}
