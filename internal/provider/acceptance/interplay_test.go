// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// sharedRecordSet is one domain at services by one for_each, with one record set at the
// domain and one for GitHub, whose name is its own.
func sharedRecordSet(services, more string) string {
	return `
provider "domainverify" {
  webex  = {}
  workos = {}
  zoho   = {}
  github = {}
  google = {}
  entra  = {}
}
provider "sandbox" { zone = "acme.test" }
variable "adopt" { default = false }
locals {
  services = toset([` + services + `])
  apart    = setintersection(local.services, ["github"])
}
resource "domainverify_organization_domain" "acme" {
  for_each       = local.services
  service        = each.key
  domain         = "acme.test"
  adopt_existing = var.adopt
}
resource "domainverify_verification_token" "acme" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
}
locals {
  txt = provider::domainverify::record_set([
    [for service, token in domainverify_verification_token.acme : token.record if service != "github"],
    { name = "acme.test", type = "TXT", value = "v=spf1 -all" },
  ])
}
resource "sandbox_dns_record_set" "acme" {
  name   = local.txt.name
  type   = local.txt.type
  values = local.txt.values
}
resource "sandbox_dns_record_set" "apart" {
  for_each = local.apart
  name     = domainverify_verification_token.acme[each.key].record.name
  type     = domainverify_verification_token.acme[each.key].record.type
  values   = [domainverify_verification_token.acme[each.key].record.value]
}
resource "domainverify_verification" "acme" {
  for_each               = local.services
  organization_domain_id = domainverify_organization_domain.acme[each.key].id
  token                  = domainverify_verification_token.acme[each.key].token
  depends_on             = [sandbox_dns_record_set.acme, sandbox_dns_record_set.apart]
}
resource "domainverify_claim" "acme" {
  for_each               = setintersection(local.services, ["webex"])
  organization_domain_id = domainverify_verification.acme[each.key].organization_domain_id
}
` + more
}

const sixServices = `"webex", "workos", "zoho", "github", "google", "entra"`

// writes are the requests that change something at a service, or may issue a token.
// Requests for access tokens are none, and neither is Google's for a verification token,
// which it has for good.
func writes(running *sandbox.Sandbox) (lines []string) {
	for _, request := range running.Requests() {
		isRead := request.Method == "GET" || strings.HasPrefix(request.Operation, "query ") ||
			strings.Contains(request.Path, "/oauth") || strings.HasSuffix(request.Path, "/token")
		if !isRead {
			lines = append(lines, fmt.Sprintf("%s: %s %s %s", request.Service, request.Method, request.Path, request.Operation))
		}
	}
	return lines
}

// writesNothing runs a command of which no service may notice more than reads.
func (w *world) writesNothing(what string, run func()) {
	w.t.Helper()
	w.Clock.Advance(2 * time.Minute)
	w.Recorder.ForgetRequests()
	run()
	equal(w.t, "writes of "+what, writes(w.Sandbox), []string(nil))
}

// tokens are those in state, by address.
func tokens(of map[string]map[string]any) map[string]any {
	found := map[string]any{}
	for address, values := range of {
		if strings.HasPrefix(address, "domainverify_verification_token.") {
			found[address] = values["token"]
		}
	}
	return found
}

