// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// administrated is a sandbox whose administrator has an address in acme.test.
func administrated(t *testing.T, zones ...string) *sandbox.Sandbox {
	t.Helper()
	t.Parallel()
	running, err := sandbox.Start(sandbox.Options{Zones: zones, Seed: 1, Webex: webexsim.Config{AdminEmail: "admin@acme.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Close() })
	return running
}

// Invariant 17: the organization was renamed, and admin_domain still names the
// former domain.
func TestOutdatedAdminDomainStopsTheApplyAndLocksNobodyOut(t *testing.T) {
	for name, settings := range map[string]string{
		"probed":     `admin_domain = "beta.test", drift_probe_domain = "probe.test"`,
		"unreadable": `admin_domain = "beta.test"`,
	} {
		t.Run(name, func(t *testing.T) {
			running := administrated(t, "beta.test", "gamma.test")
			running.Webex.SetEnforcement(true)
			w := newWorkspace(t, running, "webex")
			w.config(fmt.Sprintf(`provider "domainverify" {
  webex = { %s }
}
`, settings) + strings.ReplaceAll(fleet([]string{"beta.test", "gamma.test"}), "depends_on             = [sandbox_dns_record_set.all]",
				"depends_on             = [sandbox_dns_record_set.all]\n  timeouts               = { create = \"3s\" }"))
			w.repeat(func(t *testing.T, parallelism string) {
				said := w.fails("Administrator Lockout Prevented", "apply", "-auto-approve", parallelism)
				wantParts(t, said, "acme.test", "beta.test", "admin_domain")
				equal(t, "locked out", running.Webex.Snapshot().LockedOut, false)
				equal(t, "verified", len(running.Webex.Snapshot().Organization.Verified), 0)
				// Not by a destroy, which the guard refuses where it cannot read.
				w.loseState()
				for _, one := range []string{"beta.test", "gamma.test"} {
					if err := errors.Join(running.Webex.Drift("remove", one), running.DNS.RemoveRRset(one, "TXT")); err != nil {
						t.Fatal(err)
					}
				}
			})
		})
	}
}

// guardedFleet is one for_each with the administrators' domain among others.
// The limit bounds the wait of a release for the others.
func guardedFleet(settings, limit, arguments string) string {
	return fmt.Sprintf("provider \"domainverify\" {\n  webex = { %s }\n}\n", settings) +
		strings.Replace(fleet([]string{"acme.test", "beta.test", "gamma.test"}), "domain   = each.key",
			fmt.Sprintf("domain   = each.key\n  timeouts = { delete = %q }\n  %s", limit, arguments), 1)
}

const (
	justAdminDomain = `admin_domain = "acme.test"`
	andProbe        = `admin_domain = "acme.test", drift_probe_domain = "probe.test"`
	// skipAtAdmin sets the argument on the one domain.
	skipAtAdmin = `skip_lockout_guard_on_release = each.key == "acme.test"`
)

// Invariants 8 and 17.
func TestDestroyReleasesTheAdministratorsDomainLastWhateverTheParallelism(t *testing.T) {
	for name, settings := range map[string]string{"unreadable": justAdminDomain, "probed": andProbe} {
		t.Run(name, func(t *testing.T) {
			running := administrated(t, "acme.test", "beta.test", "gamma.test")
			w := newWorkspace(t, running, "webex")
			w.repeat(func(t *testing.T, parallelism string) {
				// One at a time, the release waits for others in vain.
				limit := map[string]string{"-parallelism=1": "3s", "-parallelism=10": "20m"}[parallelism]
				running.Webex.SetEnforcement(false)
				w.config(guardedFleet(settings, limit, ""))
				w.apply()
				running.Webex.SetEnforcement(true)
				// A refresh tells a destroy nothing, and costs a third of the time.
				code, said := w.run("destroy", "-auto-approve", "-refresh=false", parallelism)
				equal(t, "locked out", running.Webex.Snapshot().LockedOut, false)
				if code != 0 {
					if parallelism != "-parallelism=1" || !strings.Contains(said, "Administrator Lockout Prevented") {
						t.Fatalf("destroy %s:\n%s", parallelism, said)
					}
					equal(t, "verified after the first destroy", running.Webex.Snapshot().Organization.Verified, []string{"acme.test"})
					if settings == justAdminDomain {
						said := w.fails("Administrator Lockout Prevented", "destroy", "-auto-approve", "-refresh=false", parallelism)
						wantParts(t, said, "drift_probe_domain", "skip_lockout_guard_on_release")
						w.config(guardedFleet(andProbe, limit, ""))
					}
					w.must("destroy", "-auto-approve", "-refresh=false", parallelism)
				}
				equal(t, "locked out", running.Webex.Snapshot().LockedOut, false)
				equal(t, "verified", len(running.Webex.Snapshot().Organization.Verified), 0)
			})
		})
	}
}

// Invariant 17.
func TestTargetedDestroyOfTheAdministratorsDomainIsAnErrorUnlessAskedForByName(t *testing.T) {
	for name, settings := range map[string]string{"unreadable": justAdminDomain, "probed": andProbe} {
		t.Run(name, func(t *testing.T) {
			running := administrated(t, "acme.test", "beta.test", "gamma.test")
			w := newWorkspace(t, running, "webex")
			w.config(guardedFleet(settings, "3s", ""))
			w.apply()
			running.Webex.SetEnforcement(true)
			target := []string{"destroy", "-auto-approve", `-target=domainverify_organization_domain.all["acme.test"]`}
			w.repeat(func(t *testing.T, parallelism string) {
				w.fails("Administrator Lockout Prevented", slices.Concat(target, []string{parallelism})...)
				equal(t, "verified", running.Webex.Snapshot().Organization.Verified, []string{"acme.test", "beta.test", "gamma.test"})
			})

			w.config(guardedFleet(settings, "3s", skipAtAdmin))
			w.apply()
			running.Webex.SetEnforcement(false) // which the provider cannot see
			said := w.must(target...)
			if !strings.Contains(said, "Lockout Guard Skipped") {
				t.Errorf("no warning in:\n%s", said)
			}
			equal(t, "verified", running.Webex.Snapshot().Organization.Verified, []string{"beta.test", "gamma.test"})
		})
	}
}

func TestSkippingTheLockoutGuardIsRefusedForServicesWithoutOne(t *testing.T) {
	running := newSandbox(t)
	w := newWorkspace(t, running, "zoho")
	w.config("resource \"domainverify_organization_domain\" \"d\" {\n  domain = \"acme.test\"\n  skip_lockout_guard_on_release = true\n}\n")
	w.fails("Not Supported by the Service", "plan")
}

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
