// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

// story is one domain at one service, from nothing to verified, and claimed
// where the service has claims.
type story struct {
	service string
	// names of the resources of the domain and the claim
	domain, claim string
	// more arguments
	organizationDomain, verification string
}

func (s story) String() string {
	provider := map[string]string{
		"webex":  `webex = { admin_domain = "acme.test", drift_probe_domain = "probe.test" }`,
		"workos": `workos = {}`,
		"zoho":   `zoho = {}`,
	}[s.service]
	text := fmt.Sprintf(`
provider "domainverify" {
  %[1]s
}
provider "sandbox" {
  zone = "acme.test"
}
resource "domainverify_organization_domain" %[2]q {
  service = %[3]q
  domain  = "acme.test"
  %[4]s
}
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.%[2]s.id
}
resource "sandbox_dns_record_set" "acme" {
  name   = domainverify_verification_token.acme.record.name
  type   = domainverify_verification_token.acme.record.type
  values = [domainverify_verification_token.acme.record.value]
}
resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_verification_token.acme.organization_domain_id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [sandbox_dns_record_set.acme]
  %[5]s
}
`, provider, s.domain, s.service, s.organizationDomain, s.verification)
	if s.service == "webex" && s.claim != "" {
		text += fmt.Sprintf(`
resource "domainverify_claim" %q {
  organization_domain_id = domainverify_verification.acme.organization_domain_id
}
`, s.claim)
	}
	return text
}

func newSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	t.Parallel()
	if liveDomain() != "" {
		t.Skip("needs the sandbox's simulator")
	}
	running, err := sandbox.Start(sandbox.Options{Zones: []string{domain}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	// The real CLI waits in real time: spare it the minutes between two looks of
	// WorkOS.
	for name, value := range map[string]string{workossim.SwitchPollBegins: "at_verify", workossim.SwitchPollInterval: "0"} {
		if err := running.WorkOS.Switches().Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	return running
}

// holds shows that the service has the domain verified, and claimed at Webex.
func holds(t *testing.T, running *sandbox.Sandbox, service string) {
	t.Helper()
	switch service {
	case "webex":
		organization := running.Webex.Snapshot().Organization
		equal(t, "verified", organization.Verified, []string{domain})
		equal(t, "claimed", organization.Claimed, []string{domain})
	case "workos":
		found, ok := running.WorkOS.Snapshot().Domain(domain)
		if !ok || found.State != "verified" {
			t.Errorf("WorkOS has %+v (%t), want a verified domain", found, ok)
		}
	case "zoho":
		found, ok := running.Zoho.Snapshot().Domain(domain)
		if !ok || !found.Verified {
			t.Errorf("Zoho has %+v (%t), want a verified domain", found, ok)
		}
	}
}

// releases counts the requests that give something away.
func releases(running *sandbox.Sandbox) (count int) {
	for _, request := range running.Requests() {
		if request.Method == "DELETE" || strings.HasSuffix(request.Path, "/unclaimDomain") ||
			strings.HasSuffix(request.Path, "/unverifyDomain") && !strings.Contains(request.Body, "probe.test") {
			count++
		}
	}
	return count
}

var servicesOfStories = []string{"webex", "workos", "zoho"}

// settle lets the minute pass that Zoho counts calls by.
func settle(running *sandbox.Sandbox) { running.Clock.Advance(2 * time.Minute) }

// Invariant 15.
func TestRenamedClaimWithoutMovedBlockIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "old"}.String())
	w.apply()
	running.Recorder.ForgetRequests()

	// Which of the two is planned first is luck.
	renamed := story{service: "webex", domain: "acme", claim: "new"}.String()
	w.config(renamed)
	for i := range 20 {
		said := w.fails("Resource Renamed Without Moved Block", "apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", 1+9*(i%2)))
		for _, part := range []string{"moved {", "from = domainverify_claim.OLD_NAME", "to   = domainverify_claim.NEW_NAME"} {
			if !strings.Contains(said, part) {
				t.Fatalf("%q is missing in:\n%s", part, said)
			}
		}
	}
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)

	w.config(renamed + "\nmoved {\n  from = domainverify_claim.old\n  to   = domainverify_claim.new\n}\n")
	w.apply()
	w.hasEmptyPlan()
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)
}

// Invariant 15.
func TestRenamedDomainWithoutMovedBlockIsAnErrorAtPlan(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.config(story{service: service, domain: "old", claim: "acme"}.String())
			w.apply()
			settle(running)
			running.Recorder.ForgetRequests()
			for _, adopt := range []string{"", "adopt_existing = true"} {
				w.config(story{service: service, domain: "new", claim: "acme", organizationDomain: adopt}.String())
				for _, parallelism := range []string{"1", "10"} {
					w.fails("Resource Renamed Without Moved Block", "apply", "-auto-approve", "-parallelism="+parallelism)
					settle(running)
				}
			}
			holds(t, running, service)
			equal(t, "requests that release", releases(running), 0)
		})
	}
}

// Invariant 15: the plan could not see both resources, because the new one was
// created by a run of its own.
func TestClaimIsKeptWhereTheOtherResourceWasCreatedByAnEarlierRun(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "old"}.String())
	w.apply()
	w.config(story{service: "webex", domain: "acme", claim: "new"}.String())
	w.apply("-target=domainverify_claim.new")
	running.Recorder.ForgetRequests()
	for range 6 {
		code, said := w.run("apply", "-auto-approve")
		if code != 0 && !strings.Contains(said, "Resource Renamed Without Moved Block") {
			t.Fatalf("apply ended with %d:\n%s", code, said)
		}
		if strings.Contains(said, "1 destroyed") {
			if !strings.Contains(said, "Object Not Released") {
				t.Errorf("nothing tells that the claim was not released:\n%s", said)
			}
			break
		}
	}
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)
}

