// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// required is what plugin-testing says by itself and a plain CLI has to be told.
const required = `terraform {
  required_providers {
    domainverify = { source = "domainverify/domainverify" }
    sandbox      = { source = "domainverify/sandbox" }
  }
}
`

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
			folder := w.folderOfBuiltProviders()
			w.writeAll(folder, required+config)
			w.importInto(folder, true,
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

// The example is what README shows of several services, and what make demo applies.
func TestEverythingOfTheExampleIsImportedOneByOneAndThenPlansNothing(t *testing.T) {
	w := allServices(t)
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "sandbox", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	// plugin-testing names the sources of the providers itself.
	before, rest, _ := strings.Cut(string(text), "terraform {\n")
	_, after, found := strings.Cut(rest, "\n}\n")
	if !found {
		t.Fatal("the example does not begin with a terraform block")
	}
	config := before + after
	organizations := map[string]string{
		"webex": w.Info().Webex.OrganizationID, "workos": w.Info().WorkOS.OrganizationID, "zoho": w.Info().Zoho.OrganizationID,
	}
	var imports []imported
	for _, service := range []string{"zoho", "webex", "workos"} {
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
			folder := w.folderOfBuiltProviders()
			w.writeAll(folder, string(text))
			w.importInto(folder, false, imports...)
			equal(t, "planned after the imports", w.plannedChanges(folder), map[string][]string{})
		})},
		resource.TestStep{Config: config, PlanOnly: true},
		resource.TestStep{Config: config, Destroy: true},
	)
}

type imported struct{ address, id string }

// importInto imports with the real CLI, each into an empty state or all into one.
func (w *world) importInto(folder string, emptied bool, imports ...imported) {
	w.t.Helper()
	for _, one := range imports {
		// Each command is a run of its own, and Zoho counts the calls of a minute.
		w.Clock.Advance(time.Minute)
		if emptied {
			if err := os.RemoveAll(filepath.Join(folder, "terraform.tfstate")); err != nil {
				w.t.Fatal(err)
			}
		}
		if said, err := w.cli(folder, "import", "-no-color", "-input=false", one.address, one.id).CombinedOutput(); err != nil {
			w.t.Errorf("import %s: %v: %s", one.address, err, said)
		}
	}
}

// plannedChanges are the resources that a plan would change, and how.
func (w *world) plannedChanges(folder string) map[string][]string {
	w.t.Helper()
	w.Clock.Advance(time.Minute)
	if said, err := w.cli(folder, "plan", "-no-color", "-input=false", "-out=plan").CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %s", err, said)
	}
	said, err := w.cli(folder, "show", "-json", "plan").Output()
	if err != nil {
		w.t.Fatal(err)
	}
	var plan struct {
		Changes []struct {
			Address string
			Change  struct{ Actions []string }
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(said, &plan); err != nil {
		w.t.Fatal(err)
	}
	changes := map[string][]string{}
	for _, resource := range plan.Changes {
		if strings.Join(resource.Change.Actions, "") != "no-op" {
			changes[resource.Address] = resource.Change.Actions
		}
	}
	return changes
}

func (w *world) folderOfBuiltProviders() string {
	w.t.Helper()
	folder := w.t.TempDir()
	w.build(folder)
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "terraform-provider-sandbox"),
		"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/cmd/terraform-provider-sandbox")
	if said, err := build.CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %s", err, said)
	}
	return folder
}

// writeAll writes a whole configuration, and that of a CLI that takes both
// providers from the folder.
func (w *world) writeAll(folder, config string) {
	w.t.Helper()
	cliConfig := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"domainverify/domainverify\" = %[1]q\n    \"domainverify/sandbox\"      = %[1]q\n  }\n  direct {}\n}\n", folder)
	for name, text := range map[string]string{"cli.tfrc": cliConfig, "main.tf": config} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}
