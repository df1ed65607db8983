// SPDX-License-Identifier: MPL-2.0

package workos_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func TestVerificationThatFailsTwiceEndsWithTheReasonOfTheEvent(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct {
		class service.Class
		texts []string
	}{
		"fail":           {service.Blocked, []string{"within thirty days", "domain_verification_period_expired"}},
		"fail_elsewhere": {service.HeldElsewhere, []string{"another organization", "domain_verified_by_other_organization", "Waiting does not help"}},
	} {
		w := newWorld(t)
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.setTXT(id.Domain)
		_, err := verify(t, adapter, id, token)
		must(t, err)

		w.drift(t, kind, id)
		found, err := verify(t, adapter, id, token)
		if err != nil || found.State != service.StatePending {
			t.Fatalf("%s: %+v, %v; want it begun anew", kind, found, err)
		}
		w.clock.Advance(time.Second)
		w.drift(t, kind, id)
		_, err = verify(t, adapter, id, token)
		wantError(t, err, c.class, c.texts...)
		w.wantCount(t, "/verify", 2)
		if got := read(t, adapter, id); got.State != service.StateFailed || got.Reason == "" {
			t.Errorf("%s: reads %+v afterwards, want it failed with the reason", kind, got)
		}
	}
}

func TestFailedDomainIsBegunAnewByTheFirstCallAndNoSecondTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	token := w.makePending(t, w.adapter(t), id)
	w.setTXT(id.Domain)
	w.drift(t, "fail", id)
	adapter := w.adapter(t)
	_, err := verify(t, adapter, id, token)
	must(t, err)
	w.wantState(t, id, service.StatePending)
	w.clock.Advance(time.Second)
	w.drift(t, "fail", id)
	_, err = verify(t, adapter, id, token)
	wantError(t, err, service.Blocked)
	w.wantCount(t, "/verify", 1)
}

// The event has been seen to come a minute late. Until then only that of the
// first failure is there, which has another reason.
func TestSecondFailureIsExplainedByItsOwnEventHoweverLateThatComes(t *testing.T) {
	t.Parallel()
	for _, seenBefore := range []bool{false, true} {
		w := newWorld(t)
		w.set(t, workossim.SwitchEventLag, "65")
		adapter, id := w.adapter(t), w.ID(0)
		token := w.makePending(t, adapter, id)
		w.setTXT(id.Domain)
		if !seenBefore {
			_, err := verify(t, adapter, id, token)
			must(t, err)
		}
		w.drift(t, "fail", id)
		if seenBefore {
			w.clock.Advance(time.Hour)
			adapter = w.adapter(t)
		}
		_, err := verify(t, adapter, id, token)
		must(t, err)
		w.clock.Advance(time.Second)
		w.drift(t, "fail_elsewhere", id)
		reads := 0
		for ; err == nil && reads < 20; reads++ {
			var found service.Domain
			if found, err = verify(t, adapter, id, token); err == nil && (found.State != service.StateFailed || !contains(found.Reason, "not arrived yet")) {
				t.Errorf("%+v while the event is to come, want it failed and to wait", found)
			}
			w.clock.Advance(20 * time.Second)
		}
		wantError(t, err, service.HeldElsewhere, "domain_verified_by_other_organization")
		if reads != 5 {
			t.Errorf("%d reads, want five until the event is there", reads)
		}
		w.wantState(t, id, service.StateFailed)
	}
}

func TestSecondFailureWhoseEventNeverComesEndsTheWaitAllTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, workossim.SwitchEventLag, "65")
	id := w.ID(0)
	token := w.makePending(t, w.adapter(t), id)
	w.setTXT(id.Domain)
	w.drift(t, "fail", id)
	adapter := w.adapter(t)
	_, err := verify(t, adapter, id, token)
	must(t, err)
	w.clock.Advance(time.Second) // and never further, so that no event comes
	w.drift(t, "fail", id)
	for range 6 {
		_, err := verify(t, adapter, id, token)
		must(t, err)
	}
	_, err = verify(t, adapter, id, token)
	wantError(t, err, service.Blocked, "no WorkOS event gives the reason")
}

// A state that is not shown in between must not make it look like the first
// failure.
func TestFailedDomainIsBegunAnewOnceAlsoWhenPendingIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, workossim.SwitchPendingState, "absent")
	id := w.ID(0)
	token := w.makePending(t, w.adapter(t), id)
	w.setTXT(id.Domain)
	w.drift(t, "fail", id)
	adapter := w.adapter(t)
	for range 12 { // so many that it is verified once more in the dark
		_, err := verify(t, adapter, id, token)
		must(t, err)
	}
	w.clock.Advance(time.Second)
	w.drift(t, "fail", id)
	_, err := verify(t, adapter, id, token)
	wantError(t, err, service.Blocked, "also after it was begun anew")
}

