// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const (
	lockoutPrevented = "Administrator Lockout Prevented"
	lockoutUnsure    = "Administrator Lockout Cannot Be Ruled Out"
)

func saysNothingOfLockout(t *testing.T, said string) {
	t.Helper()
	if strings.Contains(said, "Lockout") {
		t.Errorf("the plan speaks of a lockout:\n%s", said)
	}
}

// saysAll compares words, wherever the CLI breaks lines.
func saysAll(t *testing.T, said string, parts ...string) {
	t.Helper()
	said = strings.Join(strings.Fields(said), " ")
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.Errorf("%q is missing in:\n%s", part, said)
		}
	}
}

// Invariant 17: the guard speaks at plan, and only where there is cause.
func TestPlanOfADestroyNamesTheVerifiedDomainsThatItDoesNotDestroy(t *testing.T) {
	running := administrated(t, "acme.test", "beta.test", "gamma.test")
	w := newWorkspace(t, running, "webex")
	w.config(guardedFleet(andProbe, "3s", ""))
	w.apply()
	running.Webex.SetEnforcement(true)

	running.Recorder.ForgetRequests()
	saysNothingOfLockout(t, w.must("plan", "-destroy", "-refresh=false"))
	equal(t, "requests of the plan", len(running.Requests()), 4) // people/me, the organization, and the probe's two

	admin, beta := `-target=domainverify_organization_domain.all["acme.test"]`, `-target=domainverify_organization_domain.all["beta.test"]`
	saysAll(t, w.must("plan", "-destroy", "-refresh=false", admin), lockoutUnsure, "beta.test, gamma.test", "do not apply it")
	said := w.must("plan", "-destroy", "-refresh=false", admin, beta)
	saysAll(t, said, lockoutUnsure, "destroys them: gamma.test.")

	// A destroy can be planned without the service.
	for _, match := range []string{"/people/me", "/organizations/"} {
		if err := running.Recorder.AddFault(simhttp.Fault{Service: "webex", Match: match, Kind: "status:503", Times: 100}); err != nil {
			t.Fatal(err)
		}
	}
	saysNothingOfLockout(t, w.must("plan", "-destroy", "-refresh=false"))
	equal(t, "verified", len(running.Webex.Snapshot().Organization.Verified), 3)
}

// Invariant 17: what the plan keeps is certain.
func TestPlanThatReleasesTheAdministratorsDomainAndKeepsAnotherIsAnError(t *testing.T) {
	running := administrated(t, "acme.test", "beta.test", "gamma.test")
	w := newWorkspace(t, running, "webex")
	w.config(guardedFleet(andProbe, "3s", ""))
	w.apply()
	running.Webex.SetEnforcement(true)

	w.config(strings.Replace(guardedFleet(andProbe, "3s", ""), `toset(["acme.test", `, "toset([", 1))
	saysAll(t, w.fails(lockoutPrevented, "plan", "-refresh=false"), "acme.test", "skip_lockout_guard_on_release")
	// The same resources, all of them destroyed.
	saysNothingOfLockout(t, w.must("plan", "-destroy", "-refresh=false"))

	w.config(guardedFleet(andProbe, "3s", `deletion_policy = each.key == "beta.test" ? "abandon" : "release"`))
	w.apply()
	for _, parallelism := range []string{"1", "10"} {
		saysAll(t, w.fails(lockoutPrevented, "plan", "-destroy", "-refresh=false", "-parallelism="+parallelism), "acme.test", "beta.test")
	}
	equal(t, "verified", len(running.Webex.Snapshot().Organization.Verified), 3)
}

func TestPlanOfADestroySaysWhatHelpsWhereNothingShowsTheDomains(t *testing.T) {
	running := administrated(t, "acme.test")
	w := newWorkspace(t, running, "webex")
	w.config(strings.Replace(guardedFleet(justAdminDomain, "3s", ""), `, "beta.test", "gamma.test"`, "", 1))
	w.apply()
	saysAll(t, w.must("plan", "-destroy"), lockoutUnsure, "drift_probe_domain", "skip_lockout_guard_on_release")
}
