// SPDX-License-Identifier: MPL-2.0

//go:build unix

package acceptance_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

func TestKilledProbeLeavesAtMostOneEntryWhichTheNextRunRemoves(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspaceOfProcesses(t, running, "webex")
	w.config(story{service: "webex", domain: "acme", claim: "acme"}.String())
	kill := cutters()[0]
	// The removal that hangs is of the entry that the run before has left.
	for range 2 {
		w.cutOff(running, kill, []write{{"webex", "/getDomainVerificationToken"}}, "plan")
		if left := running.Webex.Snapshot().Organization.Pending; len(left) != 1 || !strings.HasSuffix(left[0], ".probe.test") {
			t.Errorf("a probe that was killed left %v, want one entry of its own", left)
		}
	}
	w.must("plan")
	equal(t, "pending after the next run", running.Webex.Snapshot().Organization.Pending, []string{})
	w.cutOff(running, kill, []write{{"webex", "/unverifyDomain"}}, "plan")
	equal(t, "pending after the removal was cut off", running.Webex.Snapshot().Organization.Pending, []string{})
	w.apply()
	holds(t, running, "webex")
	equal(t, "pending after the apply", running.Webex.Snapshot().Organization.Pending, []string{})
}

// Where nothing shows the domains, the calls are repeated, and only a claim
// that Webex refuses for existing already is left to the user.
func TestApplyConvergesAfterCutsWhereWebexShowsNoDomains(t *testing.T) {
	running := newSandbox(t)
	if err := running.Webex.Switches().Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only"); err != nil {
		t.Fatal(err)
	}
	w := newWorkspaceOfProcesses(t, running, "webex")
	w.config(strings.Replace(story{service: "webex", domain: "acme", claim: "acme"}.String(), `, drift_probe_domain = "probe.test"`, "", 1))
	kill := cutters()[0]
	for _, action := range []string{"/getDomainVerificationToken", "/verifyDomain", "/claimDomain"} {
		w.cutOff(running, kill, []write{{"webex", action}}, "apply", "-auto-approve")
	}
	if err := running.Webex.Switches().Set(webexsim.SwitchClaimOfClaimed, "409"); err != nil {
		t.Fatal(err)
	}
	importID := "webex/" + running.Info().Webex.OrganizationID + "/acme.test"
	if said := w.fails("Cannot Claim Domain", "apply", "-auto-approve"); !strings.Contains(said, "terraform import ADDRESS "+importID) {
		t.Errorf("nothing tells how to go on:\n%s", said)
	}
	w.must("import", "domainverify_claim.acme", importID)
	w.hasEmptyPlan()
	holds(t, running, "webex")
	equal(t, "requests that release", releases(running), 0)
}
