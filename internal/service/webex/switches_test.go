// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

func TestWebexKeepsTheServiceContractInEveryReadingMode(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			servicetest.Run(t, func(t *testing.T) servicetest.World { return newWorld(t, reading) })
		})
	}
}

// documented are the endpoints of Cisco's OpenAPI description that the adapter
// may call, and GET /people/me.
var documented = regexp.MustCompile(`^(POST /v1/identity/organizations/[0-9a-f-]{36}/actions/` +
	`(getDomainVerificationToken|verifyDomain|claimDomain|unverifyDomain|unclaimDomain)` +
	`|GET /v1/identity/organizations/[0-9a-f-]{36}|GET /v1/people/me|POST /v1/access_token)$`)

func TestOnlyDocumentedEndpointsAreCalledAndTheOrganizationReadComesFirst(t *testing.T) {
	t.Parallel()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, reading)
			w.refreshing()
			adapter, id := w.adapter(t), w.id("life."+zone)
			if _, err := adapter.GuardVerify(t.Context(), w.id(adminDomain)); err != nil {
				t.Fatal(err)
			}
			w.makeClaimed(t, adapter, id)
			must(t, adapter.Unclaim(t.Context(), id))
			must(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}))
			var identity []string
			for _, request := range w.Requests() {
				line := request.Method + " " + request.Path
				if !documented.MatchString(line) {
					t.Errorf("%s is not documented", line)
				}
				if strings.Contains(line, "/identity/") {
					identity = append(identity, line)
				}
			}
			if !strings.HasPrefix(identity[0], "GET ") {
				t.Errorf("the first identity request is %s, want the organization read", identity[0])
			}
		})
	}
}

func TestClaimAlwaysSendsBothSwitchesWithSafeValuesUnlessChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		options service.Options
		want    string
	}{
		{nil, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":false,"claimDomainOnly":true}`},
		{force, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":true,"claimDomainOnly":true}`},
		{markTransient, `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":false,"claimDomainOnly":false}`},
		{slices.Concat(force, markTransient), `{"data":[{"domain":"life.corp.test"}],"forceDomainClaim":true,"claimDomainOnly":false}`},
	} {
		w := newWorld(t, unreadable)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.makeVerified(t, adapter, id)
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Options: c.options}))
		if diff := cmp.Diff([]string{c.want}, w.bodies("claimDomain")); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	}
}

func TestClaimMarksNoOutsideUsersUnlessChosen(t *testing.T) {
	t.Parallel()
	for want, options := range map[int]service.Options{0: force, 3: slices.Concat(force, markTransient)} {
		w := newWorld(t, unreadable)
		adapter, id := w.adapter(t), w.id("life."+zone)
		w.Webex.OutsideUsers(id.Domain, 3)
		w.makeVerified(t, adapter, id)
		must(t, adapter.Claim(t.Context(), service.ClaimRequest{ID: id, Options: options}))
		if got := w.Webex.Snapshot().TransientCount; got != want {
			t.Errorf("%v: %d users marked, want %d", options, got, want)
		}
	}
}

func TestVerifyNeverClaims(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	id := w.id("life." + zone)
	w.makeVerified(t, w.adapter(t), id)
	if diff := cmp.Diff([]string{`{"domain":"life.corp.test","claimDomain":false}`}, w.bodies("verifyDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	w.wantState(t, id, service.StateVerified)
}

func TestReserveIsSentOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable, governmental)
	adapter, id := w.adapter(t), w.id("life."+zone)
	token := w.makePending(t, adapter, id)
	_, err := adapter.Verify(t.Context(), service.VerifyRequest{ID: id, Method: service.MethodDNSTXT, Token: token, Options: reserve})
	must(t, err)
	if diff := cmp.Diff([]string{`{"domain":"life.corp.test","claimDomain":false,"reserveDomain":true}`}, w.bodies("verifyDomain")); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	w.wantLists(t, "pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
	wantError(t, adapter.Release(t.Context(), service.ReleaseRequest{ID: id}), service.Blocked, "reserved")
	w.wantState(t, id, service.StateVerified)
}

// everySetting runs test under each setting of each switch, in each reading mode.
func everySetting(t *testing.T, test func(t *testing.T, w *world, sw, value string, reading mode)) {
	t.Helper()
	for _, sw := range newWorld(t, unreadable).Webex.Switches().List() {
		for _, value := range sw.Allowed {
			for _, reading := range modes() {
				t.Run(sw.Name+"="+value+", "+string(reading), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t, reading)
					w.set(t, sw.Name, value)
					test(t, w, sw.Name, value, reading)
				})
			}
		}
	}
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, _, _ string, _ mode) {
		for name, process := range w.processes(t) {
			id := w.id("life." + zone)
			if _, err := process().Add(t.Context(), id); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			challenge, err := process().Challenge(t.Context(), id, service.MethodDNSTXT)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			wantError(t, verify(t, process(), id, challenge.Token), service.NotYet)
			w.Publish(t, challenge.Publication)
			w.untilVerified(t, process(), id, challenge.Token)
			must(t, claim(t, process(), id))
			w.Clock.Advance(time.Hour) // beyond the lag of the read
			if got := read(t, process(), id).State; got != service.StateClaimed && got != service.StateUnknown {
				t.Errorf("%s: a claimed domain reads %s", name, got)
			}
			w.wantLists(t, "pending=[] verified=[life.corp.test] claimed=[life.corp.test] reserved=[]")
			must(t, process().Unclaim(t.Context(), id))
			must(t, process().Release(t.Context(), service.ReleaseRequest{ID: id}))
			w.wantLists(t, nothing)
			w.Unpublish(t, challenge.Publication)
		}
	})
}

