// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// holdingService releases acme.test only when its record is gone.
type holdingService struct {
	releasingService
	proofs []service.Publication
}

func (s *holdingService) Proofs(context.Context, service.DomainID) ([]service.Publication, error) {
	return s.proofs, nil
}

var (
	ownRecord = service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}
	stillSeen = &service.Error{Class: service.NotYet, Operation: "release the domain acme.test", Reason: "the record is still there"}
)

// holding is a release of acme.test, in a world that has the record and those of others.
func holding(t *testing.T, answers ...error) (*holdingService, *dnssim.World, *Workflow, *polltest.Clock) {
	t.Helper()
	world := acmeTest(t)
	publish(t, world, "v=spf1 -all", "acme-verification=of-somebody-else", ownRecord.Value)
	deps := publicationIn(t, world).deps
	clock := &polltest.Clock{}
	deps.Clock = clock
	held := &holdingService{releasingService: releasingService{answers: answers}, proofs: []service.Publication{{Record: &ownRecord}, {HTTPFile: &service.HTTPFile{}}}}
	return held, world, New(*deps), clock
}

func withdraw(t *testing.T, world *dnssim.World) {
	t.Helper()
	publish(t, world, "v=spf1 -all", "acme-verification=of-somebody-else")
}

func (s *holdingService) releaseBy(ctx context.Context, workflow *Workflow) error {
	return workflow.Release(ctx, ReleaseTask{Service: s, Limit: AbsenceLimit})
}

// Invariant 20.
func TestReleaseIsCalledOnlyWhenNoServerHasTheRecord(t *testing.T) {
	t.Parallel()
	held, world, workflow, clock := holding(t, nil)
	if err := world.SetLag("authoritative-2", time.Hour); err != nil {
		t.Fatal(err)
	}
	withdrawn, healed := false, false
	clock.OnSleep = func(elapsed time.Duration) {
		if held.calls > 0 {
			t.Errorf("%d calls after %s", held.calls, elapsed)
		}
		switch {
		case !withdrawn && elapsed > time.Minute:
			withdrawn = true
			withdraw(t, world)
		case !healed && elapsed > 2*time.Minute:
			healed = true
			if err := world.SetLag("authoritative-2", 0); err != nil {
				t.Error(err)
			}
		}
	}
	if err := held.releaseBy(t.Context(), workflow); err != nil || held.calls != 1 || !healed {
		t.Errorf("%d calls, %v", held.calls, err)
	}
	if pauses := clock.Sleeps(); pauses[len(pauses)-1] != confirmInterval {
		t.Errorf("not checked twice: pauses %v", pauses)
	}
}

// Invariant 22: a record that is gone is asked for again only once the others are.
func TestRecordsThatAreGoneWaitForTheOthersWithoutBeingAskedFor(t *testing.T) {
	t.Parallel()
	held, world, workflow, clock := holding(t, nil)
	elsewhere := service.Record{Name: "_x.acme.test", Type: "TXT", Value: "acme-verification=elsewhere"}
	held.proofs = append(held.proofs, service.Publication{Record: &elsewhere})
	asked := func() (n int) {
		for _, q := range world.Queries() {
			if q.Name == "_x.acme.test" && q.Type == "TXT" {
				n++
			}
		}
		return n
	}
	var before, during int
	withdrawn := false
	clock.OnSleep = func(elapsed time.Duration) {
		if withdrawn {
			return
		}
		if during = asked(); before == 0 {
			before = during
		}
		if elapsed > 5*time.Minute {
			withdrawn = true
			withdraw(t, world)
		}
	}
	if err := held.releaseBy(t.Context(), workflow); err != nil || held.calls != 1 {
		t.Fatalf("%d calls, %v", held.calls, err)
	}
	if before == 0 || during != before {
		t.Errorf("asked %d times at first, %d times while another record was there", before, during)
	}
	if asked() == during {
		t.Error("not asked again before the release")
	}
}

// A resolver remembers for its negative TTL that a record is gone.
func TestRecordThatAResolverShowsAsGoneDoesNotDelayTheLookAtAnother(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	world := acmeTestBy(t, clock.Now)
	publish(t, world, ownRecord.Value)
	held := &holdingService{releasingService: releasingService{answers: []error{nil}}, proofs: []service.Publication{
		{Record: &service.Record{Name: "never.acme.test", Type: "CNAME", Value: "verify.vendor.example"}}, {Record: &ownRecord},
	}}
	clock.OnSleep = func(elapsed time.Duration) {
		if elapsed < 5*time.Second {
			publish(t, world)
		}
	}
	workflow := New(Dependencies{Clock: clock, DNS: clockedClientIn(t, dnscheck.Recursive, clock, world)})
	err := held.releaseBy(t.Context(), workflow)
	// The TTL of the record is a minute.
	if waited := clock.Now().Sub(time.Unix(0, 0)); err != nil || held.calls != 1 || waited > 2*time.Minute {
		t.Errorf("%d calls after %s: %v", held.calls, waited, err)
	}
}

