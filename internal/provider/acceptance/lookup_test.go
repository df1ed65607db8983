// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
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

const txtRecords = "data.domainverify_txt_records.this"

func lookup(more string) string {
	return fmt.Sprintf(`data "domainverify_txt_records" "this" {
  name = "Acme.test."
  %s
}`, more)
}

func says(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(txtRecords, tfjsonpath.New(attribute), value)
}

func TestMissingRecordIsAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: lookup(`expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{
		says("matches", knownvalue.Bool(false)),
		says("records", knownvalue.ListSizeExact(0)),
		says("zone", knownvalue.StringExact(domain)),
		says("negative_ttl", knownvalue.Int64Exact(300)),
		says("servers", knownvalue.ListSizeExact(2)),
		says("diagnosis", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.StringRegexp(regexp.MustCompile("no TXT record at acme.test"))})),
	}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 0)
	equal(t, "calls of services", len(w.calls()), 0)
}

func TestRecordsAreShownByServerAndComparedExactly(t *testing.T) {
	w := newWorld(t)
	if err := w.DNS.SetTXT(domain, domain, "v=spf1 -all", "x=1"); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.DNS.RemoveRRset(domain, "TXT") }()
	w.runWithLeftovers(
		resource.TestStep{Config: lookup(`expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{
			says("matches", knownvalue.Bool(true)),
			says("records", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("v=spf1 -all"), knownvalue.StringExact("x=1")})),
			says("diagnosis", knownvalue.ListSizeExact(0)),
			says("servers", knownvalue.ListPartial(map[int]knownvalue.Check{1: knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"verdict": knownvalue.StringExact("present"), "rcode": knownvalue.StringExact("NOERROR"), "authoritative": knownvalue.Bool(true), "ttl": knownvalue.Int64Exact(60),
			})})),
		}},
		resource.TestStep{Config: lookup(`expected = "X=1"`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(false))}},
		resource.TestStep{Config: lookup(""), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(true))}},
	)
}

func TestLookupWaitsUntilTheRecordIsThereWhenAsked(t *testing.T) {
	w := newWorld(t)
	slept := 0
	w.virtual.OnSleep = func(time.Duration) {
		if slept++; slept == 3 {
			if err := w.DNS.SetTXT(domain, domain, "x=1"); err != nil {
				t.Error(err)
			}
		}
	}
	w.runWithLeftovers(resource.TestStep{Config: lookup(`wait = true
  expected = "x=1"`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(true))}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 3)
}

func TestLookupDoesNotWaitForWhatNoRecordCanBe(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: `data "domainverify_txt_records" "this" {
  name = "192.0.2.1"
  wait = true
}`, ConfigStateChecks: []statecheck.StateCheck{
		says("diagnosis", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.StringRegexp(regexp.MustCompile("IP address"))})),
	}})
	equal(t, "pauses", len(w.virtual.Sleeps()), 0)
}

func TestLookupThatWaitedInVainIsAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.run(resource.TestStep{Config: lookup(`wait = true
  timeouts = { read = "10s" }`), ConfigStateChecks: []statecheck.StateCheck{says("matches", knownvalue.Bool(false))}})
	// Terraform reads a data source more than once.
	if pauses := len(w.virtual.Sleeps()); pauses < 5 || pauses%5 != 0 {
		t.Errorf("%d pauses of two seconds, want five at each read", pauses)
	}
}

func TestLookupAsksResolversInTheRecursiveMode(t *testing.T) {
	w := newWorld(t)
	if err := w.DNS.SetTXT(domain, domain, "x=1"); err != nil {
		t.Fatal(err)
	}
	w.environment["DOMAINVERIFY_DNS_RESOLVERS"] = w.DNS.Recursive()
	w.runWithLeftovers(resource.TestStep{Config: lookup(`mode = "recursive"`), ConfigStateChecks: []statecheck.StateCheck{
		says("matches", knownvalue.Bool(true)), says("servers", knownvalue.ListSizeExact(1)),
	}})
}

func TestBadNameIsRefused(t *testing.T) {
	newWorld(t).run(resource.TestStep{
		Config:      `data "domainverify_txt_records" "this" { name = "acme..test" }`,
		ExpectError: regexp.MustCompile(`(?s)Invalid DNS Name.*empty\s+label`),
	})
}

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