// processes gives the adapter of one process for all steps, or of a new one
// for each step, as when every step is an apply of its own.
func (w *world) processes(t *testing.T) map[string]func() *webex.Adapter {
	one := w.adapter(t)
	return map[string]func() *webex.Adapter{
		"one process":            func() *webex.Adapter { return one },
		"a process for each one": func() *webex.Adapter { return w.adapter(t) },
	}
}

// untilVerified does what a wait does: it tries, asks why, and tries again.
func (w *world) untilVerified(t *testing.T, adapter *webex.Adapter, id service.DomainID, token string) {
	t.Helper()
	err := verify(t, adapter, id, token)
	if service.ClassOf(err) == service.NotYet {
		must(t, adapter.Explain(t.Context(), id, service.MethodDNSTXT, token))
		err = verify(t, adapter, id, token)
	}
	must(t, err)
	if got := w.Truth(id); got != service.StateVerified {
		t.Fatalf("verified by the adapter's word, %s at the service", got)
	}
}

// Right after each write a new process releases, while the read may be behind.
func TestEverySettingReleasesWhateverAStaleReadSays(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, _, _ string, _ mode) {
		id := w.id("stale." + zone)
		w.makePending(t, w.adapter(t), id)
		must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
		w.wantLists(t, nothing)

		w.Clock.Advance(time.Hour) // or adding would find what is gone
		w.makeVerified(t, w.adapter(t), id)
		must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
		w.wantLists(t, nothing)

		w.Clock.Advance(time.Hour)
		w.makeClaimed(t, w.adapter(t), id)
		wantError(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}), service.Blocked, "claim")
		must(t, w.adapter(t).Unclaim(t.Context(), id))
		must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
		w.wantLists(t, nothing)
		must(t, w.adapter(t).Release(t.Context(), service.ReleaseRequest{ID: id}))
	})
}

// refusal is how a step that is impossible in principle has to be refused.
type refusal struct {
	class service.Class
	words string
}

func (r refusal) check(t *testing.T, err error) {
	t.Helper()
	if r == (refusal{}) {
		must(t, err)
		return
	}
	wantError(t, err, r.class, r.words)
}

// setting is one position of one switch.
type setting struct{ name, value string }

// cannotTell lists where nothing can be read and Webex' answer to a repeated
// step fits other reasons as well, so that success may not be reported.
func cannotTell() map[setting]map[string]refusal {
	return map[setting]map[string]refusal{
		{webexsim.SwitchVerifyOfVerified, "400"}: {"verify": {service.NotYet, "does not confirm"}},
		{webexsim.SwitchVerifyOfVerified, "409"}: {"verify": {service.NotYet, "does not confirm"}},
		{webexsim.SwitchClaimOfClaimed, "400"}:   {"claim": {service.Blocked, "import it"}},
		{webexsim.SwitchClaimOfClaimed, "409"}:   {"claim": {service.HeldElsewhere, "import it"}},
		{webexsim.SwitchTokenOnVerified, "409"}:  {"add": {service.HeldElsewhere, "import it"}},
	}
}

// What was done already is done once more by a new process.
func TestEverySettingLetsStepsBeRepeatedWhereItCanBeTold(t *testing.T) {
	t.Parallel()
	everySetting(t, func(t *testing.T, w *world, sw, value string, reading mode) {
		id := w.id("again." + zone)
		token := w.makeVerified(t, w.adapter(t), id)
		w.Clock.Advance(time.Hour) // beyond the lag of the read
		refused := cannotTell()[setting{sw, value}]
		if refused == nil {
			refused = map[string]refusal{}
		}
		if sw != webexsim.SwitchUnclaimOfUnclaimed || value == "400" {
			refused["unclaim"] = refusal{service.Rejected, "terraform state rm"}
		}
		if reading != unreadable || sw == webexsim.SwitchOrganizationReadDomains && value != "absent" && value != "enforcement_only" {
			unclaim := refused["unclaim"]
			refused = map[string]refusal{"add": {service.AlreadyExists, "verified"}}
			if value == "present_with_missing_empty_arrays" && reading != probing {
				// Without a claim there is no list of claims.
				refused["unclaim"] = unclaim
			}
		}
		if sw == webexsim.SwitchOrganizationReadDomains && (value == "absent" || value == "enforcement_only") && reading == listsReading {
			refused = map[string]refusal{"unclaim": {service.Rejected, "terraform state rm"}}
		}
		refused["verify"].check(t, verify(t, w.adapter(t), id, token))
		_, err := w.adapter(t).Add(t.Context(), id)
		refused["add"].check(t, err)

		must(t, claim(t, w.adapter(t), id))
		w.Clock.Advance(time.Hour)
		refused["claim"].check(t, claim(t, w.adapter(t), id))
		w.wantState(t, id, service.StateClaimed)

		must(t, w.adapter(t).Unclaim(t.Context(), id))
		w.Clock.Advance(time.Hour)
		refused["unclaim"].check(t, w.adapter(t).Unclaim(t.Context(), id))
		w.wantState(t, id, service.StateVerified)
	})
}
