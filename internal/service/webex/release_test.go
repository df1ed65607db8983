// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

const (
	withoutPending = `{"domain":"life.corp.test","removePending":false}`
	withPending    = `{"domain":"life.corp.test","removePending":true}`
)

func TestReleaseSendsRemovePendingOnlyWhileTheDomainIsNotVerified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reading mode
		state   service.State
		want    []string
	}{
		{listsReading, service.StatePending, []string{withPending}},
		{listsReading, service.StateVerified, []string{withoutPending}},
		{probing, service.StatePending, []string{withPending}},
		{probing, service.StateVerified, []string{withoutPending, withPending}},
		{unreadable, service.StatePending, []string{withoutPending, withPending}},
		{unreadable, service.StateVerified, []string{withoutPending, withPending}},
	} {
		t.Run(string(c.reading)+" "+string(c.state), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.reading)
			id := w.id("life." + zone)
			if c.state == service.StatePending {
				w.makePending(t, w.adapter(t), id)
			} else {
				w.makeVerified(t, w.adapter(t), id)
			}
			adapter := w.adapter(t)
			read(t, adapter, id) // the probe unverifies a name of its own
			w.Recorder.ForgetRequests()
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
			if diff := cmp.Diff(c.want, w.bodies("unverifyDomain")); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			w.wantLists(t, nothing)
		})
	}
}

// A verified domain that was asked for its token is listed as pending as well.
func TestReleaseLeavesNoPendingEntryBesideAVerifiedDomain(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, setting := range []string{"removes", "200_no_effect", "400", "404"} {
			t.Run(string(reading)+", "+setting, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, reading)
				w.set(t, webexsim.SwitchUnverifyVerifiedWithFlag, setting)
				id := w.id("life." + zone)
				w.makeVerified(t, w.adapter(t), id)
				_, err := w.adapter(t).Challenge(t.Context(), id, service.MethodDNSTXT)
				must(t, err)
				w.wantLists(t, "pending=[life.corp.test] verified=[life.corp.test] claimed=[] reserved=[]")
				must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
				w.wantLists(t, nothing)
			})
		}
	}
}

// The refusal of the call without the flag then means "not verified" and not
// "still claimed"; where nothing can be read, only the call with it tells.
func TestReleaseOfAPendingDomainIsNotTakenForAClaimedOne(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, setting := range []string{"200_no_effect", "404", "400", "removes"} {
			t.Run(string(reading)+", "+setting, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, reading)
				w.set(t, webexsim.SwitchUnverifyPendingWithoutFlag, setting)
				id := w.id("life." + zone)
				w.makePending(t, w.adapter(t), id)
				must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
				w.wantLists(t, nothing)
			})
		}
	}
}

// What the flag does beside a claim is not known; the lists say that it stands.
func TestReleaseUnderAClaimIsBlockedAlsoWhereTheFlagIsAccepted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.id("life." + zone)
	w.makeClaimed(t, w.adapter(t), id)
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status:400", Times: 1})
	w.fault(t, simhttp.Fault{
		Match: "/unverifyDomain", Kind: "status:200", Times: 1,
		Body: `{"verifiedDomains":["life.corp.test"],"claimedDomains":["life.corp.test"],"url":""}`,
	})
	wantError(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}), service.Blocked, "domainverify_claim")
}

// Somebody verifies the domain in Control Hub after this process has read it.
func TestReleaseOfADomainThatIsVerifiedThoughKnownAsPendingLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, reading := range []mode{probing, listsReading} {
		for _, setting := range []string{"removes", "200_no_effect", "400", "404"} {
			t.Run(string(reading)+", "+setting, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, reading)
				w.set(t, webexsim.SwitchUnverifyVerifiedWithFlag, setting)
				stale, id := w.adapter(t), w.id("life."+zone)
				token := w.makePending(t, stale, id)
				must(t, verify(t, w.adapter(t), id, token))
				must(t, stale.Release(t.Context(), service.ReleaseRequest{ID: id}))
				w.wantLists(t, nothing)
			})
		}
	}
}

func TestReleaseUnderAClaimThatWasMadeUnseenIsBlocked(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		w := newWorld(t, reading)
		stale, id := w.adapter(t), w.id("life."+zone)
		token := w.makePending(t, stale, id)
		other := w.adapter(t)
		must(t, verify(t, other, id, token))
		must(t, claim(t, other, id))
		wantError(t, stale.Release(t.Context(), service.ReleaseRequest{ID: id}), service.Blocked, "domainverify_claim")
		w.wantState(t, id, service.StateClaimed)
	}
}

// The success is a proxy's invention; the lists in the answer say otherwise.
func TestReleaseIsNoSuccessWhileTheDomainIsStillListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading)
	id := w.id("life." + zone)
	w.makeVerified(t, w.adapter(t), id)
	w.fault(t, simhttp.Fault{
		Match: "/unverifyDomain", Kind: "status:200", Times: 1,
		Body: `{"verifiedDomains":["life.corp.test"],"claimedDomains":[],"url":""}`,
	})
	wantError(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}), service.Transient, "still lists")
	must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
	w.wantLists(t, nothing)
}

// The successes are a proxy's invention, without the lists that Webex sends.
func TestReleaseAnsweredWithEmptySuccessesIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, body := range []string{`{}`, `{"verifiedDomains":[]}`, `{"claimedDomains":[],"verifiedDomains":null}`} {
			w := newWorld(t, reading)
			id := w.id("life." + zone)
			w.makeVerified(t, w.adapter(t), id)
			adapter := w.adapter(t)
			read(t, adapter, id)
			w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status:200", Body: body})
			wantError(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}), service.Transient, "without its lists", "terraform state rm")
			w.wantState(t, id, service.StateVerified)
			w.Heal()
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.wantState(t, id, service.StateAbsent)
		}
	}
}

func TestReleaseAnsweredWithOneEmptySuccessGoesOn(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		for _, kind := range []string{"status:200", "status_after:200", "status:204", "status_after:204"} {
			for _, state := range []service.State{service.StatePending, service.StateVerified} {
				w := newWorld(t, reading)
				id := w.id("life." + zone)
				if state == service.StatePending {
					w.makePending(t, w.adapter(t), id)
				} else {
					w.makeVerified(t, w.adapter(t), id)
				}
				adapter := w.adapter(t)
				read(t, adapter, id)
				body := ""
				if strings.HasSuffix(kind, "200") {
					body = "{}"
				}
				w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: kind, Times: 1, Body: body})
				must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
				w.wantLists(t, nothing)
			}
		}
	}
}

func releaseAll(t *testing.T, adapter *webex.Adapter, ids ...service.DomainID) {
	t.Helper()
	for _, id := range ids {
		must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
	}
}

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
		wantOneNotice(t, "alone is guarded", adapter.GuardRelease, w.id(adminDomain), w.ID(0))

		w.set(t, webexsim.SwitchOrganizationReadDomains, "enforcement_only")
		if notice, err := w.adapter(t).GuardRelease(t.Context(), w.id(adminDomain)); notice != "" || err != nil {
			t.Errorf("with the enforcement off: %q, %v", notice, err)
		}
	}
}
