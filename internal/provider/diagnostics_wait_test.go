// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// inOrder: every text is there, each after the one before.
func inOrder(t *testing.T, detail string, texts ...string) {
	t.Helper()
	at := 0
	for _, text := range texts {
		found := strings.Index(detail[at:], text)
		if found < 0 {
			t.Fatalf("%q is missing or comes too early in:\n%s", text, detail)
		}
		at += found
	}
}

func TestTimedOutWaitNamesTheCauseFirstAndPromisesNoContinuation(t *testing.T) {
	t.Parallel()
	world := acmeTest(t)
	look := publicationIn(t, world)
	publish(t, world, "older=1", "acme-verification=fedcba9876")
	progress := look.mustLook(t)
	id := service.DomainID{Service: "webex", OrganizationID: "o", Domain: "acme.test"}
	stop := &poll.StoppedError{Waited: 20 * time.Minute, LastReason: progress.Reason, Cause: context.DeadlineExceeded}
	expected := expectation(service.Publication{Record: &look.record})
	said := waitStopped(id, stop, expected)
	if said.Summary() != summaryTimedOut {
		t.Errorf("summary %q", said.Summary())
	}
	inOrder(t, said.Detail(), "was not verified within 20m0s", "Cause (older_token)", "Last seen:", "Service: webex", "Expected record:", "begins a new wait")
	if count := strings.Count(said.Detail(), "fedcba9876"); count > 2 {
		t.Errorf("the value that was seen is told %d times:\n%s", count, said.Detail())
	}
	if strings.Contains(said.Detail(), "where it stopped") {
		t.Errorf("it promises to go on:\n%s", said.Detail())
	}
	stop.Cause = context.Canceled
	said = waitStopped(id, stop, expected)
	inOrder(t, said.Detail(), "was interrupted", "Cause (older_token)", "begins a new wait")
	if strings.Contains(said.Detail(), "the wait goes on") {
		t.Errorf("it promises to go on:\n%s", said.Detail())
	}
}

func TestWaitWithoutACauseShowsWhatWasSeen(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{}, &poll.StoppedError{LastReason: "The service had not answered yet.", Cause: context.DeadlineExceeded}, "")
	inOrder(t, said.Detail(), "Last seen:\nThe service had not answered yet.", "begins a new wait")
}

func TestRecordPublishedWronglyNamesEachCauseOnceAndFirst(t *testing.T) {
	t.Parallel()
	mistake := &mistakeError{
		finding: dnscheck.Finding{Code: dnscheck.MergedValue, Sentence: "the value is merged", Fix: "part it"},
		others:  []dnscheck.Finding{{Code: dnscheck.OlderToken, Sentence: "an older one is there", Fix: "remove it"}},
		seen:    "ns1: said",
	}
	detail := recordIncorrect(service.DomainID{Service: "webex", Domain: "acme.test"}, mistake, "Expected record:").Detail()
	inOrder(t, detail, "Cause (merged_value): The value is merged. Part it.", "Cause (older_token)", "Service: webex", "Expected record:", "Last seen:\nns1: said", "apply again")
	if strings.Count(detail, "The value is merged") != 1 {
		t.Errorf("the cause is repeated:\n%s", detail)
	}
}