func TestPartsAndOtherKindsOfRunsWriteNothingTwice(t *testing.T) {
	w := allServices(t)
	cli := w.cli()
	cli.config(sharedRecordSet(sixServices, ""))

	// A part first, and then the rest.
	cli.apply("-target=domainverify_verification_token.acme", "-parallelism=100")
	part := tokens(cli.state())
	equal(t, "tokens of the part", len(part), 6)
	w.Clock.Advance(2 * time.Minute)
	w.Recorder.ForgetRequests()
	cli.apply("-refresh=false", "-parallelism=1")
	equal(t, "tokens", tokens(cli.state()), part)
	for _, write := range writes(w.Sandbox) {
		if strings.Contains(write, "getDomainVerificationToken") || strings.Contains(write, "POST /organization_domains ") {
			t.Errorf("the rest of a run has begun anew: %s", write)
		}
	}
	holds(t, w.Sandbox, "webex")

	// What finds nothing to do.
	w.writesNothing("a refresh", func() { cli.apply("-refresh-only") })
	w.writesNothing("a plan without a refresh", func() { cli.hasEmptyPlan("-refresh=false") })
	w.writesNothing("a part", func() { cli.apply("-target=domainverify_verification.acme", "-parallelism=100") })
	w.writesNothing("an apply", func() { cli.apply("-parallelism=1") })

	// A saved plan of a release, which another run has made stale.
	w.writesNothing("a stale plan", func() {
		cli.must("plan", "-destroy", "-out=stale", "-target=domainverify_claim.acme")
		cli.apply("-var=adopt=true")
		cli.fails("Saved plan is stale", "apply", "stale")
	})
	equal(t, "tokens", tokens(cli.state()), part)
	holds(t, w.Sandbox, "webex")

	// What leaves the state stays at the services, and comes back without a write.
	left := ""
	for _, kind := range []string{"organization_domain", "verification_token", "verification", "claim"} {
		left += "\nremoved {\n  from = domainverify_" + kind + ".acme\n  lifecycle {\n    destroy = false\n  }\n}\n"
	}
	kept := cli.state()
	before, _, _ := strings.Cut(sharedRecordSet(sixServices, ""), `resource "`)
	w.writesNothing("removed blocks", func() {
		cli.config(before + left + strings.ReplaceAll(strings.ReplaceAll(left, "domainverify_organization_domain.acme", "sandbox_dns_record_set.acme"), "domainverify_verification_token.acme", "sandbox_dns_record_set.apart"))
		cli.apply()
		equal(t, "left in state", len(cli.state()), 0)
	})
	imports := ""
	for address, values := range kept {
		imports += fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, values["id"])
	}
	w.writesNothing("imports", func() {
		cli.config(sharedRecordSet(sixServices, imports))
		if said := cli.apply("-var=adopt=true"); !strings.Contains(said, " 0 added, ") || !strings.Contains(said, " 0 destroyed") {
			t.Errorf("the imports have done more than to import:\n%s", said)
		}
	})
	equal(t, "tokens", tokens(cli.state()), part)

	w.Clock.Advance(2 * time.Minute)
	cli.must("destroy", "-auto-approve", "-parallelism=100")
	if err := w.nothingLeft(); err != nil {
		t.Error(err)
	}
}

// changedFirst is sharedRecordSet with what has Terraform change the record set before it
// destroys what a value came from.
func changedFirst(services string) string {
	const end, lifecycle = "\n}\n", "\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
	text := strings.Replace(sharedRecordSet(services, ""), "= var.adopt"+end, "= var.adopt"+lifecycle, 1)
	return strings.Replace(text, "acme[each.key].id"+end, "acme[each.key].id"+lifecycle, 1)
}

// Terraform changes a record set that other values share after it has destroyed what the
// value came from, and Google releases no domain whose record stands.
func TestServiceThatLeavesASharedRecordSetIsReleasedAfterItsRecordIsGone(t *testing.T) {
	w := allServices(t)
	cli := w.cli()
	cli.config(sharedRecordSet(sixServices, ""))
	cli.apply()
	w.Clock.Advance(2 * time.Minute)
	w.Recorder.ForgetRequests()

	const five = `"webex", "workos", "zoho", "github", "entra"`
	cli.config(sharedRecordSet(five, ""))
	said := cli.fails("Record Still Published", "apply", "-auto-approve")
	wantParts(t, said, "create_before_destroy", "-target")
	equal(t, "writes", writes(w.Sandbox), []string(nil))

	cli.config(changedFirst(sixServices))
	w.Clock.Advance(2 * time.Minute)
	wantParts(t, cli.apply(), "2 added, 0 changed, 0 destroyed")
	cli.config(changedFirst(five))
	w.Clock.Advance(2 * time.Minute)
	wantParts(t, cli.apply("-parallelism=1"), "0 added, 1 changed, 3 destroyed")
	equal(t, "requests that release", releases(w.Sandbox), 1)
	holds(t, w.Sandbox, "webex")
	w.Clock.Advance(2 * time.Minute)
	cli.hasEmptyPlan()
	cli.must("destroy", "-auto-approve")
	if err := w.nothingLeft(); err != nil {
		t.Error(err)
	}
}

