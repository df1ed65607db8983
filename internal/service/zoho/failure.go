// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// failure says what an error means where its call gives it no special meaning.
// Errors that say so already stay as they are.
func (o *organization) failure(ctx context.Context, operation string, err error) error {
	typed := &service.Error{Class: service.Transient, Operation: operation}
	var known *service.Error
	var cut *httpapi.InterruptedError
	var paused *httpapi.PausedError
	var noToken *httpapi.TokenError
	var refused *httpapi.StatusError
	switch {
	case errors.As(err, &known):
		// All who waited for one reading share its error, and each adds its own to it.
		own := *known
		return &own
	case errors.As(err, &cut):
		return interrupted(operation, cut)
	case errors.As(err, &paused):
		typed.Class, typed.RetryAfter = service.Throttled, paused.Left
		typed.Reason = fmt.Sprintf("Zoho has asked to slow down before, and nothing is sent to it for another %s", paused.Left.Round(time.Second))
		typed.Advice = adviceThrottled
	case errors.As(err, &noToken):
		o.tokenFailure(typed, noToken)
	case errors.As(err, &refused):
		typed.Response, typed.RetryAfter = parseResponse(refused), refused.RetryAfter
		typed.Class, typed.Reason, typed.Advice = o.classify(refused)
	case ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		// While it waited for something else of this process.
		return interrupted(operation, &httpapi.InterruptedError{Cause: err})
	default:
		typed.Cause = err
		typed.Reason = "Zoho cannot be reached or did not answer as its API does"
		typed.Advice = "Check the network path, a proxy and base_url, then run Terraform again."
	}
	return typed
}

const (
	adviceThrottled = "Wait that long, then run Terraform again; nothing was lost. Zoho counts all requests to the organization: " +
		"if other programs use its API as well, set a lower requests_per_minute (ZOHO_REQUESTS_PER_MINUTE)."
	adviceReport = "Run Terraform again. If it goes on, give Zoho's support the words above."
)

func (o *organization) classify(refused *httpapi.StatusError) (class service.Class, reason, advice string) {
	messages := parseMessages(refused.Body)
	status := failedStatus(refused.Status, messages)
	switch {
	case refused.Throttled():
		reason = "Zoho asked to slow down; it locks out organizations that send too many requests"
		if refused.RetryAfter > 0 {
			reason += fmt.Sprintf(". Nothing is sent to it for %s", refused.RetryAfter.Round(time.Second))
		}
		return service.Throttled, reason, adviceThrottled
	case refused.Kind == httpapi.TokenRefused, isDenial(refused.Status, messages):
		reason, advice = o.denial(refused, messages)
		return service.Denied, reason, advice
	case messages.has("OPERATION_NOT_PERMITTED"):
		return service.Blocked, "the plan of the Zoho organization does not allow this", "See Zoho's own words above, and the plan under Subscription in the admin console."
	case status == http.StatusNotFound && isAboutOrganization(refused.Path):
		return service.NotFound, "Zoho does not know the organization " + o.id,
			"Check organization_id: the admin console of Zoho Mail shows it in the profile of the organization. " + o.endpoints.dataCenterHint()
	case status >= 500 && (refused.Kind == httpapi.AsStatus || refused.Method == http.MethodGet || isHiddenFailure(refused, messages)):
		return service.Transient, "Zoho failed to handle the request", adviceReport
	case refused.Status >= 300 && refused.Status < 400:
		return service.Rejected, "the address answers with a redirect, which is never followed", "Check base_url."
	default:
		return service.Rejected, "Zoho rejected the request", "See Zoho's own words above."
	}
}

// refusal is failure with a meaning of its own.
func (o *organization) refusal(ctx context.Context, operation string, err error, class service.Class, reason, advice string) *service.Error {
	typed, ok := errors.AsType[*service.Error](o.failure(ctx, operation, err))
	if !ok {
		return &service.Error{Class: class, Operation: operation, Reason: reason, Advice: advice, Cause: err}
	}
	if typed.Class == service.Interrupted {
		return typed
	}
	typed.Class, typed.Reason, typed.Advice = class, reason, advice
	return typed
}

func missing(operation string) error {
	return &service.Error{
		Class: service.Blocked, Operation: operation,
		Reason: "the organization does not have the domain, or no longer",
		Advice: "Plan again: the plan shows what adds the domain, publishes its new record or file and verifies it.",
	}
}

func unusable(operation string) error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: "Zoho answered with success but without the domain",
		Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
	}
}
