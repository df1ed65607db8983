// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func wantRetry(t *testing.T, err error, want bool) {
	t.Helper()
	if typed := new(service.Error); !errors.As(err, &typed) || typed.Class != service.Blocked || (typed.RetryAfter > 0) != want {
		t.Errorf("got %+v, want %s, with a time to ask again: %t", err, service.Blocked, want)
	}
}

// Each step alone would pass the guard.
func TestVerificationOfAnotherDomainHoldsTheReleaseOfTheAdministratorsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	adapter, admin, other := w.adapter(t), w.id(adminDomain), w.id("life."+zone)
	w.makeVerified(t, adapter, admin)
	w.Webex.SetEnforcement(true)
	adapter = w.adapter(t)
	if notice, err := adapter.GuardVerify(t.Context(), other); notice != "" || err != nil {
		t.Fatalf("the verification: %q, %v", notice, err)
	}
	_, err := adapter.GuardRelease(t.Context(), admin)
	wantError(t, err, service.Blocked, "this run verifies other domains", other.Domain, "No request was made")
	wantRetry(t, err, true)
	adapter.VerifyEnded(other)
	if notice, err := adapter.GuardRelease(t.Context(), admin); notice != "" || err != nil {
		t.Fatalf("after the end: %q, %v", notice, err)
	}
	_, err = adapter.GuardVerify(t.Context(), other)
	wantError(t, err, service.Blocked, "this run releases the administrators' own domain", "No request was made")
	must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: admin}))
	_, err = adapter.GuardVerify(t.Context(), other)
	wantError(t, err, service.Blocked, "not verified yet")
	if w.Webex.Snapshot().LockedOut {
		t.Error("the administrator is locked out")
	}
}

func TestOwnersDomainIsVerifiedBesideTheReleaseOfTheFormerOne(t *testing.T) {
	t.Parallel()
	w := outdated(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(formerDomain))
	adapter := w.adapter(t)
	for name, step := range map[string]func() (string, error){
		"the release of the former domain": func() (string, error) { return adapter.GuardRelease(t.Context(), w.id(formerDomain)) },
		"the verification of the owner's":  func() (string, error) { return adapter.GuardVerify(t.Context(), w.id(adminDomain)) },
	} {
		if notice, err := step(); notice != "" || err != nil {
			t.Errorf("%s: %q, %v", name, notice, err)
		}
	}
}

func TestFailedReleaseOfTheAdministratorsDomainHoldsNoVerificationBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	w.makeVerified(t, w.adapter(t), w.id(adminDomain))
	w.Webex.SetEnforcement(true)
	adapter := w.adapter(t)
	if _, err := adapter.GuardRelease(t.Context(), w.id(adminDomain)); err != nil {
		t.Fatal(err)
	}
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status:403"})
	if err := adapter.Release(t.Context(), service.ReleaseRequest{ID: w.id(adminDomain)}); err == nil {
		t.Fatal("the release succeeds")
	}
	if notice, err := adapter.GuardVerify(t.Context(), w.id("life."+zone)); notice != "" || err != nil {
		t.Errorf("got %q, %v", notice, err)
	}
}

func TestReleaseOfTheAdministratorsDomainWaitsAsLongAsAnotherReleaseIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			w.makeVerified(t, w.adapter(t), w.id(adminDomain))
			w.makeVerified(t, w.adapter(t), w.ID(0))
			w.Webex.SetEnforcement(true)
			late := holdBack("/unverifyDomain", w.ID(0).Domain)
			adapter := w.adapterVia(t, late)
			_, err := adapter.GuardRelease(t.Context(), w.id(adminDomain))
			wantRetry(t, err, false)
			done := make(chan error, 1)
			go func() { done <- adapter.Release(t.Context(), service.ReleaseRequest{ID: w.ID(0)}) }()
			<-late.answered
			_, err = adapter.GuardRelease(t.Context(), w.id(adminDomain))
			wantRetry(t, err, true)
			close(late.released)
			must(t, <-done)
			if notice, err := adapter.GuardRelease(t.Context(), w.id(adminDomain)); notice != "" || err != nil {
				t.Errorf("afterwards: %q, %v", notice, err)
			}
		})
	}
}

func TestBlockedReleaseNamesTheDomainsThatHaveToGoFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	for _, id := range []service.DomainID{w.id(adminDomain), w.ID(0), w.ID(1)} {
		w.makeVerified(t, w.adapter(t), id)
	}
	_, err := w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain))
	want := []string{w.ID(0).Domain, w.ID(1).Domain}
	slices.Sort(want)
	if typed := new(service.Error); !errors.As(err, &typed) || !slices.Equal(typed.Others, want) {
		t.Errorf("got %+v, want the domains %v", err, want)
	}
}

// The setting may be outdated, and the token does not tell.
func TestReleaseWarnsOnceWhereTheOwnerCannotBeReadUnlessEnforcementIsOff(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 503} {
		w := newWorld(t, unreadable)
		w.values["admin_domain"] = formerDomain
		w.fault(t, simhttp.Fault{Match: "/people/me", Kind: fmt.Sprintf("status:%d", status)})
		adapter := w.adapter(t)
		wantOneNotice(t, "alone is released last", adapter.GuardRelease, w.id(adminDomain), w.ID(0))

		w.set(t, webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		if notice, err := w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain)); notice != "" || err != nil {
			t.Errorf("with the enforcement off: %q, %v", notice, err)
		}
	}
}