// The two ways of the guides to give up a domain whose token is in a shared record set.
func TestDomainLeavesASharedRecordSetInTwoAppliesOrWithCreateBeforeDestroyInOne(t *testing.T) {
	const both, one = `"zoho", "google"`, `"zoho"`
	withoutGoogle := strings.Replace(sharedRecordSet(both, ""), `service != "github"`, `!contains(["github", "google"], service)`, 1)
	for name, steps := range map[string][2][2]string{
		"its token leaves first": {{withoutGoogle, "0 added, 1 changed, 0 destroyed"}, {sharedRecordSet(one, ""), "0 added, 0 changed, 3 destroyed"}},
		"create_before_destroy":  {{changedFirst(both), "0 added, 0 changed, 0 destroyed"}, {changedFirst(one), "0 added, 1 changed, 3 destroyed"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := allServices(t)
			cli := w.cli()
			cli.config(sharedRecordSet(both, ""))
			cli.apply()
			for _, step := range steps {
				w.Clock.Advance(2 * time.Minute)
				cli.config(step[0])
				wantParts(t, cli.apply(), step[1])
			}
			holds(t, w.Sandbox, "zoho")
			cli.must("destroy", "-auto-approve")
			if err := w.nothingLeft(); err != nil {
				t.Error(err)
			}
		})
	}
}

// The same without for_each: the blocks are removed, and what leaves is in state alone.
func TestRemovedBlocksAreReleasedOnceTheirSharedRecordSetIsApplied(t *testing.T) {
	w := allServices(t)
	cli := w.cli()
	blocks := func(service string) string {
		return strings.ReplaceAll(`
resource "domainverify_organization_domain" "NAME" {
  service = "NAME"
  domain  = "acme.test"
}
resource "domainverify_verification_token" "NAME" {
  organization_domain_id = domainverify_organization_domain.NAME.id
}
resource "domainverify_verification" "NAME" {
  organization_domain_id = domainverify_organization_domain.NAME.id
  token                  = domainverify_verification_token.NAME.token
  depends_on             = [sandbox_dns_record_set.acme]
}
`, "NAME", service)
	}
	recordSet := func(values string) string {
		return "provider \"domainverify\" {\n  zoho   = {}\n  google = {}\n}\nresource \"sandbox_dns_record_set\" \"acme\" {\n  zone   = \"acme.test\"\n  name   = \"@\"\n  type   = \"TXT\"\n  values = [" + values + "]\n}\n"
	}
	const zohos = "domainverify_verification_token.zoho.record.value"
	cli.config(recordSet(zohos+", domainverify_verification_token.google.record.value") + blocks("zoho") + blocks("google"))
	cli.apply()
	w.Clock.Advance(2 * time.Minute)
	w.Recorder.ForgetRequests()

	cli.config(recordSet(zohos) + blocks("zoho"))
	w.writesNothing("the record set", func() {
		wantParts(t, cli.apply("-target=sandbox_dns_record_set.acme"), "0 added, 1 changed, 0 destroyed")
	})
	wantParts(t, cli.apply("-parallelism=1"), "0 added, 0 changed, 3 destroyed")
	holds(t, w.Sandbox, "zoho")
	w.Clock.Advance(2 * time.Minute)
	cli.must("destroy", "-auto-approve")
	if err := w.nothingLeft(); err != nil {
		t.Error(err)
	}
}

func TestChecksOfTheExampleWarnOfDriftAndChangeNothing(t *testing.T) {
	w := allServices(t)
	cli := w.cli()
	example := readFile(t, filepath.Join("..", "..", "..", "examples", "check", "main.tf"))
	_, checks, found := strings.Cut(example, "\ndata ")
	if !found || !strings.Contains(checks, "\ncheck ") {
		t.Fatal("the example has no data and check")
	}
	cli.config(story{service: "zoho", domain: "acme"}.String() + "\ndata " + checks)
	const failed = "Check block assertion failed"
	if said := cli.apply(); strings.Contains(said, failed) {
		t.Errorf("a check of the first apply fails:\n%s", said)
	}
	w.writesNothing("a check that passes", func() {
		cli.hasEmptyPlan()
	})

	// The record goes, and later the domain.
	if err := w.DNS.SetTXT(domain, domain); err != nil {
		t.Fatal(err)
	}
	w.writesNothing("a check of the record", func() {
		wantParts(t, cli.apply("-refresh=false"), failed, "The record that proves acme.test is not published.", "0 changed")
	})
	if err := w.Zoho.Drift("remove", domain); err != nil {
		t.Fatal(err)
	}
	w.writesNothing("a check of the domain", func() {
		wantParts(t, cli.apply("-refresh=false"), failed, "The domain acme.test is absent at zoho.", "0 changed")
	})
	if err := os.Remove(filepath.Join(cli.folder, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
}
