// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

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

var imports = []string{organizationDomain, verificationToken, verification, claim}

func TestEveryResourceIsImportedByItsID(t *testing.T) {
	for name, read := range map[string]func(*world) *world{
		"lists readable": (*world).withLists, "probed": (*world).withProbe, "nothing readable": func(w *world) *world { return w },
	} {
		t.Run(name, func(t *testing.T) {
			w := read(newWorld(t))
			steps := []resource.TestStep{{Config: chain{}.String()}}
			for _, address := range imports {
				steps = append(steps, resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// When it was first seen verified is not known to an import.
					ImportStateVerifyIgnore: []string{"verified_at"},
				})
			}
			w.run(steps...)
		})
	}
}

func TestEveryResourceIsImportedByBlockWithoutAPlannedChange(t *testing.T) {
	w := newWorld(t).withLists()
	steps := []resource.TestStep{{Config: chain{}.String()}}
	for _, address := range imports {
		steps = append(steps, resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		})
	}
	w.pluginTesting(steps...)
}

func TestEveryResourceIsImportedByIdentityWhereTheCLIKnowsIt(t *testing.T) {
	w := newWorld(t).withLists()
	steps := []resource.TestStep{{Config: chain{}.String()}}
	for _, address := range imports {
		steps = append(steps, resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity})
	}
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: w.providers(),
		Steps:                    steps,
	})
}

// The import of a verification says so when it is read.
func TestImportWarnsWhereTheServiceDoesNotShowWhatIsImported(t *testing.T) {
	w := newWorld(t)
	cli := w.cli()
	cli.config(chain{}.String())
	cli.apply()
	for address, as := range map[string]string{organizationDomain: "one of them", verification: "verified", claim: "claimed"} {
		id, _ := cli.state()[address]["id"].(string)
		cli.must("state", "rm", address)
		said := strings.Join(strings.Fields(cli.must("import", address, id)), " ")
		wantParts(t, said, "State Not Confirmed", "was imported as "+as+" without confirmation")
	}
	cli.hasEmptyPlan()
	cli.must("destroy", "-auto-approve")
}

func TestImportTakesAnySpellingOfTheDomainAndAnyFormOfTheOrganization(t *testing.T) {
	w := newWorld(t).withLists()
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			ResourceName: organizationDomain, ImportState: true, ImportStateVerify: true,
			ImportStateId: "webex/" + base64OrganizationID(w.Info().Webex.OrganizationID) + "/Acme.TEST.",
		},
	)
}

func TestMalformedImportIDIsRefusedWithTheFormItShouldHave(t *testing.T) {
	for id, want := range map[string]string{
		"acme.test":                   `is\s+not\s+of\s+the\s+form\s+service/organization_id/domain`,
		"webex//acme.test":            `is\s+not\s+of\s+the\s+form`,
		"webex/not-a-uuid/acme.test":  `neither\s+a\s+UUID\s+nor\s+the\s+Base64`,
		"workmail/x/acme.test":        `There is no service "workmail"`,
		"webex/ORG/com":               `single\s+label`,
		"webex/ORG/acme.test/dns_txt": `is\s+not\s+of\s+the\s+form`,
	} {
		t.Run(id, func(t *testing.T) {
			w := newWorld(t)
			id := regexp.MustCompile("ORG").ReplaceAllString(id, w.Info().Webex.OrganizationID)
			w.runWithLeftovers(resource.TestStep{
				Config: chain{}.String(), ResourceName: organizationDomain, ImportState: true, ImportStateId: id,
				ExpectError: regexp.MustCompile(want),
			})
		})
	}
}

func TestImportOfWhatIsNotThereSaysSo(t *testing.T) {
	w := newWorld(t).withLists()
	for _, address := range []string{organizationDomain, verification, claim} {
		w.runWithLeftovers(resource.TestStep{
			Config: chain{}.String(), ResourceName: address, ImportState: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) {
				return "webex/" + w.Info().Webex.OrganizationID + "/other.test", nil
			},
			ExpectError: regexp.MustCompile(`(?i)non-existent`),
		})
	}
}
