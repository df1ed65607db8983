// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type logLine struct {
	Level   Level
	Message string
	Fields  map[string]any
}

// told keeps what a workflow tells.
type told struct {
	events []Event
	lines  []logLine
}

// by gives dependencies whose events and log are kept.
func (t *told) by(clock poll.Clock) *Dependencies {
	return &Dependencies{
		Clock:    clock,
		Progress: func(_ context.Context, e Event) { t.events = append(t.events, e) },
		Log: func(_ context.Context, level Level, message string, fields map[string]any) {
			t.lines = append(t.lines, logLine{level, message, fields})
		},
	}
}

// steps are the phases and codes of the events, in order.
func (t *told) steps() (steps []string) {
	for _, e := range t.events {
		steps = append(steps, string(e.Phase)+" "+e.Code)
	}
	return steps
}

func (t *told) want(test *testing.T, steps ...string) {
	test.Helper()
	if diff := cmp.Diff(steps, t.steps()); diff != "" {
		test.Errorf("events (-want +got):\n%s", diff)
	}
}

var acmeID = service.DomainID{Service: "webex", OrganizationID: "o", Domain: "acme.test"}

func TestWaitIsToldOnceAndLoggedOnceAMinuteWithItsCauseAndItsEnd(t *testing.T) {
	t.Parallel()
	want := logLine{Info, "waiting for the domain", map[string]any{
		"domain": "acme.test", "service": "webex", "phase": "record", "waiting_for": "TXT record at acme.test",
		"code": "record_missing", "cause": "there is none", "until": "1970-01-01T00:05:00Z",
	}}
	for _, pause := range []time.Duration{2 * time.Second, 90 * time.Second, 5 * time.Minute} {
		var all told
		clock := &polltest.Clock{}
		end := clock.Now().Add(5 * time.Minute)
		ctx, p, _ := New(*all.by(clock)).begin(t.Context(), acmeID)
		_ = poll.Until(ctx, poll.Policy{Timeout: 5 * time.Minute}, p, func(context.Context) (poll.Progress, error) {
			p.report(ctx, Event{Phase: PhaseRecord, For: "TXT record at acme.test", Code: "record_missing", Cause: "there is none\nLast seen: " + clock.Now().String(), Until: end})
			return poll.Progress{RetryAfter: pause}, nil
		})
		if len(all.lines) < 5 || len(all.lines) > 6 {
			t.Errorf("%d lines in five minutes with pauses of %s", len(all.lines), pause)
		}
		for _, line := range all.lines {
			if diff := cmp.Diff(want, line); diff != "" {
				t.Errorf("logged (-want +got):\n%s", diff)
			}
		}
		event := Event{Time: time.Unix(0, 0).UTC(), ID: acmeID, Phase: PhaseRecord, For: "TXT record at acme.test", Code: "record_missing", Cause: "there is none", Until: end}
		if diff := cmp.Diff([]Event{event}, all.events); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	}
}

// dnsService verifies acme.test by its record, at the second call.
type dnsService struct {
	service.Service
	answers []error
	calls   int
}

func (*dnsService) Capabilities() service.Capabilities {
	return service.Capabilities{PollInterval: 10 * time.Second, MaxPollInterval: time.Minute}
}

func (*dnsService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StatePending}, nil
}

func (*dnsService) Publication(context.Context, service.DomainID, service.Method, string) (service.Publication, error) {
	return service.Publication{Record: &ownRecord}, nil
}

func (s *dnsService) Verify(context.Context, service.VerifyRequest) (service.Domain, error) {
	s.calls++
	return service.Domain{State: service.StateVerified}, s.answers[min(s.calls, len(s.answers))-1]
}

// toldBy verifies acme.test in the world while the story goes on.
func toldBy(t *testing.T, world *dnssim.World, asked *dnsService, limit time.Duration, onSleep func(time.Duration)) (*told, error) {
	t.Helper()
	var all told
	clock := &polltest.Clock{OnSleep: onSleep}
	deps := all.by(clock)
	deps.DNS = publicationIn(t, world).deps.DNS
	_, err := New(*deps).Verify(t.Context(), Task{Service: asked, Limit: limit, Request: service.VerifyRequest{ID: acmeID, Token: "0123456789"}})
	return &all, err
}

