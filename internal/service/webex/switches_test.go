// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

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
			servicetest.Run(t, func(t *testing.T) *servicetest.World { return newWorld(t, reading).World })
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
	in(t, modes(), func(t *testing.T, w *world) {
		w.refreshing()
		p := w.life()
		_, err := guardVerify(p, adminDomain)
		w.Must(err)
		p.Bring(service.StateClaimed)
		w.Must(p.Unclaim())
		w.Must(p.Release())
		var identity []string
		for _, line := range w.Lines() {
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

func TestClaimAlwaysSendsBothSwitchesWithSafeValuesUnlessChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		options  []service.OptionName
		switches string
		marked   int
	}{
		{nil, `"forceDomainClaim":false,"claimDomainOnly":true`, 0},
		{[]service.OptionName{webex.OptionForce}, `"forceDomainClaim":true,"claimDomainOnly":true`, 0},
		{[]service.OptionName{webex.OptionMarkOutsideUsersTransient}, `"forceDomainClaim":false,"claimDomainOnly":false`, 0},
		{[]service.OptionName{webex.OptionForce, webex.OptionMarkOutsideUsersTransient}, `"forceDomainClaim":true,"claimDomainOnly":false`, 3},
	} {
		w := newWorld(t, unreadable)
		p := w.life().Bring(service.StateVerified)
		if slices.Contains(c.options, webex.OptionForce) {
			w.OutsideUsers(p.ID.Domain, 3)
		}
		w.Must(p.With(c.options...).Claim())
		w.WantSent(claimRequest, `{"data":[{"domain":"life.corp.test"}],`+c.switches+`}`)
		if got := w.Snapshot().TransientCount; got != c.marked {
			t.Errorf("%+v: %d users marked", c, got)
		}
	}
}

func TestVerifyNeverClaims(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable)
	w.life().Bring(service.StateVerified)
	w.WantSent(verifyRequest, `{"domain":"life.corp.test","claimDomain":false}`)
}

func TestReserveIsSentOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, unreadable, governmental)
	p := w.life().Bring(service.StatePending)
	w.Must(p.With(webex.OptionReserve).Verify())
	w.WantSent(verifyRequest, `{"domain":"life.corp.test","claimDomain":false,"reserveDomain":true}`)
	w.wantLists("pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
	w.WantError(p.Release(), service.Blocked, "reserved")
	p.WantState(service.StateVerified)
}

func TestVerifyOfAVerifiedDomainIsSentWhereItHasToBeReserved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, listsReading, governmental)
	w.Must(w.life().Bring(service.StateVerified).With(webex.OptionReserve).Verify())
	w.wantLists("pending=[] verified=[life.corp.test] claimed=[] reserved=[life.corp.test]")
}

// A reservation is not shown, so that only a success of the call itself counts.
func TestReservationThatIsRefusedOrLostIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, reading := range readable() {
		w := newWorld(t, reading, governmental)
		for _, status := range []string{"400", "409"} {
			p := w.Player("refused" + status + "." + zone).Bring(service.StateVerified)
			w.Fault(servicetest.Always(verifyRequest, "status:"+status, `{"message":"It can not be reserved."}`))
			w.WantError(p.With(webex.OptionReserve).Verify(), service.Blocked, "can not be reserved", "Control Hub")
			w.Heal()
		}
		p := w.Player("lost." + zone).Bring(service.StateVerified)
		w.Fault(servicetest.Once(verifyRequest, "status:503"))
		w.WantError(p.With(webex.OptionReserve).Verify(), service.Transient)
		w.Must(p.With(webex.OptionReserve).Verify())
		w.WantEqual("reserved", "[lost.corp.test]", fmt.Sprint(w.Snapshot().Organization.Reserved))
	}
}

// everySetting runs test under each setting of each switch, in each reading mode.
func everySetting(t *testing.T, test func(w *world, setting servicetest.Setting)) {
	t.Helper()
	for _, reading := range modes() {
		t.Run(string(reading), func(t *testing.T) {
			t.Parallel()
			servicetest.EverySetting(t, func(t *testing.T) *world { return newWorld(t, reading) }, test)
		})
	}
}

func TestEverySettingPassesTheWholeLifecycleAndLeavesNothing(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world, _ servicetest.Setting) { w.WholeLife(nil) })
}

