// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// waited runs a wait that never succeeds and returns what it logged.
func waited(t *testing.T, publication service.Publication, pause, limit time.Duration) []map[string]any {
	t.Helper()
	var output bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &output)
	clock := &polltest.Clock{}
	log := &waitLog{Clock: clock, id: service.DomainID{Service: "webex", Domain: "acme.test"}, publication: publication, until: clock.Now().Add(limit)}
	_ = poll.Until(ctx, poll.Policy{Timeout: limit}, log, log.watch(func(context.Context) (poll.Progress, error) {
		return poll.Progress{Reason: "Cause (record_missing): there is none.\nLast seen:", RetryAfter: pause}, nil
	}))
	entries, err := tflogtest.MultilineJSONDecode(&output)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestWaitIsLoggedOnceAMinuteWithItsCauseAndItsEnd(t *testing.T) {
	t.Parallel()
	record := service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT", Value: "v"}}
	for _, pause := range []time.Duration{2 * time.Second, 90 * time.Second, 5 * time.Minute} {
		entries := waited(t, record, pause, 5*time.Minute)
		if len(entries) < 5 || len(entries) > 6 {
			t.Errorf("%d lines in five minutes with pauses of %s", len(entries), pause)
		}
		for _, entry := range entries {
			for field, want := range map[string]string{
				"@level": "info", "@message": "waiting until the domain is verified", "domain": "acme.test", "service": "webex",
				"waiting_for": "TXT record at acme.test, then the service", "cause": "Cause (record_missing): there is none.", "until": "1970-01-01T00:05:00Z",
			} {
				if entry[field] != want {
					t.Errorf("%s is %q, want %q", field, entry[field], want)
				}
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
		if entries := waited(t, publication, time.Second, time.Second); entries[0]["waiting_for"] != want {
			t.Errorf("waiting for %q, want %q", entries[0]["waiting_for"], want)
		}
	}
}

func TestWaitThatSucceedsAtOnceLogsNothing(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	log := &waitLog{Clock: &polltest.Clock{}}
	_, err := log.watch(func(context.Context) (poll.Progress, error) { return poll.Progress{Done: true}, nil })(tflogtest.RootLogger(t.Context(), &output))
	if err != nil || output.Len() > 0 {
		t.Errorf("%v, logged %s", err, output.String())
	}
}
