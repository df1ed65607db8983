// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strings"
	"testing"
)

// Webex does not show the token of a claimed domain again, and the record that
// shows it is destroyed by the same rename.
func TestRenamedTokenOfAClaimedDomainIsAnErrorAtPlan(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "webex")
	text := story{service: "webex", domain: "domain", claim: "claim"}.String()
	w.config(text)
	w.apply()
	running.Recorder.ForgetRequests()

	renamed := strings.NewReplacer(`" "acme" {`, `" "new" {`, "token.acme.", "token.new.", "set.acme]", "set.new]", "verification.acme.", "verification.new.").Replace(text)
	w.config(renamed)
	for _, parallelism := range []string{"1", "10"} {
		said := w.fails("Resource Renamed Without Moved Block", "apply", "-auto-approve", "-parallelism="+parallelism)
		if !strings.Contains(said, "from = domainverify_verification_token.OLD_NAME") {
			t.Errorf("the moved block is missing in:\n%s", said)
		}
	}
	for _, kind := range []string{"domainverify_verification_token", "sandbox_dns_record_set", "domainverify_verification"} {
		renamed += fmt.Sprintf("\nmoved {\n  from = %[1]s.acme\n  to   = %[1]s.new\n}\n", kind)
	}
	w.config(renamed)
	w.apply()
	w.hasEmptyPlan()
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)
}

// Invariant 16, for a replacement: what depends on the domain follows, although
// the plan does not know the ID of the new one.
func TestReplacedDomainWithUnknownArgumentsTakesItsChildrenAlong(t *testing.T) {
	for _, service := range servicesOfStories {
		t.Run(service, func(t *testing.T) {
			running := newSandbox(t)
			w := newWorkspace(t, running, service)
			w.config(strings.Replace(story{service: service, domain: "acme", claim: "acme"}.String(), `domain  = "acme.test"`,
				`domain  = terraform_data.revision.output == "x" ? "beta.test" : "acme.test"`, 1) + `
variable "revision" { default = "1" }
resource "terraform_data" "revision" { input = var.revision }
`)
			w.apply()
			settle(running)
			running.Recorder.ForgetRequests()
			w.apply("-var=revision=2", "-replace=domainverify_organization_domain.acme")
			if releases(running) == 0 {
				t.Error("the domain was not replaced at the service")
			}
			holds(t, running, service)
			settle(running)
			if code, said := w.run("plan", "-detailed-exitcode", "-var=revision=2"); code != 0 {
				t.Errorf("the plan is not empty (%d):\n%s", code, said)
			}
		})
	}
}
