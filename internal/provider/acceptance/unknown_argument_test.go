// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
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
