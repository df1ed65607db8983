// SPDX-License-Identifier: MPL-2.0

package webex_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/webex"
)

// readMany reads fifty domains at once in one process.
func readMany(t *testing.T, w *world, adapter *webex.Adapter) {
	t.Helper()
	var readers sync.WaitGroup
	for n := range 50 {
		readers.Go(func() {
			if _, err := adapter.Read(t.Context(), w.ID(n)); err != nil {
				t.Error(err)
			}
		})
	}
	readers.Wait()
}

func TestProbeMakesTwoCallsForFiftyDomainsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.makeVerified(t, w.adapter(t), w.ID(0))
	before := w.Webex.Snapshot().Organization
	w.Recorder.ForgetRequests()
	readMany(t, w, w.adapter(t))

	var calls []string
	for _, request := range w.Requests() {
		calls = append(calls, request.Method+" "+request.Path[strings.LastIndexByte(request.Path, '/')+1:])
	}
	want := []string{"GET " + w.Webex.Credentials().OrganizationID, "POST getDomainVerificationToken", "POST unverifyDomain"}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, w.Webex.Snapshot().Organization); diff != "" {
		t.Errorf("the organization changed (-before +after):\n%s", diff)
	}
}

// The name is derived, so that a later run finds what an earlier one has left.
func TestProbesOfConcurrentRunsShareOneNameAndAllSucceed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.makeVerified(t, w.adapter(t), w.ID(0))
	w.Recorder.ForgetRequests()
	var runs sync.WaitGroup
	for range 10 {
		adapter := w.adapter(t)
		runs.Go(func() {
			found, err := adapter.Read(t.Context(), w.ID(0))
			if err != nil || found.State != service.StateVerified {
				t.Errorf("read %+v, %v; want a verified domain", found, err)
			}
		})
	}
	runs.Wait()
	form := regexp.MustCompile(`^\{"domain":"domainverify-probe-[0-9a-f]{8}\.probe\.corp\.test"\}$`)
	seen := map[string]bool{}
	for _, body := range w.bodies("getDomainVerificationToken") {
		if !form.MatchString(body) {
			t.Errorf("sent %s: want a recognizable label below the probe domain", body)
		}
		seen[body] = true
	}
	if len(seen) != 1 {
		t.Errorf("%d names, want one", len(seen))
	}
	w.wantLists(t, "pending=[] verified=[d0.corp.test] claimed=[] reserved=[]")
}

func TestProbeLeavesAtMostOneEntryWhichTheNextRunRemoves(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"status:503", "status:401", "status:429", "status:400", "drop", "garbage"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, probing)
			w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: kind})
			for range 3 {
				_, _ = w.adapter(t).Read(t.Context(), w.ID(0))
				if pending := w.Webex.Snapshot().Organization.Pending; len(pending) != 1 {
					t.Fatalf("left behind %v, want one entry", pending)
				}
			}
			w.Heal()
			read(t, w.adapter(t), w.ID(0))
			w.wantLists(t, nothing)
		})
	}
}

// As after a SIGKILL between the two calls of the probe.
func TestProbeRemovesTheEntryOfARunThatWasKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "hang", Times: 1})
	ctx, kill := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer kill()
	killed := w.adapter(t)
	if _, err := killed.Read(ctx, w.ID(0)); err == nil {
		t.Fatal("the run that was cut off has succeeded")
	}
	read(t, w.adapter(t), w.ID(0))
	w.wantLists(t, nothing)
}

func TestProbeIsNotMadeWhereTheOrganizationReadTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.set(t, webexsim.SwitchOrganizationReadDomains, "present")
	readMany(t, w, w.adapter(t))
	if w.Writes() != 0 || w.Count("") != 1 {
		t.Errorf("%d writes and %d calls, want none and one", w.Writes(), w.Count(""))
	}
}

func TestRefreshWithoutAProbeNeverPosts(t *testing.T) {
	t.Parallel()
	for _, reading := range []mode{unreadable, listsReading} {
		w := newWorld(t, reading)
		readMany(t, w, w.adapter(t))
		if w.Writes() != 0 || w.Count("") != 1 {
			t.Errorf("%s: %d writes and %d calls, want none and one", reading, w.Writes(), w.Count(""))
		}
	}
}

func TestProbeSurvivesALostAnswerOfEitherCall(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"/getDomainVerificationToken", "/unverifyDomain"} {
		for _, kind := range []string{"status:503", "drop", "garbage", "status_after:503", "drop_after", "garbage_after"} {
			t.Run(fmt.Sprint(action, " ", kind), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, probing)
				w.makeVerified(t, w.adapter(t), w.ID(0))
				w.fault(t, simhttp.Fault{Match: action, Kind: kind, Times: 1})
				if got := read(t, w.adapter(t), w.ID(0)).State; got != service.StateVerified {
					t.Errorf("it reads %s, want %s", got, service.StateVerified)
				}
				w.wantLists(t, "pending=[] verified=[d0.corp.test] claimed=[] reserved=[]")
			})
		}
	}
}

func TestProbeThatCannotRemoveItsEntryNamesItWhateverTheError(t *testing.T) {
	t.Parallel()
	for kind, class := range map[string]service.Class{"status:401": service.Denied, "status:503": service.Transient, "status:429": service.Throttled} {
		w := newWorld(t, probing)
		w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: kind, RetryAfter: 3600})
		_, err := w.adapter(t).Read(t.Context(), w.ID(0))
		wantError(t, err, class, w.Webex.Snapshot().Organization.Pending[0], "left behind")
	}
}

func TestRefusedProbeIsANoticeAndNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.set(t, webexsim.SwitchSubdomainOfClaimed, "409")
	w.makeClaimed(t, w.adapter(t), w.id(zone))
	found := read(t, w.adapter(t), w.id(zone))
	if found.State != service.StateUnknown || !strings.Contains(found.Notice, "drift_probe_domain") {
		t.Errorf("read %+v, want %s with a notice that says what to set", found, service.StateUnknown)
	}
}

func TestProbeAnsweredWithoutListsIsANoticeAndNoDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, probing)
	w.makeVerified(t, w.adapter(t), w.ID(0))
	w.fault(t, simhttp.Fault{Match: "/unverifyDomain", Kind: "status_after:200", Body: `{"url":""}`})
	found := read(t, w.adapter(t), w.ID(0))
	if found.State != service.StateUnknown || !strings.Contains(found.Notice, "without its lists") {
		t.Errorf("read %+v, want %s with a notice", found, service.StateUnknown)
	}
}

func TestProbeSeesDriftOfAVerifiedDomain(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]service.State{
		"unverify": service.StateUnverified, "remove": service.StateUnverified, "take_over": service.StateUnverified, "unclaim": service.StateVerified,
	} {
		w := newWorld(t, probing)
		w.makeClaimed(t, w.adapter(t), w.ID(0))
		w.drift(t, kind, w.ID(0))
		if got := read(t, w.adapter(t), w.ID(0)).State; got != want {
			t.Errorf("after %s it reads %s, want %s", kind, got, want)
		}
	}
}