func TestReleaseThatAResolverKeepsWaitingSaysHowLongItMayRemember(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	world := acmeTestBy(t, clock.Now)
	if err := world.AddRR(`acme.test. 3600 TXT "` + ownRecord.Value + `"`); err != nil {
		t.Fatal(err)
	}
	clock.OnSleep = func(time.Duration) { publish(t, world) }
	held := &holdingService{proofs: []service.Publication{{Record: &ownRecord}}}
	var told []Event
	deps := Dependencies{Clock: clock, DNS: clockedClientIn(t, dnscheck.Recursive, clock, world), Progress: func(_ context.Context, e Event) { told = append(told, e) }}
	err := held.releaseBy(t.Context(), New(deps))
	served, ok := errors.AsType[*RecordServedError](err)
	if !ok || held.calls != 0 || !strings.Contains(served.LastReason, "may give it until 1970-01-01T01:01:00Z although it is gone") {
		t.Errorf("%d calls, %v", held.calls, err)
	}
	if len(told) != 2 {
		t.Errorf("told %d times: %+v", len(told), told)
	}
}

// Invariants 13 and 20.
func TestRecordThatIsKeptByHandEndsTheReleaseWithWhereItIs(t *testing.T) {
	t.Parallel()
	held, _, workflow, _ := holding(t, nil)
	err := held.releaseBy(t.Context(), workflow)
	served, ok := errors.AsType[*RecordServedError](err)
	if !ok || !errors.Is(err, context.DeadlineExceeded) || served.Waited != AbsenceLimit || held.calls != 0 {
		t.Fatalf("%d calls, %v", held.calls, err)
	}
	if diff := cmp.Diff([]service.Record{ownRecord}, served.Records); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	for _, server := range []string{"ns1.", "ns2."} {
		if !strings.Contains(served.LastReason, server) {
			t.Errorf("%s is not named:\n%s", server, served.LastReason)
		}
	}
}

// Invariant 13.
func TestReleaseThatIsInterruptedBeforeTheRecordIsGoneCallsNothing(t *testing.T) {
	t.Parallel()
	held, _, workflow, clock := holding(t, nil)
	ctx, interrupt := context.WithCancel(t.Context())
	clock.OnSleep = func(time.Duration) { interrupt() }
	err := held.releaseBy(ctx, workflow)
	if served, ok := errors.AsType[*RecordServedError](err); !ok || !errors.Is(err, context.Canceled) || len(served.Records) != 1 || held.calls != 0 {
		t.Errorf("%d calls, %v", held.calls, err)
	}
}

func TestServiceThatStillSeesARemovedRecordIsAskedAgain(t *testing.T) {
	t.Parallel()
	held, world, workflow, clock := holding(t, stillSeen, stillSeen, nil)
	withdraw(t, world)
	err := held.releaseBy(t.Context(), workflow)
	if diff := cmp.Diff([]time.Duration{20 * time.Second, 30 * time.Second}, clock.Sleeps()); err != nil || diff != "" {
		t.Errorf("%v, pauses (-want +got):\n%s", err, diff)
	}
	held.answers, held.calls = []error{stillSeen}, 0
	err = held.releaseBy(t.Context(), workflow)
	stopped, ok := errors.AsType[*ReleaseStoppedError](err)
	if !ok || stopped.Last != stillSeen || stopped.Waited != AbsenceLimit || stopped.Unchecked != "" || len(stopped.Proofs) != 1 {
		t.Errorf("got %+v", err)
	}
}

// Invariant 17: that nobody answers does not show that the record is gone.
func TestServiceDecidesWhereNoNameServerDoes(t *testing.T) {
	t.Parallel()
	for _, kind := range []dnssim.FaultKind{dnssim.Refused, dnssim.ServFail} {
		held, world, workflow, clock := holding(t, stillSeen)
		for _, server := range []string{"authoritative-1", "authoritative-2"} {
			if err := world.SetFault(server, dnssim.Fault{Kind: kind}); err != nil {
				t.Fatal(err)
			}
		}
		clock.OnSleep = func(elapsed time.Duration) {
			if held.calls > 0 && elapsed < undecidedGrace {
				t.Errorf("asked after %s", elapsed)
			}
		}
		err := held.releaseBy(t.Context(), workflow)
		stopped, ok := errors.AsType[*ReleaseStoppedError](err)
		if !ok || held.calls == 0 || !strings.Contains(stopped.Unchecked, "acme.test") || stopped.Waited != AbsenceLimit-undecidedGrace {
			t.Errorf("%s: %d calls, %v, unchecked: %s", kind, held.calls, err, stopped.Unchecked)
		}
	}
}

func TestReleaseWithoutTheDNSIsDecidedByTheService(t *testing.T) {
	t.Parallel()
	held, _, _, clock := holding(t, stillSeen)
	stopped, ok := errors.AsType[*ReleaseStoppedError](held.releaseBy(t.Context(), New(Dependencies{Clock: clock})))
	if !ok || held.calls == 0 || stopped.Unchecked == "" {
		t.Errorf("%d calls, %+v", held.calls, stopped)
	}
}

func TestFailureToLearnWhatHasToBeGoneIsThatOfTheRelease(t *testing.T) {
	t.Parallel()
	held, _, workflow, _ := holding(t, nil)
	forgetful := &forgetfulService{held}
	err := workflow.Release(t.Context(), ReleaseTask{Service: forgetful, Limit: time.Minute})
	if !errors.Is(err, broken) || held.calls != 0 {
		t.Errorf("%d calls, %v", held.calls, err)
	}
}

type forgetfulService struct{ *holdingService }

func (forgetfulService) Proofs(context.Context, service.DomainID) ([]service.Publication, error) {
	return nil, broken
}
