// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

func TestTwentyDomainsByForEach(t *testing.T) {
	var zones, quoted []string
	for i := range 20 {
		zone := fmt.Sprintf("d%02d.test", i)
		zones, quoted = append(zones, zone), append(quoted, `"`+zone+`"`)
	}
	// The administrators' own domain is the first of them.
	w := newWorld(t, zones...).withProbe()
	w.clock = polltest.NewHurriedClock(10)
	config := fmt.Sprintf(`
locals { domains = toset([%s]) }
resource "domainverify_organization_domain" "all" {
  for_each = local.domains
  domain   = each.key
}
resource "domainverify_verification_token" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
}
resource "sandbox_dns_record_set" "all" {
  for_each = local.domains
  zone     = each.key
  name     = domainverify_verification_token.all[each.key].record.name
  type     = "TXT"
  values   = [domainverify_verification_token.all[each.key].record.value]
}
resource "domainverify_verification" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  depends_on             = [sandbox_dns_record_set.all]
}
resource "domainverify_claim" "all" {
  for_each               = local.domains
  organization_domain_id = domainverify_verification.all[each.key].organization_domain_id
}
`, strings.Join(quoted, ", "))
	w.run(
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
