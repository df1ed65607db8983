// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// Invariant 11: domains are compared in canonical form.
func TestAnotherSpellingOfTheDomainIsNoChange(t *testing.T) {
	for name, test := range map[string]struct{ zone, first, second string }{
		"case and dot":          {domain, "acme.test", "Acme.TEST."},
		"case and dot at first": {domain, "Acme.TEST.", "acme.test"},
		"IDN after punycode":    {"xn--bcher-kva.test", "xn--bcher-kva.test", "bücher.test"},
		"punycode after an IDN": {"xn--bcher-kva.test", "Bücher.test", "xn--bcher-kva.test"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, test.zone).withLists()
			w.run(
				resource.TestStep{
					Config: chain{domain: `"` + test.first + `"`}.String(),
					ConfigStateChecks: append([]statecheck.StateCheck{
						statecheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("domain"), knownvalue.StringExact(test.first)),
						statecheck.ExpectKnownValue(organizationDomain, tfjsonpath.New("id"), knownvalue.StringExact("webex/"+w.Info().Webex.OrganizationID+"/"+test.zone)),
						statecheck.ExpectKnownValue(verificationToken, tfjsonpath.New("record").AtMapKey("name"), knownvalue.StringExact(test.zone)),
					}, w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{test.zone}) })...),
				},
				resource.TestStep{
					Config:           chain{domain: `"` + test.second + `"`}.String(),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				},
			)
		})
	}
}

func TestAnotherFormOfTheOrganizationIsNoChange(t *testing.T) {
	w := newWorld(t).withLists()
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			Config:           chain{organizationDomain: `organization_id = "` + base64OrganizationID(w.Info().Webex.OrganizationID) + `"`}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

func TestAnotherDomainReplacesTheWholeChain(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	// A token without an owner: neither domain is the administrators' own.
	w.environment["WEBEX_ACCESS_TOKEN"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			Config: chain{domain: `"other.test"`}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionReplace),
				plancheck.ExpectResourceAction(verificationToken, plancheck.ResourceActionReplace),
				plancheck.ExpectResourceAction(verification, plancheck.ResourceActionReplace),
				plancheck.ExpectResourceAction(claim, plancheck.ResourceActionReplace),
			}},
			ConfigStateChecks: w.check(func() { equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{other}) }),
		},
	)
}
