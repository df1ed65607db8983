// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
)

// proofs is the pattern of the page of record_set: every for_each is keyed by
// the configuration, whatever the service and the method. An entry is the
// methods of a domain.
func proofs(domains ...string) string {
	return `
provider "domainverify" {
  webex  = {}
  workos = {}
  zoho   = {}
}
provider "sandbox" {}
locals {
  domains = {
    ` + strings.Join(domains, "\n    ") + `
  }
  proofs = merge([for domain, methods in local.domains : {
    for service, method in methods : "${domain} ${service}" => { domain = domain, service = service, method = method }
  }]...)
  txt = {
    for domain in keys(local.domains) : domain => provider::domainverify::record_set([
      for key, token in domainverify_verification_token.all : token.record
      if local.proofs[key].domain == domain && local.proofs[key].method == "dns_txt"
    ])
  }
}
resource "domainverify_organization_domain" "all" {
  for_each = local.proofs
  service  = each.value.service
  domain   = each.value.domain
}
resource "domainverify_verification_token" "all" {
  for_each               = local.proofs
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  method                 = each.value.method
}
resource "sandbox_dns_record_set" "txt" {
  for_each = local.txt
  zone     = each.key
  name     = each.value.name
  type     = each.value.type
  values   = each.value.values
}
resource "sandbox_dns_record_set" "cname" {
  for_each = { for key, proof in local.proofs : key => proof.domain if proof.method == "dns_cname" }
  zone     = each.value
  name     = domainverify_verification_token.all[each.key].record.name
  type     = domainverify_verification_token.all[each.key].record.type
  values   = [domainverify_verification_token.all[each.key].record.value]
}
resource "sandbox_web_file" "all" {
  for_each = { for key, proof in local.proofs : key => proof.domain if proof.method == "http_file" }
  url      = domainverify_verification_token.all[each.key].http_file.url
  content  = domainverify_verification_token.all[each.key].http_file.content
}
resource "domainverify_verification" "all" {
  for_each               = local.proofs
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  method                 = each.value.method
  depends_on             = [sandbox_dns_record_set.txt, sandbox_dns_record_set.cname, sandbox_web_file.all]
}
resource "domainverify_claim" "all" {
  for_each               = { for key, proof in local.proofs : key => proof.domain if proof.service == "webex" }
  organization_domain_id = domainverify_verification.all[each.key].organization_domain_id
}
`
}

const (
	allByTXT    = `"acme.test"  = { webex = "dns_txt", workos = "dns_txt", zoho = "dns_txt" }`
	zohoByCNAME = `"beta.test"  = { workos = "dns_txt", zoho = "dns_cname" }`
	zohoByFile  = `"gamma.test" = { workos = "dns_txt", zoho = "http_file" }`
)

func allServices(t *testing.T, zones ...string) *world {
	t.Helper()
	w := newWorld(t, zones...).withLists()
	w.addWorkOS()
	w.addZoho()
	w.addGitHub()
	w.addEntra()
	w.addGoogle()
	return w
}

