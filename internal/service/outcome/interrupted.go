// SPDX-License-Identifier: MPL-2.0

package outcome

import (
	"context"
	"errors"
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// AdviceRunAgain is what to do after everything that lost nothing.
const AdviceRunAgain = "Run Terraform again: it goes on from what is there."

// Reader finds a service's words in a refusal.
type Reader func(*httpapi.StatusError) service.Response

// Interrupted says what the end of the context has cut off at the service that
// people call company.
func Interrupted(company, operation string, cut *httpapi.InterruptedError, read Reader) *service.Error {
	typed := &service.Error{Class: service.Interrupted, Operation: operation, Cause: cut.Cause, Advice: AdviceRunAgain}
	typed.Reason = "it was interrupted before " + company + " answered"
	if errors.Is(cut.Cause, context.DeadlineExceeded) {
		typed.Reason = "the time for it ran out before " + company + " answered"
	}
	refused, isRefused := errors.AsType[*httpapi.StatusError](cut.Last)
	tokenless, noToken := errors.AsType[*httpapi.TokenError](cut.Last)
	switch {
	case noToken && tokenless.Refused != nil:
		typed.Response, typed.RetryAfter = read(tokenless.Refused), tokenless.Refused.RetryAfter
		typed.Reason += "; no access token could be had"
	case isRefused:
		typed.Response, typed.RetryAfter = read(refused), refused.RetryAfter
		typed.Reason += " anything but what is shown here"
	case cut.Last != nil:
		typed.Reason += fmt.Sprintf("; the last attempt failed: %v", cut.Last)
	}
	if cut.Sent {
		return asAmbiguous(typed)
	}
	return typed
}
