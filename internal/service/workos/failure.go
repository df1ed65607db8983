// SPDX-License-Identifier: MPL-2.0

package workos

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
	return failure(ctx, operation, err, o.redactor)
}

func failure(ctx context.Context, operation string, err error, redactor *httpapi.Redactor) error {
	typed := &service.Error{Class: service.Transient, Operation: operation}
	var known *service.Error
	var cut *httpapi.InterruptedError
	var refused *httpapi.StatusError
	var paused *httpapi.PausedError
	switch {
	case errors.As(err, &known):
		// All who waited for one reading share its error, and each adds its own to it.
		own := *known
		return &own
	case errors.As(err, &cut):
		return interrupted(operation, cut, redactor)
	case errors.As(err, &paused):
		typed.Class, typed.Reason, typed.Advice = classify(http.StatusTooManyRequests)
		typed.RetryAfter = paused.Left
		typed.Reason += fmt.Sprintf(" before; nothing is sent to it for another %s", paused.Left.Round(time.Second))
	case ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		// While it waited for something else of this process.
		return interrupted(operation, &httpapi.InterruptedError{Cause: err}, redactor)
	case errors.As(err, &refused):
		typed.Response = parseResponse(refused, redactor)
		typed.RetryAfter = refused.RetryAfter
		typed.Class, typed.Reason, typed.Advice = classify(refused.Status)
	default:
		typed.Cause = err
		typed.Reason = "WorkOS cannot be reached or did not answer as its API does"
		typed.Advice = "Check the network path, a proxy and base_url, then run Terraform again."
	}
	return typed
}

func classify(status int) (class service.Class, reason, advice string) {
	switch {
	case status == http.StatusUnauthorized:
		return service.Denied, "WorkOS does not accept the API key",
			"Check api_key (WORKOS_API_KEY): the key begins with sk_, and a key that was revoked or rotated is refused. See API Keys in the WorkOS dashboard."
	case status == http.StatusForbidden:
		return service.Denied, "the API key is valid but lacks the permission for this",
			"Give the key the permissions for organizations and their domains in the WorkOS dashboard (API Keys), or use a key that has them."
	case status == http.StatusNotFound:
		return service.NotFound, "this API key sees no such organization",
			"A key sees the organizations of its own environment only: check that api_key and organization_id come from the same one (staging or production). " +
				"If they do, base_url is wrong, or the organization has been deleted with its domains: then take its resources out of state (terraform state rm) and out of the configuration."
	case status == http.StatusTooManyRequests:
		return service.Throttled, "WorkOS asked to slow down", "Wait, then run Terraform again; nothing was lost."
	case status >= 500 || status == http.StatusRequestTimeout:
		return service.Transient, "WorkOS failed to handle the request", "Run Terraform again. If it goes on, give WorkOS the request id."
	case status >= 300 && status < 400:
		return service.Rejected, "the address answers with a redirect, which is never followed", "Check base_url."
	default:
		return service.Rejected, "WorkOS rejected the request", "See WorkOS' own words above."
	}
}

// refusal is failure with a meaning of its own.
func (o *organization) refusal(ctx context.Context, operation string, err error, class service.Class, reason, advice string) error {
	typed, ok := errors.AsType[*service.Error](o.failure(ctx, operation, err))
	if !ok || typed.Class == service.Interrupted {
		return typed
	}
	typed.Class, typed.Reason, typed.Advice = class, reason, advice
	return typed
}
