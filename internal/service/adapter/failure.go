// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// AdviceRunAgain is what to do after a failure that lost nothing.
	AdviceRunAgain = "Run Terraform again: it continues from the current state."

	adviceUnreachable = "Check the network path, a proxy and base_url, then run Terraform again."
	adviceToken       = "Run Terraform again; nothing was changed."
)

// Failure is err in the terms of package service, where its operation gives it no
// meaning of its own. An error of package service is copied: all callers that waited
// for one reading share its error, and each completes its own copy.
func (v *Vendor) Failure(ctx context.Context, operation string, err error) *service.Error {
	typed := &service.Error{Class: service.Transient, Operation: operation}
	var known *service.Error
	var cut *httpapi.InterruptedError
	var paused *ratelimit.PausedError
	var noToken *httpapi.TokenError
	var refused *httpapi.StatusError
	switch {
	case errors.As(err, &known):
		own := *known
		return &own
	case errors.As(err, &cut):
		return v.interrupted(operation, cut)
	case errors.As(err, &paused):
		typed.Class, typed.RetryAfter = service.Throttled, paused.Left
		typed.Reason = fmt.Sprintf("%s has rate limited earlier requests, and no request is sent to it for another %s", v.Company, paused.Left.Round(time.Second))
		typed.Advice = v.adviceRateLimited()
	case errors.As(err, &noToken):
		v.tokenFailure(typed, noToken)
	case errors.As(err, &refused):
		typed.Response, typed.RetryAfter = v.response(refused), refused.RetryAfter
		meaning := v.meaning(refused)
		typed.Class, typed.Reason, typed.Advice = meaning.Class, meaning.Reason, meaning.Advice
	case ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		// The end came while it waited for another operation of this process.
		return v.interrupted(operation, &httpapi.InterruptedError{Cause: err})
	default:
		typed.Cause = err
		typed.Reason = fmt.Sprintf("%s cannot be reached, or the response is not one of its API", v.Company)
		typed.Advice = adviceUnreachable
	}
	return typed
}

// Refusal is Failure with a meaning that the operation gives it. An interruption
// keeps its own.
func (v *Vendor) Refusal(ctx context.Context, operation string, err error, meaning Meaning) *service.Error {
	typed := v.Failure(ctx, operation, err)
	if typed.Class == service.Interrupted {
		return typed
	}
	typed.Class, typed.Reason, typed.Advice = meaning.Class, meaning.Reason, meaning.Advice
	return typed
}

func (v *Vendor) tokenFailure(typed *service.Error, noToken *httpapi.TokenError) {
	typed.Reason = fmt.Sprintf("could not obtain an access token from %s (%s)", v.Company, noToken.Host)
	typed.Advice = adviceToken
	if noToken.Refused == nil {
		typed.Cause = noToken
	} else {
		typed.Response, typed.RetryAfter = v.response(noToken.Refused), noToken.Refused.RetryAfter
	}
	switch {
	case noToken.Refused.IsForGood():
		typed.Class = service.Denied
		typed.Advice = fmt.Sprintf("Check the credentials in the %s block. See the %s error above.", v.Name, v.Company)
	case noToken.Refused != nil && noToken.Refused.Throttled():
		typed.Class, typed.Advice = service.Throttled, v.adviceRateLimited()
		typed.Reason += ", which has rate limited requests for tokens"
		if noToken.Throttled {
			typed.RetryAfter = noToken.Left
		}
	}
	if v.TokenFailure != nil {
		v.TokenFailure(typed, noToken)
	}
}

// StatusOf is the status of a refusal by the service itself; 0 for other errors, and for a page,
// which no API sends: what a proxy or a login page says is nothing about a domain.
func StatusOf(err error) int {
	refused, ok := Refused(err)
	if !ok || isPage(refused) {
		return 0
	}
	return refused.Status
}

func isPage(refused *httpapi.StatusError) bool { return htmlForm.Match(refused.Body) }

// Refused returns the refusal in err. That of an earlier attempt of an interrupted
// request does not count.
func Refused(err error) (*httpapi.StatusError, bool) {
	if httpapi.IsInterrupted(err) {
		return nil, false
	}
	return errors.AsType[*httpapi.StatusError](err)
}
