// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

// Invariant 17: what cannot be ruled out stops the release.
func TestReleaseOfTheAdministratorsDomainStopsWhereOthersCannotBeRuledOut(t *testing.T) {
	t.Parallel()
	byKnowledge(t, []mode{unreadable}, func(w *world) {
		w.verified(adminDomain)
		p := w.Player()
		for range 2 {
			wantBlocked(p, guardRelease, adminDomain, false,
				"does not show whether other domains are still verified", "drift_probe_domain", "skip_lockout_guard_on_release", "No request was made")
		}
		w.WantCount(releaseRequest, 0)
	})
}

func TestReleaseOfTheAdministratorsDomainPassesWhereEnforcementIsKnownToBeOff(t *testing.T) {
	t.Parallel()
	for _, enforced := range []bool{false, true} {
		w := newWorld(t, unreadable)
		w.Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		w.verified(adminDomain)
		w.SetEnforcement(enforced)
		if _, err := guardRelease(w.Player(), adminDomain); (err != nil) != enforced {
			t.Errorf("enforcement %t: %v", enforced, err)
		}
	}
}

// The answers to the removal of others carry the lists, even where nothing else does.
func TestRemovalOfOthersClearsTheWayForTheAdministratorsDomain(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		first, last := servicetest.Domain(0), servicetest.Domain(1)
		w.verified(adminDomain, first, last)
		w.SetEnforcement(true)
		p := w.Player(adminDomain)
		wantBlocked(p, guardRelease, adminDomain, false)
		w.Must(p.For(first).Release())
		wantBlocked(p, guardRelease, adminDomain, false, last)
		w.Must(p.For(last).Release())
		wantPass(p, guardRelease, adminDomain)
		w.Must(p.Release())
		w.wantNotLockedOut()
	})
}

func TestReleaseStopsWhereEnforcementIsOnAndNobodyKnowsTheAdministratorsDomain(t *testing.T) {
	t.Parallel()
	for _, read := range []string{"present", "enforcement_only"} {
		w := newWorld(t, unreadable)
		w.verified(adminDomain, otherDomain)
		w.Set(webexsim.SwitchOrganizationReadDomains, read)
		w.SetEnforcement(true)
		w.serviceApp()
		wantBlocked(w.Player(), guardRelease, otherDomain, false, "Set admin_domain")
	}
}

// Each step alone would pass the guard.
func TestVerificationOfAnotherDomainHoldsTheReleaseOfTheAdministratorsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.verified(adminDomain)
	w.SetEnforcement(true)
	p := w.Player(adminDomain)
	wantPass(p, guardVerify, otherDomain)
	wantBlocked(p, guardRelease, adminDomain, true, "this run verifies other domains", otherDomain, "No request was made")
	p.Service.(service.LockoutGuard).VerifyEnded(w.ID(otherDomain))
	wantPass(p, guardRelease, adminDomain)
	_, err := guardVerify(p, otherDomain)
	w.WantError(err, service.Blocked, "this run releases the administrators' own domain", "No request was made")
	w.Must(p.Release())
	_, err = guardVerify(p, otherDomain)
	w.WantError(err, service.Blocked, "not verified yet")
	w.wantNotLockedOut()
}

func TestFailedReleaseOfTheAdministratorsDomainHoldsNoVerificationBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.verified(adminDomain)
	w.SetEnforcement(true)
	p := w.Player(adminDomain)
	_, err := guardRelease(p, adminDomain)
	w.Must(err)
	w.Fault(servicetest.Always(releaseRequest, "status:403"))
	w.WantError(p.Release(), service.Denied)
	wantPass(p, guardVerify, otherDomain)
}

func TestReleaseOfTheAdministratorsDomainWaitsAsLongAsAnotherReleaseIsUnderWay(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		w.verified(adminDomain, otherDomain)
		w.SetEnforcement(true)
		late := w.HoldBack(releaseRequest, otherDomain)
		other := w.life()
		wantBlocked(other, guardRelease, adminDomain, false)
		wait := servicetest.InBackground(other.Release)
		<-late.Answered
		wantBlocked(other, guardRelease, adminDomain, true)
		late.Release()
		w.Must(wait())
		wantPass(other, guardRelease, adminDomain)
	})
}

func TestBlockedReleaseNamesTheDomainsThatHaveToGoFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.verified(adminDomain, servicetest.Domain(1), servicetest.Domain(0))
	typed := wantBlocked(w.Player(), guardRelease, adminDomain, false)
	w.WantEqual("domains", []string{servicetest.Domain(0), servicetest.Domain(1)}, typed.Others)
}

// The setting may be outdated, and the token does not tell.
func TestReleaseWarnsOnceWhereTheOwnerCannotBeReadUnlessEnforcementIsOff(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 503} {
		w := outdated(newWorld(t, unreadable))
		w.Fault(servicetest.Always(ownerRead, fmt.Sprintf("status:%d", status)))
		wantOneNotice(w.Player(), "alone is guarded", guardRelease, adminDomain, otherDomain)
		w.Set(webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		wantPass(w.Player(), guardRelease, adminDomain)
	}
}
