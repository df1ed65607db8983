// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strings"
	"testing"
)

// otherRevisions returns options that set the variable "revision" to another
// value each time, which makes all that depends on it known after apply.
func otherRevisions() func() string {
	revision := 1
	return func() string {
		revision++
		return fmt.Sprintf("-var=revision=%d", revision)
	}
}

// Invariant 16.
func TestUnknownOrganizationReleasesNothing(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "workos")
	w.config(`
variable "revision" { default = "1" }
provider "domainverify" {
  workos = {}
}
resource "terraform_data" "network" { input = var.revision }
module "verify" {
  source     = "./verify"
  depends_on = [terraform_data.network]
}
`)
	w.write("verify/main.tf", requiredProviders+`
data "domainverify_organization" "own" {
  service = "workos"
}
`+story{service: "workos", domain: "acme", organizationDomain: "organization_id = data.domainverify_organization.own.organization_id"}.resources(`"acme.test"`))
	w.must("get")
	w.apply()
	running.Recorder.ForgetRequests()
	revisions := otherRevisions()
	w.repeat(func(t *testing.T, parallelism string) {
		revision := revisions()
		wantParts(t, w.apply(parallelism, revision), "0 to add, 1 to change, 0 to destroy", "0 added, 1 changed, 0 destroyed")
		stillHolds(t, running, "workos")
		w.hasEmptyPlan(parallelism, revision)
	})
}

// Invariant 16: a value that has really changed is shown by the next plan.
func TestUnknownArgumentThatTurnsOutDifferentIsReplacedByTheNextPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	// The inputs are known after apply whenever they change.
	w.config(`
variable "domain" { default = "acme.test" }
provider "domainverify" {
  webex = { drift_probe_domain = "probe.test" }
}
resource "terraform_data" "domain" { input = var.domain }
resource "domainverify_organization_domain" "acme" {
  service = "webex"
  domain  = terraform_data.domain.output
}
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}
`)
	w.apply()
	w.repeat(func(t *testing.T, parallelism string) {
		wantParts(t, w.apply("-var=domain=beta.test", parallelism), "0 added, 1 changed, 0 destroyed")
		equal(t, "pending", running.Webex.Snapshot().Organization.Pending, []string{domain})
		wantParts(t, w.must("plan", "-var=domain=beta.test", parallelism), "2 to add, 0 to change, 2 to destroy")
		wantParts(t, w.apply(parallelism), "0 added, 1 changed, 0 destroyed")
	})
}

// moduleStory has a domain of one service in a module whose data sources are
// deferred while terraform_data.network changes.
func moduleStory(service, name, key string) string {
	text := story{service: service, domain: "acme", claim: "acme"}.String()
	providers, _, _ := strings.Cut(text, "resource ")
	return providers + `
variable "revision" { default = "1" }
resource "terraform_data" "network" { input = var.revision }
module "` + name + `" {
  for_each   = toset(["` + key + `"])
  source     = "./verify"
  depends_on = [terraform_data.network]
}
`
}

func moduleOf(service string) string {
	text := story{service: service, domain: "acme", claim: "acme"}.String()
	_, resources, _ := strings.Cut(text, "resource ")
	resources = strings.Replace("resource "+resources, `domain  = "acme.test"`,
		`domain  = split("/", data.domainverify_organization_domain.acme.id)[2]`, 1)
	return requiredProviders + `
data "domainverify_organization_domains" "all" {
  service = "` + service + `"
}
data "domainverify_organization_domain" "acme" {
  service = "` + service + `"
  domain  = "acme.test"
}
` + strings.Replace(resources, `service = "`+service+`"`, `service = "`+service+`"
  organization_id = data.domainverify_organization_domains.all.organization_id`, 1)
}

// Invariants 15 and 16: whatever defers, narrows or saves a plan, and whatever
// becomes of the address, nothing is given away.
func TestNothingIsGivenAwayByDeferralTargetOrSavedPlan(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.write("verify/main.tf", moduleOf(service))
			w.config(moduleStory(service, "verify", "a"))
			w.must("get")
			w.apply()
			settle(running)
			running.Recorder.ForgetRequests()

			// Deferred data sources, applied from a file.
			if said := w.must("plan", "-out=saved", "-var=revision=2"); !strings.Contains(said, "0 to add, 1 to change, 0 to destroy") {
				t.Errorf("deferred data sources are planned as another domain:\n%s", said)
			}
			w.must("apply", "saved")
			settle(running)
			w.hasEmptyPlan("-var=revision=2")
			// A part, without a refresh.
			w.apply("-var=revision=3", "-refresh=false", "-target=module.verify")
			settle(running)
			w.hasEmptyPlan("-var=revision=3")
			holds(t, running, service)

			// Another key, another module name.
			for _, module := range [][2]string{{"verify", "b"}, {"renamed", "a"}} {
				w.config(moduleStory(service, module[0], module[1]))
				w.must("get")
				for _, arguments := range [][]string{{"-parallelism=1"}, {"-refresh=false"}} {
					settle(running)
					w.fails("Resource Renamed Without Moved Block", append([]string{"plan", "-var=revision=3"}, arguments...)...)
				}
			}
			w.config(moduleStory(service, "renamed", "a") + "\nmoved {\n  from = module.verify\n  to   = module.renamed\n}\n")
			w.must("get")
			settle(running)
			w.apply("-var=revision=3")
			settle(running)
			w.hasEmptyPlan("-var=revision=3")
			holds(t, running, service)
			equal(t, "requests that release", releases(running), 0)
		})
	}
}
