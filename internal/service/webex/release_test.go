// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
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
		w := newWorld(t, c.reading)
		p := w.brought("life."+zone, c.state)
		p.Read() // the probe unverifies a name of its own
		w.ForgetRequests()
		w.Must(p.Release())
		w.WantSent(releaseRequest, c.want...)
		w.wantLists(nothing)
	}
}

// inEachSetting plays a story in each of some modes and settings of a switch.
func inEachSetting(t *testing.T, modes []mode, name string, story func(w *world)) {
	t.Helper()
	in(t, modes, func(t *testing.T, w *world) {
		for _, sw := range w.Switches().List() {
			for _, setting := range sw.Allowed {
				if sw.Name == name {
					w.Set(name, setting)
					story(w)
				}
			}
		}
	})
}

// A verified domain that was asked for its token is listed as pending as well.
func TestReleaseLeavesNoPendingEntryBesideAVerifiedDomain(t *testing.T) {
	t.Parallel()
	inEachSetting(t, modes(), webexsim.SwitchUnverifyVerifiedWithFlag, func(w *world) {
		p := w.life().Bring(service.StateVerified)
		w.Must(p.Anew().Challenge())
		w.wantLists("pending=[life.corp.test] verified=[life.corp.test] claimed=[] reserved=[]")
		w.Must(p.Anew().Release())
		w.wantLists(nothing)
	})
}

// The refusal of the call without the flag then means "not verified" and not
// "still claimed"; where nothing can be read, only the call with it tells.
func TestReleaseOfAPendingDomainIsNotTakenForAClaimedOne(t *testing.T) {
	t.Parallel()
	inEachSetting(t, modes(), webexsim.SwitchUnverifyPendingWithoutFlag, func(w *world) {
		w.Must(w.brought("life."+zone, service.StatePending).Release())
		w.wantLists(nothing)
	})
}

// Somebody verifies the domain in Control Hub after this process has read it.
func TestReleaseOfADomainThatIsVerifiedThoughKnownAsPendingLeavesNothing(t *testing.T) {
	t.Parallel()
	inEachSetting(t, readable(), webexsim.SwitchUnverifyVerifiedWithFlag, func(w *world) {
		stale := w.life().Bring(service.StatePending)
		w.Must(stale.Anew().Verify())
		w.Must(stale.Release())
		w.wantLists(nothing)
	})
}

// Another process has verified it lately, and the read, ten minutes behind, does not have it yet:
// the lists in the response to the first call count for more.
func TestReleaseOfADomainThatTheReadDoesNotHaveYetLeavesNothing(t *testing.T) {
	t.Parallel()
	inEachSetting(t, []mode{listsReading}, webexsim.SwitchUnverifyVerifiedWithFlag, func(w *world) {
		w.behind()
		p := w.brought("life."+zone, service.StateVerified)
		p.WantRead(service.StateAbsent)
		w.Must(p.Release())
		w.wantLists(nothing)
		w.Clock.Advance(time.Hour)
	})
}

func TestReleaseUnderAClaimThatWasMadeUnseenIsBlocked(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		stale := w.life().Bring(service.StatePending)
		other := stale.Anew()
		w.Must(other.Verify())
		w.Must(other.Claim())
		w.WantError(stale.Release(), service.Blocked, "domainverify_claim")
		stale.WantState(service.StateClaimed)
	})
}

// The lists in the answer say that the domain, or the claim, stands.
func TestReleaseIsNoSuccessWhileTheDomainIsStillListed(t *testing.T) {
	t.Parallel()
	listed := func(domain string) string {
		return `{"verifiedDomains":["d0.corp.test"],"claimedDomains":[` + domain + `],"url":""}`
	}
	servicetest.Cases(t, unread, map[string]servicetest.Case{
		"a success that a proxy has invented": {
			State: service.StateVerified, Faults: []simhttp.Fault{servicetest.Once(releaseRequest, "status:200", listed(""))},
			Do: (*servicetest.Player).Release, Class: service.Transient, Words: []string{"still lists"}, Then: service.StateVerified, Healed: service.StateAbsent,
		},
		// What the flag does beside a claim is not known.
		"a claim, and the flag is accepted": {
			State:  service.StateClaimed,
			Faults: []simhttp.Fault{servicetest.Once(releaseRequest, "status:400"), servicetest.Once(releaseRequest, "status:200", listed(`"d0.corp.test"`))},
			Do:     (*servicetest.Player).Release, Class: service.Blocked, Words: []string{"domainverify_claim"}, Then: service.StateClaimed,
		},
	})
}

// The successes are a proxy's invention, without the lists that Webex sends.
func TestReleaseAnsweredWithEmptySuccessesIsNoSuccess(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		for _, body := range []string{`{}`, `{"verifiedDomains":[]}`, `{"claimedDomains":[],"verifiedDomains":null}`} {
			p := w.brought("life."+zone, service.StateVerified)
			p.Read()
			w.Fault(servicetest.Always(releaseRequest, "status:200", body))
			w.WantError(p.Release(), service.Transient, "without its lists", "terraform state rm")
			p.WantState(service.StateVerified)
			w.Heal()
			w.Must(p.Release())
			p.WantState(service.StateAbsent)
		}
	})
}

// Webex sends no page: that a domain is gone is its own to say.
func TestReleaseAnsweredWithAProxysPageIsNoSuccess(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		for _, status := range []string{"status:404", "status:410"} {
			p := w.brought("life."+zone, service.StateVerified)
			p.Read()
			w.Fault(servicetest.Always(releaseRequest, status, servicetest.ProxyPage))
			w.WantError(p.Release(), service.Transient, "proxy")
			p.WantState(service.StateVerified)
			w.Heal()
			w.Must(p.Release())
			p.WantState(service.StateAbsent)
		}
	})
}

func TestReleaseAnsweredWithOneEmptySuccessGoesOn(t *testing.T) {
	t.Parallel()
	in(t, modes(), func(_ *testing.T, w *world) {
		for _, kind := range []string{"status:200", "status_after:200", "status:204", "status_after:204"} {
			for _, state := range []service.State{service.StatePending, service.StateVerified} {
				p := w.brought("life."+zone, state)
				p.Read()
				body := ""
				if strings.HasSuffix(kind, "200") {
					body = "{}"
				}
				w.Fault(servicetest.Once(releaseRequest, kind, body))
				w.Must(p.Release())
				w.wantLists(nothing)
			}
		}
	})
}