func TestEveryMethodAtEveryServiceIsAppliedAtOnceAndImportedByTheDocumentedPattern(t *testing.T) {
	w := allServices(t, domain, "beta.test", "gamma.test")
	config := proofs(allByTXT, zohoByCNAME, zohoByFile)
	info := w.Info()
	w.runTerraform(
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(`sandbox_dns_record_set.txt["beta.test"]`, plancheck.ResourceActionCreate),
			plancheck.ExpectResourceAction(`sandbox_dns_record_set.cname["beta.test zoho"]`, plancheck.ResourceActionCreate),
			plancheck.ExpectResourceAction(`sandbox_web_file.all["gamma.test zoho"]`, plancheck.ResourceActionCreate),
			plancheck.ExpectUnknownValue(`sandbox_dns_record_set.cname["beta.test zoho"]`, tfjsonpath.New("name")),
			plancheck.ExpectKnownValue(`sandbox_dns_record_set.txt["beta.test"]`, tfjsonpath.New("name"), knownvalue.StringExact("beta.test")),
			plancheck.ExpectKnownValue(`domainverify_verification_token.all["gamma.test zoho"]`, tfjsonpath.New("record"), knownvalue.Null()),
		}}, ConfigStateChecks: w.check(func() {
			equal(t, "claimed at Webex", w.Webex.Snapshot().Organization.Claimed, []string{domain})
			equal(t, "domains at Zoho", len(w.Zoho.Snapshot().Domains), 3)
			w.imports(config, true,
				imported{`domainverify_organization_domain.all["acme.test webex"]`, "webex/" + info.Webex.OrganizationID + "/acme.test"},
				imported{`domainverify_organization_domain.all["beta.test workos"]`, "workos/" + info.WorkOS.OrganizationID + "/beta.test"},
				imported{`domainverify_organization_domain.all["gamma.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/gamma.test"},
				imported{`domainverify_verification_token.all["acme.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/acme.test/dns_txt"},
				imported{`domainverify_verification_token.all["beta.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/beta.test/dns_cname"},
				imported{`domainverify_verification_token.all["gamma.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/gamma.test/http_file"},
				imported{`domainverify_verification.all["beta.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/beta.test/dns_cname"},
				imported{`domainverify_verification.all["gamma.test zoho"]`, "zoho/" + info.Zoho.OrganizationID + "/gamma.test/http_file"},
				imported{`domainverify_claim.all["acme.test webex"]`, "webex/" + info.Webex.OrganizationID + "/acme.test"},
			)
		})},
		resource.TestStep{Config: config, PlanOnly: true},
		// A domain that leaves the configuration leaves the others as they are.
		resource.TestStep{Config: proofs(allByTXT, zohoByCNAME), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(`sandbox_dns_record_set.txt["acme.test"]`, plancheck.ResourceActionNoop),
			plancheck.ExpectResourceAction(`sandbox_dns_record_set.cname["beta.test zoho"]`, plancheck.ResourceActionNoop),
			plancheck.ExpectResourceAction(`sandbox_dns_record_set.txt["gamma.test"]`, plancheck.ResourceActionDestroy),
			plancheck.ExpectResourceAction(`domainverify_organization_domain.all["gamma.test zoho"]`, plancheck.ResourceActionDestroy),
		}}},
		resource.TestStep{Config: proofs(allByTXT, zohoByCNAME), PlanOnly: true},
		resource.TestStep{Config: proofs(allByTXT, zohoByCNAME), Destroy: true},
	)
}

// The example is what the README points to, and what make demo applies.
func TestEverythingOfTheExampleIsImportedOneByOneAndThenPlansNothing(t *testing.T) {
	w := allServices(t)
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "sandbox", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	_, config, found := strings.Cut(string(text), "\n}\n")
	if !found || !strings.Contains(string(text), "terraform {\n") {
		t.Fatal("the example does not begin with a terraform block")
	}
	organizations := map[string]string{
		"webex": w.Info().Webex.OrganizationID, "workos": w.Info().WorkOS.OrganizationID, "zoho": w.Info().Zoho.OrganizationID,
		"github": strings.ToLower(w.environment["GITHUB_OWNER"]), "entra": w.environment["ARM_TENANT_ID"], "google": "self",
	}
	var imports []imported
	for _, service := range []string{"zoho", "webex", "workos", "github", "entra", "google"} {
		id := service + "/" + organizations[service] + "/" + domain
		imports = append(imports,
			imported{fmt.Sprintf("domainverify_verification.acme[%q]", service), id + "/dns_txt"},
			imported{fmt.Sprintf("domainverify_verification_token.acme[%q]", service), id + "/dns_txt"},
			imported{fmt.Sprintf("domainverify_organization_domain.acme[%q]", service), id},
		)
	}
	imports = append(imports,
		imported{"domainverify_claim.acme", "webex/" + organizations["webex"] + "/" + domain},
		imported{"sandbox_dns_record_set.acme", "acme.test/acme.test/TXT"},
	)
	w.runTerraform(
		resource.TestStep{Config: config, ConfigStateChecks: w.check(func() {
			record := sandbox.Simulated[*githubsim.Sim](w.Sandbox).Snapshot().Domains[0].HostName
			imports = append(imports, imported{"sandbox_dns_record_set.github", "acme.test/" + record + "/TXT"})
			w.imports(config, false, imports...).hasEmptyPlan()
		})},
		resource.TestStep{Config: config, PlanOnly: true},
		resource.TestStep{Config: config, Destroy: true},
	)
}

type imported struct{ address, id string }

// imports imports into another workspace, each into an empty state or all into one.
func (w *world) imports(config string, emptied bool, imports ...imported) *workspace {
	w.t.Helper()
	cli := w.cli()
	cli.config(config)
	for _, one := range imports {
		// Each command is a run of its own, and Zoho counts the calls of a minute.
		w.Clock.Advance(time.Minute)
		if emptied {
			cli.loseState()
		}
		cli.must("import", one.address, one.id)
	}
	w.Clock.Advance(time.Minute)
	return cli
}
