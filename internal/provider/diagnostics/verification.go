// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// VerificationError is for every end of a verification that failed.
func VerificationError(id service.DomainID, err error) diag.Diagnostic {
	var stopped *verification.StoppedError
	var incorrect *verification.RecordIncorrectError
	var mismatch *verification.TokenMismatchError
	var expired *verification.TokenExpiredError
	var missing *verification.TokenMissingError
	switch {
	case errors.As(err, &missing):
		return TokenMissing(id, missing)
	case errors.As(err, &expired):
		return tokenExpired(id, expired)
	case errors.As(err, &stopped):
		return waitStopped(id, stopped)
	case errors.As(err, &incorrect):
		return recordIncorrect(id, incorrect)
	case errors.As(err, &mismatch):
		return notTheToken(id, mismatch.Request, mismatch.Domain)
	}
	return guardError(cannotVerify, "wait for the verification of the administrators' own domain", id, err)
}

// NotVerified is for a single attempt after which the domain is not verified. One that the
// service works on may succeed on its own.
func NotVerified(id service.DomainID, result verification.Result) diag.Diagnostic {
	lead := fmt.Sprintf("The domain %s is not verified.", id.Domain)
	seen := verification.LastSeen(displaytext.Lines(result.Pending))
	switch {
	case result.UnderWay:
		return documented.Warning(summaryUnderWay, displaytext.JoinParagraphs(
			fmt.Sprintf("The service has accepted the verification of %s and works on it.", id.Domain), seen, objectLines(id),
			"Nothing has to be done. The next plan shows whether the domain is verified."))
	case result.Blocked:
		return documented.Error(summaryLockout, displaytext.JoinParagraphs(lead, seen, objectLines(id), result.Advice))
	}
	return documented.Error(summaryNotVerified, displaytext.JoinParagraphs(
		lead, seen, objectLines(id), expectation(result.Publication), result.Advice, "Nothing is lost: correct what is named above, then invoke the action again."))
}

// AttemptError is VerificationError for an action, which has no timeouts, and is not applied.
func AttemptError(id service.DomainID, err error) diag.Diagnostic {
	_, hasExpired := errors.AsType[*verification.TokenExpiredError](err)
	summary, lead := summaryTimedOut, fmt.Sprintf("The attempt to verify %s was given up, because it took too long.", id.Domain)
	switch {
	case hasExpired || !errors.Is(err, context.Canceled) && !hasTimedOut(err):
		return VerificationError(id, err)
	case errors.Is(err, context.Canceled):
		summary, lead = summaryInterrupted, fmt.Sprintf("The attempt to verify %s was interrupted.", id.Domain)
	}
	typed, _ := errors.AsType[*service.Error](err)
	seen := lastKnown(typed)
	if stopped, ok := errors.AsType[*poll.StoppedError](err); ok {
		seen = verification.LastSeen(displaytext.Lines(stopped.LastReason))
	}
	return documented.Error(summary, displaytext.JoinParagraphs(lead, seen, objectLines(id), "Nothing is lost: invoke the action again."))
}

// ActionInterrupted is for domains that an action has not come to.
func ActionInterrupted(untried, all int) diag.Diagnostic {
	return documented.Error(summaryInterrupted, fmt.Sprintf(
		"The action was interrupted before it had tried %d of its %d domains. Nothing is lost: invoke it again.", untried, all))
}

// recordIncorrect is for a wait that ended because it could not succeed.
func recordIncorrect(id service.DomainID, incorrect *verification.RecordIncorrectError) diag.Diagnostic {
	lead := fmt.Sprintf("The domain %s cannot be verified, because its DNS record is incorrect. Stopped waiting, because this cannot resolve on its own.", id.Domain)
	if !incorrect.Called {
		lead += " No verify call was made."
	}
	return documented.Error(summaryRecordIncorrect, displaytext.JoinParagraphs(
		lead, verification.FindingText(incorrect.Finding), verification.FindingsText(incorrect.Others),
		objectLines(id), expectation(incorrect.Publication), verification.LastSeen(incorrect.Seen), "Nothing is lost: correct the record and apply again."))
}

// waitStopped puts the cause first, and shows the expected value once.
func waitStopped(id service.DomainID, stopped *verification.StoppedError) diag.Diagnostic {
	summary := summaryTimedOut
	waited := stopped.Waited.Round(time.Second)
	lead := fmt.Sprintf("The domain %s was not verified within %s.", id.Domain, waited)
	advice := "Nothing is lost: correct what is named above and apply again, which begins a new wait. If what you published needs more time to become visible, raise the timeout of this operation in timeouts."
	if errors.Is(stopped, context.Canceled) {
		summary = summaryInterrupted
		lead = fmt.Sprintf("The wait for the verification of %s was interrupted after %s.", id.Domain, waited)
		advice = "Nothing is lost: apply again, which begins a new wait."
	}
	return documented.Error(summary, displaytext.JoinParagraphs(
		lead, verification.LastSeen(stopped.LastReason), objectLines(id), expectation(stopped.Publication), advice))
}

func expectation(publication service.Publication) string {
	if record := publication.Record; record != nil {
		return recordText("Expected record:", *record)
	}
	if file := publication.HTTPFile; file != nil {
		return fmt.Sprintf("Expected file:\n  URL:     %s\n  Content: %s", displaytext.Escape(file.URL), displaytext.Escape(file.Content))
	}
	return ""
}

func recordText(heading string, record service.Record) string {
	return fmt.Sprintf("%s\n  Name:  %s\n  Type:  %s\n  Value: %s", heading, displaytext.Escape(record.Name), record.Type, displaytext.Escape(record.Value))
}