func TestEachChangeOfAVerificationIsTold(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	published := false
	limited := &service.Error{Class: service.Throttled, Operation: "verify the domain", Reason: "too many calls", RetryAfter: 20 * time.Second}
	asked := &dnsService{answers: []error{limited, &service.Error{Class: service.NotYet, Reason: "no record"}, nil}}
	all, err := toldBy(t, world, asked, 10*time.Minute, func(elapsed time.Duration) {
		if elapsed > 90*time.Second && !published {
			published = true
			publish(t, world, ownRecord.Value)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	all.want(t, "record record_missing", "record published_once", "rate_limit throttled", "service not_yet", "verified ")
	for _, e := range all.events {
		if e.ID != acmeID || e.Time.IsZero() || e.Until.IsZero() != e.isEnd() || e.For == "" != e.isEnd() {
			t.Errorf("incomplete: %+v", e)
		}
	}
	if limit := all.events[2]; limit.Until != limit.Time.Add(20*time.Second) {
		t.Errorf("the rate limit ends at %s: %+v", limit.Until, limit)
	}
	for _, line := range all.lines {
		if line.Level == Info && line.Message == "the wait for the domain has ended" && line.Fields["phase"] == "verified" {
			return
		}
	}
	t.Error("the end is not in the log")
}

// A mistake that waiting does not mend is told when it is seen, not when it ends the wait.
func TestMistakeIsToldWithinTenSeconds(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]time.Duration{"before": 0, "later": 30 * time.Second, "long after": 10 * time.Minute} {
		world := acmeTest(t)
		published := time.Duration(-1)
		put := func(elapsed time.Duration) {
			if elapsed >= at && published < 0 {
				published = elapsed
				publish(t, world, `"`+ownRecord.Value+`"`)
			}
		}
		put(0)
		all, err := toldBy(t, world, &dnsService{}, time.Hour, put)
		var incorrect *RecordIncorrectError
		if !errors.As(err, &incorrect) {
			t.Fatalf("%s: %v", name, err)
		}
		end := all.events[len(all.events)-1]
		seen := all.events[len(all.events)-2]
		lag := seen.Time.Sub(time.Unix(0, 0)) - published
		most := 10 * time.Second
		if name == "long after" {
			most = 30 * time.Second
		}
		if seen.Code != string(dnscheck.StrayOctets) || lag > most {
			t.Errorf("%s: told %s after it was made: %+v", name, lag, seen)
		}
		if end.Phase != PhaseFailed || end.Code != seen.Code || end.Cause == "" || end.Time.Sub(seen.Time) < mistakeGrace {
			t.Errorf("%s: the end is %+v", name, end)
		}
	}
}

func TestEndOfAWaitIsToldWithWhatItSawLast(t *testing.T) {
	t.Parallel()
	all, err := toldBy(t, acmeTest(t), &dnsService{}, time.Minute, nil)
	if err == nil {
		t.Fatal("verified without a record")
	}
	all.want(t, "record record_missing", "failed timeout")
	if last, before := all.events[1], all.events[0]; last.Cause != before.Cause || last.Time.Sub(before.Time) != time.Minute {
		t.Errorf("it ends with %+v after %+v", last, before)
	}
}

func TestFailureIsToldByItsCode(t *testing.T) {
	t.Parallel()
	refused := &service.Error{Class: service.HeldElsewhere, Operation: "verify the domain", Reason: "it belongs to others"}
	interrupted := &poll.StoppedError{Cause: context.Canceled, LastReason: "no record"}
	for want, err := range map[string]error{
		"failed token_expired":     &TokenExpiredError{Cause: refused},
		"failed token_mismatch":    &TokenMismatchError{},
		"failed token_missing":     &TokenMissingError{},
		"failed held_elsewhere":    refused,
		"failed blocked":           &LockoutError{Blocked: &service.Error{Class: service.Blocked}},
		"failed timeout":           &RecordServedError{StoppedError: &poll.StoppedError{Cause: context.DeadlineExceeded}},
		"interrupted interrupted":  &StoppedError{StoppedError: interrupted},
		"interrupted interrupted ": &service.Error{Class: service.Interrupted},
		"failed ":                  errors.New("anything else"),
	} {
		got := failure(err)
		if text := string(got.Phase) + " " + got.Code; text != want && text+" " != want {
			t.Errorf("%v is told as %q, want %q", err, text, want)
		}
	}
}

func TestReleaseTellsTheRemovalOfTheRecordAndItsEnd(t *testing.T) {
	t.Parallel()
	held, world, workflow, clock := holding(t, stillSeen, nil)
	var all told
	workflow.deps.Progress = all.by(clock).Progress
	withdrawn := false
	clock.OnSleep = func(elapsed time.Duration) {
		if elapsed > time.Minute && !withdrawn {
			withdrawn = true
			withdraw(t, world)
		}
	}
	if err := held.releaseBy(t.Context(), workflow); err != nil {
		t.Fatal(err)
	}
	all.want(t, "record_removal record_served", "record_removal gone_once", "release not_yet", "released ")
}

func TestGuardThatBlocksIsToldWithItsReason(t *testing.T) {
	t.Parallel()
	var all told
	blocked := &service.Error{Class: service.Blocked, Reason: "the administrators' domain goes last"}
	_, err := New(*all.by(&polltest.Clock{})).AwaitGuard(t.Context(), Guard{ID: acmeID, Limit: time.Minute, Ask: func(context.Context, service.DomainID) (string, error) {
		return "", blocked
	}})
	if err == nil {
		t.Fatal("the guard let it pass")
	}
	all.want(t, "guard blocked", "failed blocked")
}

// Hand-off mode waits for nothing, and tells what is missing.
func TestSingleAttemptTellsWhyItDidNotVerify(t *testing.T) {
	t.Parallel()
	var all told
	deps := all.by(&polltest.Clock{})
	deps.DNS = publicationIn(t, acmeTest(t)).deps.DNS
	task := Task{Service: &dnsService{}, Limit: time.Minute, SingleAttempt: true, Request: service.VerifyRequest{ID: acmeID, Token: "0123456789"}}
	if result, err := New(*deps).Verify(t.Context(), task); err != nil || result.Pending == "" {
		t.Fatalf("%+v, %v", result, err)
	}
	all.want(t, "unverified record_missing")
	if one := all.events[0]; one.Cause == "" || !one.Until.IsZero() {
		t.Errorf("told %+v", one)
	}
}