func TestTwoResourcesOfOneDomainAreAnErrorAtPlan(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.config(story{service: service, domain: "acme"}.String() + fmt.Sprintf(`
resource "domainverify_organization_domain" "again" {
  service = %q
  domain  = "ACME.test."
}
`, service))
			w.fails("Object Managed by Two Resources", "plan")
		})
	}
}

// Invariant 15: what depends on the domain makes Terraform create it before it
// destroys the one in state.
func TestDomainStaysWhereCreateBeforeDestroyIsInherited(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.config(story{
				service: service, domain: "acme", claim: "acme", organizationDomain: "adopt_existing = true",
				verification: "lifecycle { create_before_destroy = true }",
			}.String())
			w.apply()
			for _, parallelism := range []string{"1", "10"} {
				settle(running)
				said := w.apply("-replace=domainverify_organization_domain.acme", "-parallelism="+parallelism)
				if !strings.Contains(said, "Object Not Released") {
					t.Errorf("nothing tells that the domain was not released:\n%s", said)
				}
				holds(t, running, service)
			}
			settle(running)
			w.hasEmptyPlan()
		})
	}
}

func TestOneApplyBringsAReplacedDomainBackToWhereItWas(t *testing.T) {
	for _, service := range servicesOfStories {
		for _, parallelism := range []string{"1", "10"} {
			t.Run(service+"/"+parallelism, func(t *testing.T) {
				running := newSandbox(t)
				w := newWorkspace(t, running, service)
				w.config(story{service: service, domain: "acme", claim: "acme"}.String())
				w.apply()
				settle(running)
				running.Recorder.ForgetRequests()
				w.apply("-replace=domainverify_organization_domain.acme", "-parallelism="+parallelism)
				if releases(running) == 0 {
					t.Error("the domain was not replaced at the service")
				}
				holds(t, running, service)
				settle(running)
				w.hasEmptyPlan()
			})
		}
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
resource "domainverify_organization_domain" "acme" {
  service         = "workos"
  organization_id = data.domainverify_organization.own.organization_id
  domain          = "acme.test"
}
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
}
resource "sandbox_dns_record_set" "acme" {
  name   = domainverify_verification_token.acme.record.name
  type   = domainverify_verification_token.acme.record.type
  values = [domainverify_verification_token.acme.record.value]
}
resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_verification_token.acme.organization_domain_id
  token                  = domainverify_verification_token.acme.token
  depends_on             = [sandbox_dns_record_set.acme]
}
`)
	w.must("get")
	w.apply()
	if said := w.must("plan", "-var=revision=2"); !strings.Contains(said, "0 to add, 1 to change, 0 to destroy") {
		t.Errorf("an unknown organization is planned as another one:\n%s", said)
	}
	w.apply("-var=revision=2")
	holds(t, running, "workos")
	if code, said := w.run("plan", "-detailed-exitcode", "-var=revision=2"); code != 0 {
		t.Errorf("the plan is not empty (%d):\n%s", code, said)
	}
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
	if said := w.apply("-var=domain=beta.test"); !strings.Contains(said, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("an unknown domain is applied as another one:\n%s", said)
	}
	equal(t, "pending", running.Webex.Snapshot().Organization.Pending, []string{domain})
	if said := w.must("plan", "-var=domain=beta.test"); !strings.Contains(said, "2 to add, 0 to change, 2 to destroy") {
		t.Errorf("the domain that has changed is not replaced:\n%s", said)
	}
}

func TestRefusedCredentialsAreToldAtPlan(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.environment = append(w.environment, "WEBEX_ACCESS_TOKEN=wrong", "WORKOS_API_KEY=wrong", "ZOHO_ACCESS_TOKEN=wrong",
				"ZOHO_CLIENT_ID=", "ZOHO_CLIENT_SECRET=", "ZOHO_REFRESH_TOKEN=")
			for _, other := range servicesOfStories {
				if other != service {
					w.unset(strings.ToUpper(other) + "_")
				}
			}
			w.config(story{service: service, domain: "acme"}.String())
			w.fails("Cannot Add Domain", "plan")
		})
	}
}

// What the organization has already is told at plan when it is worth something,
// and taken over when it is what a create leaves behind that was cut off.
func TestExistingDomainIsToldAtPlanAndAPendingOneIsAdopted(t *testing.T) {
	for _, service := range []string{"workos", "zoho"} {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			first := newWorkspace(t, running, service)
			abandoned := story{service: service, domain: "acme"}.String()
			first.config(abandoned)
			first.apply("-target=domainverify_organization_domain.acme")
			settle(running)

			// The state was lost, as when the process is killed before it is written.
			second := newWorkspace(t, running, service)
			second.config(abandoned)
			if said := second.must("plan"); !strings.Contains(said, "Pending Domain Exists") {
				t.Errorf("the plan does not tell that the domain exists:\n%s", said)
			}
			settle(running)
			if said := second.apply(); !strings.Contains(said, "Pending Domain Adopted") {
				t.Errorf("the apply does not tell that it has adopted the domain:\n%s", said)
			}
			settle(running)
			holds(t, running, service)

			third := newWorkspace(t, running, service)
			third.config(abandoned)
			running.Recorder.ForgetRequests()
			third.fails("Domain Already Exists", "plan")
			equal(t, "requests that release", releases(running), 0)
			settle(running)
			second.hasEmptyPlan()
		})
	}
}
