// SPDX-License-Identifier: MPL-2.0

package fourthservice_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

func TestOrganizationIDWithAKindLivesFromPlanToImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := strings.Replace(configuration, `"acme.test"`, "\"acme.test\"\n  organization_id = \"Enterprise:acme\"", 1)
	imported := func(address, id string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"timeouts", "verified_at", "organization_id"},
		}
	}
	plugintest.Run(
		t, w.providers(),
		resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(domainAddress, tfjsonpath.New("id"), knownvalue.StringExact("fourth/enterprise:acme/acme.test")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				isState("verified"), stateOf(verificationAddress, "id", knownvalue.StringExact("fourth/enterprise:acme/acme.test/dns_txt")),
			},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: planOf(nil)},
		imported(domainAddress, "fourth/enterprise:acme/acme.test"),
		imported(domainAddress, "fourth/Enterprise:acme/ACME.test."),
		imported(tokenAddress, "fourth/enterprise:acme/acme.test"),
		imported(tokenAddress, "fourth/enterprise:acme/acme.test/dns_txt"),
		imported(verificationAddress, "fourth/enterprise:acme/acme.test/dns_txt"),
		resource.TestStep{
			ResourceName: domainAddress, ImportState: true, ImportStateId: "fourth:enterprise:acme:acme.test",
			ExpectError: regexp.MustCompile(`is not of the form service/organization_id/domain`),
		},
		resource.TestStep{
			ResourceName: domainAddress, ImportState: true, ImportStateId: "fourth/team:acme/acme.test",
			ExpectError: regexp.MustCompile(`(?s)Cannot Import.*"team:acme" is neither`),
		},
	)
}
