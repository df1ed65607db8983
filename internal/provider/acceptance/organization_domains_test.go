// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const lookups = `
data "domainverify_organization_domain" "this" {
  domain     = "ACME.test."
  depends_on = [domainverify_claim.this]
}
data "domainverify_organization_domain" "missing" { domain = "missing.test" }
data "domainverify_organization_domains" "claimed" {
  state      = "claimed"
  depends_on = [domainverify_claim.this]
}
data "domainverify_organization_domains" "pending" {
  state      = "pending"
  depends_on = [domainverify_claim.this]
}
`

func shows(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.domainverify_organization_domain"+address, tfjsonpath.New(attribute), value)
}

func TestLookupsShowWhatTheServiceSays(t *testing.T) {
	w := newWorld(t).withLists()
	w.run(resource.TestStep{Config: chain{}.String() + lookups, ConfigStateChecks: []statecheck.StateCheck{
		shows(".this", "state", knownvalue.StringExact("claimed")),
		shows(".this", "id", knownvalue.StringExact("webex/"+w.Info().Webex.OrganizationID+"/"+domain)),
		shows(".missing", "state", knownvalue.StringExact("absent")),
		shows("s.claimed", "complete", knownvalue.Bool(true)),
		shows("s.claimed", "domains", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"domain": knownvalue.StringExact(domain), "state": knownvalue.StringExact("claimed"),
		})})),
		shows("s.pending", "domains", knownvalue.ListSizeExact(0)),
	}})
}

func TestLookupsSayNoMoreThanTheProbeKnows(t *testing.T) {
	w := newWorld(t).withProbe()
	w.run(resource.TestStep{Config: chain{}.String() + lookups, ConfigStateChecks: []statecheck.StateCheck{
		shows(".this", "state", knownvalue.StringExact("claimed")),
		shows(".missing", "state", knownvalue.StringExact("unverified")),
		shows("s.claimed", "complete", knownvalue.Bool(false)),
		shows("s.claimed", "domains", knownvalue.ListSizeExact(1)),
	}})
}

func TestLookupsOfAnOrganizationThatCannotBeReadAreEmptyNotWrong(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: `
data "domainverify_organization_domain" "this" { domain = "acme.test" }
data "domainverify_organization_domains" "all" {}
`, ConfigStateChecks: []statecheck.StateCheck{
		shows(".this", "state", knownvalue.StringExact("unknown")),
		shows("s.all", "complete", knownvalue.Bool(false)),
		shows("s.all", "domains", knownvalue.ListSizeExact(0)),
	}})
}
