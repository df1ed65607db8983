// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/outcome"
)

// failure says what an error means where its call gives it no special meaning.
// Only the status is trusted: the identity family answers with several shapes
// of body, and its texts are for people.
func failure(operation string, err error) error {
	typed := &service.Error{Class: service.Transient, Operation: operation, Cause: err}
	var known *service.Error
	var cut *httpapi.InterruptedError
	var refused *httpapi.StatusError
	var noToken *httpapi.TokenError
	var paused *httpapi.PausedError
	var broken *httpapi.TransportError
	switch {
	case errors.As(err, &known):
		// All who waited for one reading share its error, and each adds its own to it.
		own := *known
		return &own
	case errors.As(err, &cut):
		return interrupted(operation, cut)
	case errors.As(err, &paused):
		typed.Cause = nil
		typed.Class, typed.RetryAfter = service.Throttled, paused.Left
		_, typed.Reason, typed.Advice = classify(http.StatusTooManyRequests)
		typed.Reason += fmt.Sprintf(" before; nothing is sent to it for another %s", paused.Left.Round(time.Second))
	case errors.As(err, &refused):
		typed.Cause = nil
		typed.Response = parseResponse(refused)
		typed.RetryAfter = refused.RetryAfter
		typed.Class, typed.Reason, typed.Advice = classify(refused.Status)
		if refused.Status == http.StatusForbidden && strings.Contains(strings.ToLower(typed.Response.Message), "transient") {
			typed.Reason = "the owner of the access token is locked out: the organization enforces verified domains, and the owner's mail domain is not one of them"
			typed.Advice = "Another full administrator, whose own mail domain is verified, has to verify the owner's mail domain in Control Hub " +
				"(Management > Organization Settings > Domains) or switch the enforcement off. If there is none, only Cisco support can end the lockout. Then run Terraform again."
		}
	case errors.As(err, &noToken):
		typed.Cause = noToken
		if noToken.Refused != nil {
			typed.Cause = nil
			typed.Response, typed.RetryAfter = parseResponse(noToken.Refused), noToken.Refused.RetryAfter
		}
		if status := typed.Response.Status; status >= 400 && status < 500 && status != http.StatusTooManyRequests {
			typed.Class = service.Denied
			typed.Reason = "Webex refused to exchange the refresh token for an access token"
			typed.Advice = "Check client_id, client_secret and refresh_token. A refresh token ends 90 days after its last use (60 in Webex for Government); authorize the integration again to get a new one."
		} else {
			typed.Reason = "no access token could be had"
			typed.Advice = "Apply again; nothing was changed."
		}
	case errors.As(err, &broken):
		typed.Reason = "Webex cannot be reached or did not answer"
		typed.Advice = "Check the network path, a proxy and base_url, then run Terraform again."
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		// While it waited for something else of this process.
		return interrupted(operation, &httpapi.InterruptedError{Cause: err})
	default:
		typed.Reason, typed.Advice = "the request could not be made", outcome.AdviceRunAgain
	}
	return typed
}

func classify(status int) (class service.Class, reason, advice string) {
	switch {
	case status == http.StatusUnauthorized:
		// A missing scope has been seen to answer 401 with code 200003.
		return service.Denied, "the access token is wrong or expired, or lacks a scope",
			"A personal access token lasts 12 hours. The token needs the scope identity:organizations_rw and a full administrator behind it."
	case status == http.StatusForbidden:
		return service.Denied, "the credentials are valid but may not do this",
			"The token needs the scope identity:organizations_rw, and the role id_full_admin (full administrator) in this very organization."
	case status == http.StatusNotFound || status == http.StatusGone:
		return service.NotFound, "these credentials see no such organization",
			"Check organization_id, and base_url if the organization is a Webex for Government one."
	case status == http.StatusTooManyRequests || status == http.StatusLocked:
		return service.Throttled, "Webex asked to slow down", "Wait, then run Terraform again; nothing was lost."
	case status >= 500:
		return service.Transient, "Webex failed to handle the request", "Run Terraform again. If it goes on, give Cisco the tracking id."
	case status >= 300 && status < 400:
		return service.Rejected, "the address answers with a redirect, which is never followed", "Check base_url."
	default:
		return service.Rejected, "Webex rejected the request", "See Webex's own words above."
	}
}
