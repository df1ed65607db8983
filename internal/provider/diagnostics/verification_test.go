// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
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

func stopped(reason string, cause error, publication service.Publication) *verification.StoppedError {
	return &verification.StoppedError{
		StoppedError: &poll.StoppedError{Waited: 20 * time.Minute, LastReason: reason, Cause: cause}, Publication: publication,
	}
}

func TestTimedOutWaitNamesTheCauseFirstAndPromisesNoContinuation(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "webex", OrganizationID: "o", Domain: "acme.test"}
	publication := service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT", Value: "acme-verification=0123456789"}}
	reason := "Cause (older_token): There is an older token. Replace it.\nLast seen:\nns1: acme-verification=fedcba9876"
	for cause, want := range map[error]struct{ summary, lead string }{
		context.DeadlineExceeded: {summaryTimedOut, "was not verified within 20m0s"},
		context.Canceled:         {summaryInterrupted, "was interrupted"},
	} {
		said := VerificationError(id, stopped(reason, cause, publication))
		if said.Summary() != want.summary {
			t.Errorf("summary %q", said.Summary())
		}
		inOrder(t, said.Detail(), want.lead, "Cause (older_token)", "Last seen:", "Service: webex", "Expected record:", "begins a new wait")
		if strings.Contains(said.Detail(), "where it stopped") || strings.Contains(said.Detail(), "the wait goes on") {
			t.Errorf("it promises to go on:\n%s", said.Detail())
		}
	}
}

func TestTimedOutWaitForAFileShowsTheFile(t *testing.T) {
	t.Parallel()
	said := VerificationError(service.DomainID{}, stopped("404", context.DeadlineExceeded, service.Publication{HTTPFile: &service.HTTPFile{URL: "http://acme.test/verify.html", Content: "1"}}))
	inOrder(t, said.Detail(), "404", "Expected file:", "http://acme.test/verify.html")
}

func TestWaitWithoutACauseShowsWhatWasSeen(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{}, stopped("The service had not answered yet.", context.DeadlineExceeded, service.Publication{}))
	inOrder(t, said.Detail(), "Last seen:\nThe service had not answered yet.", "begins a new wait")
}

func TestRecordPublishedWronglyNamesEachCauseOnceAndFirst(t *testing.T) {
	t.Parallel()
	detail := VerificationError(service.DomainID{Service: "webex", Domain: "acme.test"}, &verification.RecordIncorrectError{
		Finding:     dnscheck.Finding{Code: dnscheck.MergedValue, Sentence: "the value is merged", Fix: "part it"},
		Others:      []dnscheck.Finding{{Code: dnscheck.OlderToken, Sentence: "an older one is there", Fix: "remove it"}},
		Seen:        "ns1: said",
		Publication: service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT"}},
	}).Detail()
	inOrder(t, detail, "Cause (merged_value): The value is merged. Part it.", "Cause (older_token)", "Service: webex", "Expected record:", "Last seen:\nns1: said", "apply again")
	if strings.Count(detail, "The value is merged") != 1 {
		t.Errorf("the cause is repeated:\n%s", detail)
	}
}

func TestRecordThatIsWrongOnceTheServiceWasAskedDeniesNoVerifyCall(t *testing.T) {
	t.Parallel()
	for _, called := range []bool{false, true} {
		detail := VerificationError(service.DomainID{Domain: "acme.test"}, &verification.RecordIncorrectError{Called: called}).Detail()
		if strings.Contains(detail, "No verify call was made.") == called {
			t.Errorf("called %t:\n%s", called, detail)
		}
	}
}

// Who forgets the method of a verification gets its default.
func TestTokenOfAnotherMethodIsToldApartFromAnOldOne(t *testing.T) {
	t.Parallel()
	domain := service.Domain{State: service.StatePending, Tokens: map[service.Method]string{service.MethodDNSTXT: "zb1", service.MethodHTTPFile: "1"}}
	for token, want := range map[string]string{"1": `method = "http_file"`, "zb0": "Plan again"} {
		request := service.VerifyRequest{Method: service.MethodDNSTXT, Token: token}
		said := VerificationError(service.DomainID{}, &verification.TokenMismatchError{Request: request, Domain: domain})
		if !strings.Contains(said.Detail(), want) {
			t.Errorf("%s: %s, want %q", token, said.Detail(), want)
		}
	}
}

