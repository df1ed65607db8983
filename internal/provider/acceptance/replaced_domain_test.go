// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

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

func TestOneApplyBringsAReplacedDomainBackToWhereItWas(t *testing.T) {
	atEachService(t, func(t *testing.T, service string, running *sandbox.Sandbox, w *workspace) {
		w.config(story{service: service, domain: "acme", claim: "acme"}.String())
		w.apply()
		w.repeat(func(t *testing.T, parallelism string) {
			w.replacesTheDomain(t, running, service, parallelism)
			settle(running)
			w.hasEmptyPlan(parallelism)
		})
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
