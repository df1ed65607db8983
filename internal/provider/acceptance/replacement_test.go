// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Each resource of a domain that is verified, and claimed, is replaced by itself,
// and one apply ends where it began.
func TestOneApplyBringsAnyReplacedResourceBackToWhereItWas(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme", claim: "acme"}.String())
		w.apply()
		for i, kind := range []string{"verification_token", "verification", "claim"} {
			if kind == "claim" && service != "webex" {
				continue
			}
			settle(running)
			running.Recorder.ForgetRequests()
			w.apply(fmt.Sprintf("-replace=domainverify_%s.acme", kind), parallelisms[(i+1)%2])
			holds(t, running, service)
			if given := releases(running); given != 0 && kind != "claim" {
				t.Errorf("replacing the %s released %d times", kind, given)
			}
			settle(running)
			w.hasEmptyPlan()
		}
		w.repeat(func(t *testing.T, parallelism string) {
			w.replacesTheDomain(t, running, service, parallelism)
			settle(running)
			w.hasEmptyPlan(parallelism)
		})
	})
}

// Terraform does not tell at plan which of the two it does first, and without
// adopt_existing the creation is refused at apply. The claim was lost by then.
func TestClaimStaysWhereTheReplacementOfItsDomainIsRefused(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme", verification: "lifecycle { create_before_destroy = true }"}.String())
	w.apply()
	running.Recorder.ForgetRequests()
	for _, parallelism := range []string{"1", "10"} {
		said := w.fails("Domain Already Exists", "apply", "-auto-approve", "-replace=domainverify_organization_domain.acme", "-parallelism="+parallelism)
		if !strings.Contains(said, "create_before_destroy") {
			t.Errorf("the error does not name create_before_destroy:\n%s", said)
		}
		holds(t, running, "webex")
		w.apply()
		w.hasEmptyPlan()
	}
	equal(t, "requests that release", releases(running), 0)
}

func TestReplacementOfADomainThatIsNotToBeDestroyedIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme", organizationDomain: `deletion_policy = "prevent"`}.String())
	w.apply()
	running.Recorder.ForgetRequests()
	w.fails("Deletion Prevented", "plan", "-replace=domainverify_organization_domain.acme")
	w.hasEmptyPlan()
	// By the time the domain is refused at apply, what depends on it has left the state.
	w.must("taint", "domainverify_organization_domain.acme")
	if code, said := w.run("apply", "-auto-approve"); code == 0 || strings.Contains(said, "Destroying...") || !strings.Contains(said, "Deletion Prevented") {
		t.Errorf("the plan is no error (%d):\n%s", code, said)
	}
	w.must("untaint", "domainverify_organization_domain.acme")
	w.hasEmptyPlan()
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)
}

// A claim whose domain is replaced is left to the release of the domain. A run that fails
// before it keeps what was planned.
func TestClaimIsReleasedThoughAnEarlierRunHadLeftItToItsDomain(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.setenv("WEBEX_ADMIN_DOMAIN=acme.test", "WEBEX_DRIFT_PROBE_DOMAIN=probe.test")
	config := strings.Replace(story{service: "webex", domain: "acme", claim: "acme"}.String(), "webex = {", "# webex = {", 1)
	w.config(config)
	w.apply()
	w.must("plan", "-out=saved", replaceDomain)
	configured := slices.Clone(w.environment)
	w.unset("WEBEX_")
	w.fails("Service Not Configured", "apply", "saved")
	w.setenv(configured...)
	running.Recorder.ForgetRequests()

	before, _, _ := strings.Cut(config, "resource \"domainverify_claim\"")
	w.config(before)
	wantParts(t, w.apply(), "0 added, 0 changed, 1 destroyed")
	equal(t, "claimed", running.Webex.Snapshot().Organization.Claimed, []string{})
	equal(t, "verified", running.Webex.Snapshot().Organization.Verified, []string{domain})
}

// The claim has left the state by then, and no later run would release it.
func TestClaimThatAFailedReplacementHasLeftIsTakenBackAsTheErrorSays(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme"}.String())
	for _, takesBack := range [][]string{
		{"apply", "-auto-approve"},
		{"import", "domainverify_claim.acme", "webex/" + running.Info().Webex.OrganizationID + "/acme.test"},
	} {
		w.apply()
		fault := simhttp.Fault{Service: "webex", Match: "/actions/unclaimDomain", Kind: "status:403", Times: 1}
		if err := running.Recorder.AddFault(fault); err != nil {
			t.Fatal(err)
		}
		w.fails("Cannot Release Claim", "apply", "-auto-approve", replaceDomain)
		said := w.fails("Cannot Release Domain", "apply", "-auto-approve", replaceDomain)
		wantParts(t, said, "terraform apply without -replace", "terraform import ADDRESS webex/")
		holds(t, running, "webex")
		w.must(takesBack...)
		w.must("destroy", "-auto-approve")
		equal(t, "verified", running.Webex.Snapshot().Organization.Verified, []string{})
	}
}

// Webex does not show the token of a verified domain again. Its provider removes a
// record whose name is unknown before anybody could read the token there.
func TestReplacementThatLosesTheTokenIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	w.config(strings.Replace(story{service: "webex", domain: "acme", claim: "acme"}.String(),
		"organization_domain_id = domainverify_organization_domain.acme.id",
		`organization_domain_id = terraform_data.revision.output == "x" ? "" : domainverify_organization_domain.acme.id`, 1) + revision)
	w.apply()
	w.fails("Replacement Loses Verification Token", "apply", "-auto-approve", "-var=revision=2", "-replace=domainverify_verification_token.acme")
	holds(t, running, "webex")

	// Where the domain is replaced, too, there is a new token.
	w.apply("-var=revision=2", "-replace=domainverify_verification_token.acme", "-replace=domainverify_organization_domain.acme")
	holds(t, running, "webex")
	w.hasEmptyPlan("-var=revision=2")

	// The record is gone, as it may be at Webex.
	w.apply("-var=revision=2", "-destroy", "-target=domainverify_verification.acme", "-target=sandbox_dns_record_set.acme")
	w.fails("Replacement Loses Verification Token", "plan", "-var=revision=2", "-replace=domainverify_verification_token.acme")
}

