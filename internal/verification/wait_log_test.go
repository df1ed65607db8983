// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type logLine struct {
	Level   Level
	Message string
	Fields  map[string]any
}

// logTo returns dependencies whose log is lines.
func logTo(lines *[]logLine) *Dependencies {
	return &Dependencies{Log: func(_ context.Context, level Level, message string, fields map[string]any) {
		*lines = append(*lines, logLine{level, message, fields})
	}}
}

// waited runs a wait that never succeeds and returns what it logged.
func waited(publication service.Publication, pause, limit time.Duration) (lines []logLine) {
	clock := &polltest.Clock{}
	log := &waitLog{Clock: clock, deps: logTo(&lines), id: service.DomainID{Service: "webex", Domain: "acme.test"}, publication: publication, until: clock.Now().Add(limit)}
	_ = poll.Until(context.Background(), poll.Policy{Timeout: limit}, log, log.watch(func(context.Context) (poll.Progress, error) {
		return poll.Progress{Reason: "Cause (record_missing): there is none.\nLast seen:", RetryAfter: pause}, nil
	}))
	return lines
}

func TestWaitIsLoggedOnceAMinuteWithItsCauseAndItsEnd(t *testing.T) {
	t.Parallel()
	record := service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT", Value: "v"}}
	want := logLine{Info, "waiting until the domain is verified", map[string]any{
		"domain": "acme.test", "service": "webex", "waiting_for": "TXT record at acme.test, then the service",
		"cause": "Cause (record_missing): there is none.", "until": "1970-01-01T00:05:00Z",
	}}
	for _, pause := range []time.Duration{2 * time.Second, 90 * time.Second, 5 * time.Minute} {
		lines := waited(record, pause, 5*time.Minute)
		if len(lines) < 5 || len(lines) > 6 {
			t.Errorf("%d lines in five minutes with pauses of %s", len(lines), pause)
		}
		for _, line := range lines {
			if diff := cmp.Diff(want, line); diff != "" {
				t.Errorf("logged (-want +got):\n%s", diff)
			}
		}
	}
}

func TestLoggedWaitSaysWhatItWaitsFor(t *testing.T) {
	t.Parallel()
	for want, publication := range map[string]service.Publication{
		"file at http://acme.test/v.html, then the service": {HTTPFile: &service.HTTPFile{URL: "http://acme.test/v.html"}},
		"the service": {},
	} {
		if lines := waited(publication, time.Second, time.Second); lines[0].Fields["waiting_for"] != want {
			t.Errorf("waiting for %q, want %q", lines[0].Fields["waiting_for"], want)
		}
	}
}

func TestWaitThatSucceedsAtOnceLogsNothing(t *testing.T) {
	t.Parallel()
	var lines []logLine
	log := &waitLog{Clock: &polltest.Clock{}, deps: logTo(&lines)}
	_, err := log.watch(func(context.Context) (poll.Progress, error) { return poll.Progress{Done: true}, nil })(t.Context())
	if err != nil || len(lines) > 0 {
		t.Errorf("%v, logged %v", err, lines)
	}
}