func TestReasonIsFoundAmongManyEventsAndAfterManyDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old, recent := w.ID(0), w.ID(1)
	for _, id := range []service.DomainID{old, recent} {
		_, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain})
		must(t, err)
	}
	w.drift(t, "fail", old)
	w.drift(t, "fail_elsewhere", recent)
	for n := range 120 { // more than a page of later failures
		id := w.ID(100 + n)
		_, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain})
		must(t, err)
		w.drift(t, "fail", id)
		w.drift(t, "remove", id)
	}
	for _, age := range []time.Duration{0, 45 * 24 * time.Hour, 30 * 24 * time.Hour} {
		w.clock.Advance(age)
		adapter := w.adapter(t)
		if got, want := read(t, adapter, old).Reason, "domain_verification_period_expired"; !contains(got, want) {
			t.Errorf("after %s: the reason %q, want %s", age, got, want)
		}
		if got, want := read(t, adapter, recent).Reason, "domain_verified_by_other_organization"; !contains(got, want) {
			t.Errorf("after %s: the reason %q, want %s", age, got, want)
		}
	}
	w.clock.Advance(30 * 24 * time.Hour)
	if got := read(t, w.adapter(t), old).Reason; got != "no WorkOS event gives the reason" {
		t.Errorf("the reason %q of an event that is no longer kept", got)
	}
}

// Looking further back for another domain must not bring up an older failure.
func TestReasonIsThatOfTheNewestFailureWhenAnotherDomainsIsOlder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	twice, long := w.ID(0), w.ID(1)
	for _, id := range []service.DomainID{twice, long} {
		_, err := w.AddDomain(workossim.DomainSpec{Domain: id.Domain})
		must(t, err)
		w.drift(t, "fail", id)
	}
	w.clock.Advance(40 * 24 * time.Hour)
	_, err := verify(t, w.adapter(t), twice, read(t, w.adapter(t), twice).Token(service.MethodDNSTXT))
	must(t, err)
	w.drift(t, "fail_elsewhere", twice)
	adapter := w.adapter(t)
	for id, want := range map[service.DomainID]string{
		twice: "domain_verified_by_other_organization", long: "domain_verification_period_expired",
	} {
		if got := read(t, adapter, id).Reason; !contains(got, want) {
			t.Errorf("%s: the reason %q, want %s", id.Domain, got, want)
		}
	}
}

func TestKeyThatMayNotReadEventsStillReadsDomainsAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	w.makePending(t, w.adapter(t), id)
	w.drift(t, "fail", id)
	w.fault(t, simhttp.Fault{Match: "/events", Kind: "status:403"})
	if got := read(t, w.adapter(t), id); got.State != service.StateFailed || !contains(got.Reason, "403") {
		t.Errorf("reads %+v, want it failed and the 403", got)
	}
}

func TestReadingAsksForEventsOnlyWhenADomainHasFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.makeVerified(t, w.adapter(t), w.ID(0))
	w.makePending(t, w.adapter(t), w.ID(1))
	read(t, w.adapter(t), w.ID(0))
	w.wantCount(t, "/events", 0)
}

func TestDomainTakenByAnotherOrganizationSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.ID(0)
	w.makePending(t, w.adapter(t), id)
	_, err := w.HoldElsewhere(id.Domain)
	must(t, err)
	if got := read(t, w.adapter(t), id); got.State != service.StateFailed || !contains(got.Reason, "another organization") {
		t.Errorf("reads %+v, want it failed because of another organization", got)
	}
}

// The inventory is older than the failure, which must not count as a first begin.
func TestDomainThatFailedSinceTheInventoryWasReadIsBegunAnewOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	adapter, id := w.adapter(t), w.ID(0)
	token := w.makePending(t, adapter, id)
	w.setTXT(id.Domain)
	w.drift(t, "fail", id)
	w.clock.Advance(time.Minute)
	_, err := verify(t, adapter, id, token)
	must(t, err)
	w.clock.Advance(time.Second)
	w.drift(t, "fail", id)
	_, err = verify(t, adapter, id, token)
	wantError(t, err, service.Blocked, "also after it was begun anew")
	w.wantCount(t, "/verify", 1)
}

// Invariant 19: each begin of a failed domain may change its token.
func TestLostBeginOfAFailedDomainIsNotMadeAgainWhereItHadItsEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(t, workossim.SwitchRestartToken, "new_token")
	id := w.ID(0)
	token := w.makePending(t, w.adapter(t), id)
	w.drift(t, "fail", id)
	w.fault(t, simhttp.Fault{Match: "/verify", Kind: "drop_after", Times: 1})
	adapter := w.adapter(t)
	_, err := verify(t, adapter, id, token)
	wantError(t, err, service.Rotated)
	w.wantCount(t, "/verify", 1)
}

// What is no list does not show that there is no event (invariant 18).
func TestEventsWithoutAListAreNotTakenForNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`null`, `{}`, `{"data":null,"list_metadata":{"after":null}}`} {
		s := newScripted(t, `"state":"failed",`)
		s.respond = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/events" {
				_, _ = w.Write([]byte(body))
			}
			return r.URL.Path == "/events"
		}
		if got := read(t, s.adapter, s.id).Reason; !strings.Contains(got, "does not contain a list of events") {
			t.Errorf("%s: the reason is %q", body, got)
		}
	}
}
