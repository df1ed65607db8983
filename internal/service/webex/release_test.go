// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
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
