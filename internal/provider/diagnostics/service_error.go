// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// ServiceError is for any error of a service: what was attempted on which object, the
// service's response, what to do. The summary is that of the operation, except
// where the class has one of its own.
func ServiceError(summary string, id service.DomainID, err error) diag.Diagnostic {
	typed, ok := errors.AsType[*service.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return interruptedError(id, operationOf(typed), lastKnown(typed), adviceOf(typed))
	case hasTimedOut(err):
		return timeoutError(summary, id, operationOf(typed), lastKnown(typed), adviceOf(typed))
	case !ok:
		return documented.Error(summary, displaytext.JoinParagraphs(displaytext.Sentence(displaytext.Escape(err.Error())), objectLines(id)))
	case typed.Class == service.Rotated:
		return documented.Error(summaryTokenRotated, refusalText(id, typed))
	case summary == summaryLockout:
		return documented.Error(summary, refusalText(id, typed))
	}
	return documented.ErrorOfClass(string(typed.Class), summary, refusalText(id, typed))
}

// hasTimedOut reports whether an operation has run out of its time. The error of a request
// that hangs wraps the same cause, and tells nothing of the operation's time.
func hasTimedOut(err error) bool {
	typed, ok := errors.AsType[*service.Error](err)
	return errors.Is(err, context.DeadlineExceeded) && (!ok || typed.Class == service.Interrupted)
}

// refusalText is a service's error in full.
func refusalText(id service.DomainID, err *service.Error) string {
	lead := displaytext.Sentence(fmt.Sprintf("could not %s: %s", err.Operation, displaytext.Escape(err.Reason)))
	if err.Cause != nil {
		lead += "\n" + displaytext.Sentence(displaytext.Escape(err.Cause.Error()))
	}
	return displaytext.JoinParagraphs(lead, blockersText(err), displaytext.JoinLines(objectLines(id), verification.ResponseLines(err)), err.Advice)
}

// interruptedError is for an operation that was cancelled.
func interruptedError(id service.DomainID, attempt, seen, advice string) diag.Diagnostic {
	return documented.Error(summaryInterrupted, displaytext.JoinParagraphs(
		fmt.Sprintf("Terraform was interrupted while it tried to %s.", attempt), seen, objectLines(id),
		"What the service has confirmed is kept. "+advice))
}

// timeoutError is for an operation that has run out of time.
func timeoutError(summary string, id service.DomainID, attempt, seen, advice string) diag.Diagnostic {
	return documented.ErrorOfClass(string(service.Interrupted), summary, displaytext.JoinParagraphs(
		fmt.Sprintf("The timeout expired before Terraform could %s.", attempt), seen, objectLines(id),
		"What the service has confirmed is kept. "+advice, "If the service is slow, raise timeouts in the resource. For a destroy, "+service.AdviceApplyAlone+"."))
}

func operationOf(err *service.Error) string {
	if err == nil || err.Operation == "" {
		return "finish"
	}
	return err.Operation
}

// adviceOf is the advice of what the end of the run cut off.
func adviceOf(err *service.Error) string {
	if err == nil || err.Advice == "" {
		return adviceContinue
	}
	return err.Advice
}

const adviceContinue = "Run Terraform again: it continues from the current state."

// lastKnown is what was known when the end came.
func lastKnown(err *service.Error) string {
	if err == nil {
		return ""
	}
	return displaytext.JoinParagraphs(displaytext.Sentence(displaytext.Escape(err.Reason)), verification.ResponseLines(err))
}

func objectLines(id service.DomainID) string {
	if id.Domain == "" {
		return ""
	}
	return fmt.Sprintf("Service: %s\nOrganization: %s\nDomain: %s", id.Service, id.OrganizationID, id.Domain)
}

// InvalidID is for an ID in state, of an import or of an argument.
func InvalidID(err error) diag.Diagnostic {
	return documented.Error(summaryInvalidID, displaytext.Sentence(err.Error()))
}

// InvalidOrganizationOf is for an ID whose organization the service does not accept.
func InvalidOrganizationOf(id service.DomainID, err error) diag.Diagnostic {
	return ServiceError(summaryInvalidID, id, err)
}

// InvalidDomain is for a name that no organization can register.
func InvalidDomain(err error) diag.Diagnostic {
	return documented.Error(summaryInvalidDomain, displaytext.Sentence(err.Error()))
}