// revision makes what refers to terraform_data.revision known after apply.
const revision = `
variable "revision" { default = "1" }
resource "terraform_data" "revision" { input = var.revision }
`

// lateChange is one argument that turns out different at apply.
type lateChange struct {
	// what the apply keeps and the plan after it changes, of five resources
	service, from, to, inPlace string
	replaced                   int
}

// Invariant 16: an argument that was unknown at plan and turns out different is
// kept by the apply, beside a change in place and beside a condition, and shown
// by the next plan.
func TestArgumentThatTurnsOutDifferentIsLeftToTheNextPlan(t *testing.T) {
	const late = `terraform_data.revision.output == "1" ? `
	for name, test := range map[string]lateChange{
		"domain":             {"webex", `domain  = "acme.test"`, `domain = ` + late + `"acme.test" : "beta.test"`, "adopt_existing", 4},
		"organization":       {"zoho", `domain  = "acme.test"`, `domain = "acme.test"` + "\n" + `organization_id = ` + late + `null : "999"`, "adopt_existing", 3},
		"service":            {"zoho", `service = "zoho"`, `service = ` + late + `"zoho" : "webex"`, "adopt_existing", 3},
		"claimed domain":     {"webex", "= domainverify_verification.acme.organization_domain_id", "= " + late + `domainverify_verification.acme.organization_domain_id : replace(domainverify_verification.acme.organization_domain_id, "acme", "beta")`, "force", 1},
		"verified domain":    {"webex", "= domainverify_verification_token.acme.organization_domain_id", "= " + late + `domainverify_verification_token.acme.organization_domain_id : replace(domainverify_verification_token.acme.organization_domain_id, "acme", "beta")`, "wait_for_verification", 1},
		"verification token": {"zoho", "= domainverify_verification_token.acme.token", "= " + late + `domainverify_verification_token.acme.token : "another"`, "wait_for_verification", 1},
	} {
		t.Run(name, func(t *testing.T) { test.run(t) })
	}
}

func (c lateChange) run(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, c.service, "webex")
	text := story{service: c.service, domain: "acme", claim: "acme"}.String()
	if !strings.Contains(text, c.from) {
		t.Fatalf("%q is not in the story", c.from)
	}
	switched := map[string]string{"wait_for_verification": "wait_for_verification = var.revision == \"1\"", "adopt_existing": "adopt_existing = var.revision != \"1\"", "force": "force = var.revision != \"1\""}[c.inPlace]
	w.config(strings.Replace(text, c.from, c.to+"\n  "+switched, 1) + revision)
	w.apply()
	settle(running)
	running.Recorder.ForgetRequests()
	if said := w.apply("-var=revision=2"); !strings.Contains(said, "Change Left to Next Plan") || !strings.Contains(said, "0 added, 2 changed, 0 destroyed") {
		t.Errorf("the change is not left to the next plan:\n%s", said)
	}
	holds(t, running, c.service)
	equal(t, "requests that release", releases(running), 0)
	settle(running)
	if code, said := w.run("plan", "-var=revision=2"); code == 0 && !strings.Contains(said, "must be replaced") {
		t.Errorf("the next plan does not show the change:\n%s", said)
	}
}

const replaceDomain = "-replace=domainverify_organization_domain.acme"

// Invariant 15: what depends on the domain makes Terraform create it before it
// destroys the one in state.
func TestDomainStaysWhereCreateBeforeDestroyIsInherited(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{
			service: service, domain: "acme", claim: "acme", organizationDomain: "adopt_existing = true",
			verification: "lifecycle { create_before_destroy = true }",
		}.String())
		w.apply()
		w.repeat(func(t *testing.T, parallelism string) {
			settle(running)
			wantParts(t, w.apply(replaceDomain, parallelism), "Object Not Released")
			holds(t, running, service)
		})
		settle(running)
		w.hasEmptyPlan()
	})
}

// Invariant 16, for a replacement: what depends on the domain follows, although
// the plan does not know the ID of the new one.
func TestReplacedDomainWithUnknownArgumentsTakesItsChildrenAlong(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		s := story{service: service, domain: "acme", claim: "acme"}
		w.config(s.providers() + s.resources(`terraform_data.revision.output == "x" ? "beta.test" : "acme.test"`) + `
variable "revision" { default = "1" }
resource "terraform_data" "revision" { input = var.revision }
`)
		w.apply()
		revisions, revision := otherRevisions(), ""
		w.repeat(func(t *testing.T, parallelism string) {
			revision = revisions()
			w.replacesTheDomain(t, running, service, parallelism, revision)
		})
		settle(running)
		w.hasEmptyPlan(revision)
	})
}

// replacesTheDomain shows that the domain is given back and held again.
func (w *workspace) replacesTheDomain(t *testing.T, running *sandbox.Sandbox, service string, arguments ...string) {
	t.Helper()
	settle(running)
	running.Recorder.ForgetRequests()
	w.apply(append(arguments, replaceDomain)...)
	if releases(running) == 0 {
		t.Error("the domain was not replaced at the service")
	}
	holds(t, running, service)
}
