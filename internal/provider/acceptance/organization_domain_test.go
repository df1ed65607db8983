// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

const nothing = `locals {}`

func TestExistingDomainIsAdoptedWhenAsked(t *testing.T) {
	for name, without := range map[string][]string{
		"pending":  {"domainverify_claim", "domainverify_verification"},
		"verified": {"domainverify_claim"},
		"claimed":  nil,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t).withLists()
			abandon := chain{organizationDomain: `deletion_policy = "abandon"`, without: without}
			// The organization keeps what the first configuration leaves behind,
			// and the record stands as well.
			keepRecord := `removed {
  from = sandbox_dns_record_set.this
  lifecycle { destroy = false }
}
removed {
  from = domainverify_claim.this
  lifecycle { destroy = false }
}`
			w.runTerraformWithLeftovers(
				resource.TestStep{Config: abandon.String()},
				resource.TestStep{Config: keepRecord},
			)
			w.Recorder.ForgetRequests()
			if name != "pending" { // what a create leaves behind that was cut off is adopted unasked
				w.runWithLeftovers(resource.TestStep{Config: chain{}.String(), PlanOnly: true, ExpectError: regexp.MustCompile(`Domain Already Exists`)})
			}
			w.run(
				resource.TestStep{
					PreConfig: func() {
						if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
							t.Fatal(err)
						}
						if err := w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain)); err != nil {
							t.Fatal(err)
						}
					},
					Config: chain{
						organizationDomain: "adopt_existing = true",
						without:            []string{"sandbox_dns_record_set"},
					}.String(),
					ConfigStateChecks: w.check(func() {
						equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{domain})
						if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
							t.Error(err)
						}
					}),
				},
			)
		})
	}
}

func TestAbandonedDomainStaysAtTheService(t *testing.T) {
	w := newWorld(t)
	w.runWithLeftovers(
		resource.TestStep{Config: chain{organizationDomain: `deletion_policy = "abandon"`, without: []string{"domainverify_claim"}}.String()},
		resource.TestStep{Config: nothing, ConfigStateChecks: w.check(func() {
			equal(t, "verified", w.Webex.Snapshot().Organization.Verified, []string{domain})
			equal(t, "unverify calls", w.count("unverifyDomain"), 0)
		})},
	)
}

func TestPreventedDeletionFailsWhilePlanning(t *testing.T) {
	w := newWorld(t, domain, other)
	w.environment["WEBEX_ACCESS_TOKEN"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
	protected := chain{organizationDomain: `deletion_policy = "prevent"`}
	w.run(
		resource.TestStep{Config: protected.String()},
		resource.TestStep{Config: nothing, ExpectError: regexp.MustCompile(`(?s)pre-apply plan.*Deletion Prevented`)},
		resource.TestStep{
			Config:      chain{domain: `"other.test"`, organizationDomain: `deletion_policy = "prevent"`}.String(),
			ExpectError: regexp.MustCompile(`(?s)pre-apply plan.*Deletion Prevented`),
		},
		// Once it may be destroyed, that it might not is forgotten.
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			Config:           chain{domain: `"other.test"`}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionReplace)}},
			ConfigStateChecks: w.check(func() {
				equal(t, "claimed", w.Webex.Snapshot().Organization.Claimed, []string{"other.test"})
			}),
		},
	)
}

func TestTimeoutsAndPoliciesChangeInPlaceWithoutACall(t *testing.T) {
	w := newWorld(t)
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			PreConfig: w.Recorder.ForgetRequests,
			Config: chain{
				organizationDomain: `timeouts = { delete = "1m" }`,
				verification:       `timeouts = { create = "1m" }`,
				claim:              "force = true\n timeouts = { delete = \"1m\" }",
			}.String(),
			ConfigPlanChecks: actions{organizationDomain: update, verification: update, claim: update}.planned(),
			ConfigStateChecks: w.check(func() {
				for _, call := range w.calls() {
					if call != "GET" {
						t.Errorf("an update in place called %s", call)
					}
				}
			}),
		},
	)
}

func TestDomainStillClaimedByHandIsNotReleasedAndTheErrorNamesTheClaim(t *testing.T) {
	w := newWorld(t)
	w.runTerraform(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			Config: `
removed {
  from = domainverify_claim.this
  lifecycle { destroy = false }
}`,
			ExpectError: regexp.MustCompile(`(?s)Cannot Release Domain.*still\s+has\s+a\s+claim.*domainverify_claim`),
		},
		resource.TestStep{
			PreConfig:        w.drift("unclaim", domain),
			Config:           nothing,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(organizationDomain, plancheck.ResourceActionDestroy)}},
		},
	)
}