// Right after each write a new process releases, while the read may be behind.
func TestEverySettingReleasesWhateverAStaleReadSays(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world, _ servicetest.Setting) {
		for _, state := range []service.State{service.StatePending, service.StateVerified, service.StateClaimed} {
			p := w.life().Bring(state)
			if state == service.StateClaimed {
				w.WantError(p.Anew().Release(), service.Blocked, "claim")
				w.Must(p.Anew().Unclaim())
			}
			w.Must(p.Anew().Release())
			w.wantLists(nothing)
			w.Clock.Advance(time.Hour) // or adding would find what is gone
		}
		w.Must(w.life().Release())
	})
}

// refusal is how a step that is impossible in principle has to be refused.
type refusal struct {
	class service.Class
	words string
}

// cannotTell lists where nothing can be read and Webex' answer to a repeated
// step fits other reasons as well, so that success may not be reported.
func cannotTell() map[servicetest.Setting]map[servicetest.Step]refusal {
	return map[servicetest.Setting]map[servicetest.Step]refusal{
		{Name: webexsim.SwitchVerifyOfVerified, Value: "400"}: {servicetest.StepVerify: {service.NotYet, "does not confirm"}},
		{Name: webexsim.SwitchVerifyOfVerified, Value: "409"}: {servicetest.StepVerify: {service.NotYet, "does not confirm"}},
		{Name: webexsim.SwitchClaimOfClaimed, Value: "400"}:   {servicetest.StepClaim: {service.Blocked, "import it"}},
		{Name: webexsim.SwitchClaimOfClaimed, Value: "409"}:   {servicetest.StepClaim: {service.HeldElsewhere, "import it"}},
		{Name: webexsim.SwitchTokenOnVerified, Value: "409"}:  {servicetest.StepAdd: {service.HeldElsewhere, "import it"}},
	}
}

// refusedWhenRepeated is how repeated steps are refused under a setting.
func refusedWhenRepeated(setting servicetest.Setting, reading mode) map[servicetest.Step]refusal {
	refused := cannotTell()[setting]
	if refused == nil {
		refused = map[servicetest.Step]refusal{}
	}
	cannotTellUnclaim := refusal{service.Rejected, "terraform state rm"}
	if setting.Name != webexsim.SwitchUnclaimOfUnclaimed || setting.Value == "400" {
		refused[servicetest.StepUnclaim] = cannotTellUnclaim
	}
	isRead := setting.Name == webexsim.SwitchOrganizationReadDomains
	hasNoLists := isRead && (setting.Value == "absent" || setting.Value == "enforcement_only")
	if reading != unreadable || isRead && !hasNoLists {
		refused = map[servicetest.Step]refusal{servicetest.StepAdd: {service.AlreadyExists, "verified"}}
		if isRead && setting.Value == "present_with_missing_empty_arrays" && reading != probing {
			// Without a claim there is no list of claims.
			refused[servicetest.StepUnclaim] = cannotTellUnclaim
		}
	}
	if hasNoLists && reading == listsReading {
		refused = map[servicetest.Step]refusal{servicetest.StepUnclaim: cannotTellUnclaim}
	}
	return refused
}

// What was done already is done once more by a new process.
func TestEverySettingLetsStepsBeRepeatedWhereItCanBeTold(t *testing.T) {
	t.Parallel()
	everySetting(t, func(w *world, setting servicetest.Setting) {
		refused := refusedWhenRepeated(setting, w.mode)
		check := func(step servicetest.Step, err error) {
			w.T.Helper()
			w.WantError(err, refused[step].class, refused[step].words)
		}
		p := w.life().Bring(service.StateVerified)
		w.Clock.Advance(time.Hour) // beyond the lag of the read
		check(servicetest.StepVerify, p.Anew().Verify())
		check(servicetest.StepAdd, p.Anew().Add())
		w.Must(p.Anew().Claim())
		w.Clock.Advance(time.Hour)
		check(servicetest.StepClaim, p.Anew().Claim())
		p.WantState(service.StateClaimed)
		w.Must(p.Anew().Unclaim())
		w.Clock.Advance(time.Hour)
		check(servicetest.StepUnclaim, p.Anew().Unclaim())
		p.WantState(service.StateVerified)
	})
}
