// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Invariant 17: what cannot be ruled out stops the release.
func TestReleaseOfTheAdministratorsDomainStopsWhereOthersCannotBeRuledOut(t *testing.T) {
	t.Parallel()
	for name, know := range adminKnowledge() {
		w := newWorld(t, unreadable)
		know(w)
		w.makeVerified(t, w.adapter(t), w.id(adminDomain))
		adapter := w.adapter(t)
		for range 2 {
			_, err := adapter.GuardRelease(t.Context(), w.id(adminDomain))
			wantError(t, err, service.Blocked, "does not show whether other domains are still verified", "drift_probe_domain", "skip_lockout_guard_on_release", "No request was made")
		}
		if w.count("/unverifyDomain") != 0 {
			t.Errorf("%s: the domain was released", name)
		}
	}
}

func TestReleaseOfTheAdministratorsDomainPassesWhereEnforcementIsKnownToBeOff(t *testing.T) {
	t.Parallel()
	for _, enforced := range []bool{false, true} {
		w := newWorld(t, unreadable)
		w.set(t, webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		w.makeVerified(t, w.adapter(t), w.id(adminDomain))
		w.Webex.SetEnforcement(enforced)
		if _, err := w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain)); (err != nil) != enforced {
			t.Errorf("enforcement %t: %v", enforced, err)
		}
	}
}

// The answers to the removal of others carry the lists, even where nothing else does.
func TestRemovalOfOthersClearsTheWayForTheAdministratorsDomain(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			for _, id := range []service.DomainID{w.id(adminDomain), w.ID(0), w.ID(1)} {
				w.makeVerified(t, w.adapter(t), id)
			}
			w.Webex.SetEnforcement(true)
			adapter := w.adapter(t)
			_, err := adapter.GuardRelease(t.Context(), w.id(adminDomain))
			wantError(t, err, service.Blocked)
			releaseAll(t, adapter, w.ID(0))
			_, err = adapter.GuardRelease(t.Context(), w.id(adminDomain))
			wantError(t, err, service.Blocked, w.ID(1).Domain)
			releaseAll(t, adapter, w.ID(1))
			if notice, err := adapter.GuardRelease(t.Context(), w.id(adminDomain)); notice != "" || err != nil {
				t.Errorf("the last one: %q, %v", notice, err)
			}
			releaseAll(t, adapter, w.id(adminDomain))
			if w.Webex.Snapshot().LockedOut {
				t.Error("the administrator is locked out")
			}
		})
	}
}

func TestReleaseStopsWhereEnforcementIsOnAndNobodyKnowsTheAdministratorsDomain(t *testing.T) {
	t.Parallel()
	for _, read := range []string{"present", "enforcement_only"} {
		w := newWorld(t, unreadable)
		w.makeVerified(t, w.adapter(t), w.id(adminDomain))
		w.makeVerified(t, w.adapter(t), w.ID(0))
		w.set(t, webexsim.SwitchOrganizationReadDomains, read)
		w.Webex.SetEnforcement(true)
		w.values["access_token"] = w.Webex.IssueAccessToken(webexsim.TokenSpec{ServiceApp: true})
		_, err := w.adapter(t).GuardRelease(t.Context(), w.ID(0))
		wantError(t, err, service.Blocked, "Set admin_domain")
	}
}
