// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const oneVerified = "pending=[] verified=[d0.corp.test] claimed=[] reserved=[]"

// How many calls it makes for how many domains, every service has to show.
func TestProbeMakesTwoCallsAfterTheOrganizationReadAndLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Player().Bring(service.StateVerified)
	before := w.Snapshot().Organization
	w.ForgetRequests()
	w.Player().Read()
	path := "/v1/identity/organizations/" + w.Credentials().OrganizationID
	w.WantEqual("calls", []string{"GET " + path, "POST " + path + "/actions" + tokenRequest, "POST " + path + "/actions" + releaseRequest}, w.Lines())
	w.WantEqual("organization", before, w.Snapshot().Organization)
}

// The name is derived, so that a later run finds what an earlier one has left.
func TestProbesOfConcurrentRunsShareOneNameAndAllSucceed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Player().Bring(service.StateVerified)
	w.ForgetRequests()
	var runs sync.WaitGroup
	for range 10 {
		p := w.Player()
		runs.Go(func() {
			if err := p.TryRead(); err != nil || p.Got.State != service.StateVerified {
				t.Errorf("read %+v, %v; want a verified domain", p.Got, err)
			}
		})
	}
	runs.Wait()
	form := regexp.MustCompile(`^\{"domain":"domainverify-probe-[0-9a-f]{8}\.probe\.corp\.test"\}$`)
	bodies := w.Bodies(tokenRequest)
	for _, body := range bodies {
		if !form.MatchString(body) || body != bodies[0] {
			t.Errorf("sent %s: want one recognizable label below the probe domain", body)
		}
	}
	w.wantLists(oneVerified)
}

func TestProbeLeavesAtMostOneEntryWhichTheNextRunRemoves(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"status:503", "status:401", "status:429", "status:400", "drop", "garbage"} {
		w := newWorld(t, probing)
		w.Fault(servicetest.Always(releaseRequest, kind))
		for range 3 {
			_ = w.Player().TryRead()
			if pending := w.Snapshot().Organization.Pending; len(pending) != 1 {
				t.Fatalf("%s: left behind %v, want one entry", kind, pending)
			}
		}
		w.Heal()
		w.Player().Read()
		w.wantLists(nothing)
	}
}

// As after a SIGKILL between the two calls of the probe.
func TestProbeRemovesTheEntryOfARunThatWasKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Fault(servicetest.Once(releaseRequest, "hang"))
	w.WantError(w.Player().UntilHanging().TryRead(), service.Interrupted)
	w.Player().Read()
	w.wantLists(nothing)
}

func TestProbeIsNotMadeWhereTheOrganizationReadTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Set(webexsim.SwitchOrganizationReadDomains, "present")
	w.Player().Read()
	w.WantCount("POST ", 0)
	w.WantCount("", 1)
}

func TestProbeSurvivesALostAnswerOfEitherCall(t *testing.T) {
	t.Parallel()
	for _, action := range []string{tokenRequest, releaseRequest} {
		for _, kind := range []string{"status:503", "drop", "garbage", "status_after:503", "drop_after", "garbage_after"} {
			w := newWorld(t, probing)
			p := w.Player().Bring(service.StateVerified).Anew()
			w.Fault(servicetest.Once(action, kind))
			p.WantRead(service.StateVerified)
			w.wantLists(oneVerified)
		}
	}
}

func TestProbeThatCannotRemoveItsEntryNamesItWhateverTheError(t *testing.T) {
	t.Parallel()
	for kind, class := range map[string]service.Class{"status:401": service.Denied, "status:503": service.Transient, "status:429": service.Throttled} {
		w := newWorld(t, probing)
		fault := servicetest.Throttle(releaseRequest)
		fault.Kind = kind
		w.Fault(fault)
		err := w.Player().TryRead()
		w.WantError(err, class, w.Snapshot().Organization.Pending[0], "left behind")
	}
}

// The page says nothing of another run, and another attempt would meet it as well.
func TestProbeWhoseRemovalAProxyAnswersIsMadeOnceAndNamesItsEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Fault(servicetest.Always(releaseRequest, "status:404", servicetest.ProxyPage))
	err := w.Player().TryRead()
	w.WantError(err, service.Transient, w.Snapshot().Organization.Pending[0], "left behind", "proxy")
	w.WantCount(tokenRequest, 1)
}

// wantUnknown reads the domain: it is neither there nor gone, and the notice says why.
func wantUnknown(p *servicetest.Player, notice string) {
	p.T.Helper()
	if got := p.Read(); got.State != service.StateUnknown || !strings.Contains(got.Notice, notice) {
		p.T.Errorf("read %+v, want %s with a notice about %s", got, service.StateUnknown, notice)
	}
}

func TestRefusedProbeIsANoticeThatSaysWhatToSetAndNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Set(webexsim.SwitchSubdomainOfClaimed, "409")
	wantUnknown(w.brought(zone, service.StateClaimed), "drift_probe_domain")
}

func TestProbeAnsweredWithoutListsIsANoticeAndNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	p := w.Player().Bring(service.StateVerified).Anew()
	w.Fault(servicetest.Always(releaseRequest, "status_after:200", `{"url":""}`))
	wantUnknown(p, "without its lists")
}

func TestProbeAnsweredForAnotherDomainIsNotBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.Fault(
		servicetest.Always(tokenRequest, "status:200", `{"domain":"evil.test","token":"abc","verificationMethod":"DNS_TXT"}`),
		servicetest.Always(releaseRequest, "status:200", `{"claimedDomains":[],"verifiedDomains":[]}`),
	)
	w.WantError(w.Player().TryRead(), service.Transient, `"evil.test"`)
}

func TestProbeSeesDriftOfAVerifiedDomain(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]service.State{
		"unverify": service.StateUnverified, "remove": service.StateUnverified, "take_over": service.StateUnverified, "unclaim": service.StateVerified,
	} {
		w := newWorld(t, probing)
		p := w.Player().Bring(service.StateClaimed).Anew()
		w.OutOfBand(kind, p.ID.Domain)
		p.WantRead(want)
	}
}
