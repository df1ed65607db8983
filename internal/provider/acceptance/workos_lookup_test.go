// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

func TestOrganizationIsFoundByEachOfItsNames(t *testing.T) {
	w := workOS(t)
	id := w.Info().WorkOS.OrganizationID
	w.run(resource.TestStep{
		Config: unclaimed.String() + `
data "domainverify_organization" "own" { depends_on = [domainverify_verification.this] }
data "domainverify_organization" "by_domain" {
  domain     = "Acme.test"
  depends_on = [domainverify_verification.this]
}
data "domainverify_organization" "by_name" { name = data.domainverify_organization.own.name }
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.domainverify_organization.own", tfjsonpath.New("organization_id"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownValue("data.domainverify_organization.by_domain", tfjsonpath.New("organization_id"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownValue("data.domainverify_organization.by_name", tfjsonpath.New("organization_id"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownValue("data.domainverify_organization.own", tfjsonpath.New("domains"), knownvalue.ListSizeExact(1)),
		},
	})
}

// Like the resources: an API that is locked for a while opens again.
func TestLookupsAndPortalLinkWaitOutALockedService(t *testing.T) {
	for name, test := range map[string]struct{ config, match string }{
		"organization": {`data "domainverify_organization" "this" {}`, "GET /organizations/"},
		"by name":      {`data "domainverify_organization" "this" { name = "Acme, Inc." }`, "GET /organizations?"},
		"its domains":  {`data "domainverify_organization_domains" "this" {}`, "GET /organizations/"},
		"one domain":   {`data "domainverify_organization_domain" "this" { domain = "acme.test" }`, "GET /organizations/"},
		"portal link":  {`ephemeral "domainverify_portal_link" "this" { return_url = "https://acme.test/back" }`, "/portal/"},
	} {
		t.Run(name, func(t *testing.T) {
			w := workOS(t)
			if err := w.Recorder.AddFault(simhttp.Fault{Service: "workos", Match: test.match, Kind: "status:429", Times: 1, RetryAfter: 120}); err != nil {
				t.Fatal(err)
			}
			run := w.run
			if strings.HasPrefix(test.config, "ephemeral") {
				run = w.runTerraform
			}
			run(resource.TestStep{Config: test.config})
			equal(t, "faults hit", w.Recorder.Faults()[0].Hits, 1)
		})
	}
}

func TestPortalLinkOpensThePortalAndStaysOutOfState(t *testing.T) {
	w := workOS(t)
	factories := w.providers()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: `
ephemeral "domainverify_portal_link" "this" { return_url = "https://acme.test/back" }
provider "echo" { data = ephemeral.domainverify_portal_link.this.link }
resource "echo" "this" {}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("echo.this", tfjsonpath.New("data"), knownvalue.StringFunc(func(link string) error {
					visit, err := w.WorkOS.OpenPortalLink(link)
					if err == nil {
						equal(t, "visit", visit, workossim.PortalVisit{OrganizationID: w.Info().WorkOS.OrganizationID, Intent: "domain_verification"})
					}
					return err
				})),
			},
		}},
	})
}

func TestPortalLinkRefusesAnInsecureReturnURL(t *testing.T) {
	w := workOS(t)
	w.runTerraform(resource.TestStep{
		Config:      `ephemeral "domainverify_portal_link" "this" { return_url = "http://acme.test/back" }`,
		ExpectError: regexp.MustCompile(`(?s)Invalid URL.*https://`),
	})
}