func TestAttemptThatFailedSaysWhatTheServiceAdvises(t *testing.T) {
	t.Parallel()
	for _, result := range []verification.Result{
		{Pending: "It is refused.", Advice: "Ask somebody."}, {Pending: "It is blocked.", Blocked: true, Advice: "Ask somebody."},
	} {
		said := NotVerified(service.DomainID{Service: "zoho", OrganizationID: "7", Domain: "acme.test"}, result)
		inOrder(t, said.Detail(), "acme.test is not verified", "Last seen:\nIt is", "Service: zoho", "Ask somebody.")
	}
}

// A wait for a file has nothing to do with the DNS.
func TestWaitThatTimedOutAdvisesNothingAboutTheDNSOfAFile(t *testing.T) {
	t.Parallel()
	said := waitStopped(service.DomainID{Service: "zoho", OrganizationID: "7", Domain: "acme.test"},
		stopped("there is no such file", context.DeadlineExceeded, service.Publication{HTTPFile: &service.HTTPFile{URL: "http://acme.test/f", Content: "1"}}))
	if detail := said.Detail(); strings.Contains(detail, "DNS") || !strings.Contains(detail, "timeouts") {
		t.Errorf("said: %s", detail)
	}
}

// The domain is not there before it is added, either.
func TestMissingTokenOfADomainThatIsNotThereDoesNotSayThatItWas(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "workos", OrganizationID: "o", Domain: "acme.test"}
	detail := TokenMissing(id, &verification.TokenMissingError{Domain: service.Domain{State: service.StateAbsent}}).Detail()
	if !strings.Contains(detail, "the organization does not have the domain.") {
		t.Errorf("got %s", detail)
	}
}

func TestGuardThatRunsOutOfTimeIsNotCalledInterrupted(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "webex", OrganizationID: "o", Domain: "acme.test"}
	for cause, want := range map[error]struct{ summary, lead string }{
		context.DeadlineExceeded: {cannotVerify, "The timeout expired before Terraform could wait for"},
		context.Canceled:         {summaryInterrupted, "Terraform was interrupted while it tried to wait for"},
	} {
		said := VerificationError(id, &verification.GuardStoppedError{StoppedError: &poll.StoppedError{LastReason: "Webex has rate limited the request", Cause: cause}})
		if said.Summary() != want.summary {
			t.Errorf("%v: summary %q", cause, said.Summary())
		}
		inOrder(t, said.Detail(), want.lead, "Webex has rate limited the request.", "Service: webex")
	}
}

// An action has no timeouts, and is invoked, not applied.
func TestActionThatRunsOutOfTimeIsInvokedAgain(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "webex", OrganizationID: "o", Domain: "acme.test"}
	for cause, summary := range map[error]string{context.DeadlineExceeded: summaryTimedOut, context.Canceled: summaryInterrupted} {
		for _, err := range []error{
			stopped("Nothing came.", cause, service.Publication{}),
			&verification.GuardStoppedError{StoppedError: &poll.StoppedError{LastReason: "Nothing came.", Cause: cause}},
			&service.Error{Class: service.Interrupted, Operation: "read the domain acme.test", Reason: "nothing came", Cause: cause},
		} {
			said := AttemptError(id, err)
			if said.Summary() != summary || strings.Contains(said.Detail(), "timeouts") || strings.Contains(said.Detail(), "apply") {
				t.Errorf("%s:\n%s", said.Summary(), said.Detail())
			}
			inOrder(t, said.Detail(), "The attempt to verify acme.test was ", "Nothing came.", "Service: webex", "invoke the action again")
		}
	}
	hung := &service.Error{Class: service.Transient, Operation: "read the domain acme.test", Reason: "Webex cannot be reached", Advice: "Check the network path.", Cause: context.DeadlineExceeded}
	if said := AttemptError(id, hung); said.Summary() == summaryTimedOut || !strings.Contains(said.Detail(), "Check the network path.") {
		t.Errorf("a request that hangs is the end of the action's time: %s:\n%s", said.Summary(), said.Detail())
	}
	if said := AttemptError(id, &verification.TokenExpiredError{ID: id, Cause: context.DeadlineExceeded}); said.Summary() != summaryTokenExpired {
		t.Errorf("%s:\n%s", said.Summary(), said.Detail())
	}
}
