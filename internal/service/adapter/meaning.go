// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Meaning is a refusal in the terms of package service.
type Meaning struct {
	Class          service.Class
	Reason, Advice string
}

// StatusMeaning is the meaning of a status: the vendor's own, or what it means at
// every service.
func (v *Vendor) StatusMeaning(status int) Meaning {
	if own, ok := v.Meanings[status]; ok {
		return own
	}
	switch {
	case status == http.StatusTooManyRequests:
		return Meaning{service.Throttled, v.Company + " has rate limited the request", v.adviceRateLimited()}
	case status == http.StatusLocked:
		return Meaning{service.Transient, v.Company + " reports that what the request is about is locked for the time being", "Run Terraform again after a while; nothing was lost."}
	case status >= http.StatusInternalServerError || status == http.StatusRequestTimeout:
		return Meaning{
			service.Transient, v.Company + " failed to handle the request",
			"Run Terraform again. If the error persists, send the response above to the support of " + v.Company + ".",
		}
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return Meaning{service.Rejected, v.Company + " responded with a redirect, which is never followed", "Check base_url."}
	}
	return Meaning{service.Rejected, v.Company + " rejected the request", fmt.Sprintf("See the %s error above.", v.Company)}
}

// Blocked is the meaning of service.Blocked: why, and what to do. So are those below of the
// classes that have their names.
func Blocked(reason, advice string) Meaning { return Meaning{service.Blocked, reason, advice} }

// Denied is service.Denied.
func Denied(reason, advice string) Meaning { return Meaning{service.Denied, reason, advice} }

// HeldElsewhere is service.HeldElsewhere.
func HeldElsewhere(reason, advice string) Meaning {
	return Meaning{service.HeldElsewhere, reason, advice}
}

// NotFound is service.NotFound.
func NotFound(reason, advice string) Meaning { return Meaning{service.NotFound, reason, advice} }

// NotYet is service.NotYet.
func NotYet(reason, advice string) Meaning { return Meaning{service.NotYet, reason, advice} }

// Rejected is service.Rejected.
func Rejected(reason, advice string) Meaning { return Meaning{service.Rejected, reason, advice} }

// Transient is service.Transient.
func Transient(reason, advice string) Meaning { return Meaning{service.Transient, reason, advice} }

// NewError is the error of an operation that fails without a refusal, or with a response that
// is added to it.
func NewError(operation string, meaning Meaning) *service.Error {
	return &service.Error{Class: meaning.Class, Operation: operation, Reason: meaning.Reason, Advice: meaning.Advice}
}

// meaning is the vendor's own, or that of a rate limit or a failure, whatever its status,
// or that of the status.
func (v *Vendor) meaning(refused *httpapi.StatusError) Meaning {
	var own Meaning
	if v.Classify != nil {
		own = v.Classify(refused)
	}
	switch {
	case IsForeign(refused):
		return Meaning{
			service.Transient, fmt.Sprintf("the response is a page, not one of %s's API, so that it shows neither what exists there nor what the credentials may do", v.Company),
			"Check base_url, and a proxy in between, then run Terraform again.",
		}
	case own != Meaning{}:
		return own
	case refused.Throttled():
		return v.StatusMeaning(http.StatusTooManyRequests)
	case refused.Kind == httpapi.Failed:
		return v.StatusMeaning(http.StatusInternalServerError)
	}
	return v.StatusMeaning(refused.Status)
}

// IsForeign reports whether a refusal is a page, which no API sends: whoever blocks the way
// answers so, and a host without this API.
func IsForeign(refused *httpapi.StatusError) bool {
	isRefusal := refused.Status >= http.StatusBadRequest && refused.Status < http.StatusInternalServerError
	isPassing := refused.Throttled() || refused.Status == http.StatusRequestTimeout || refused.Status == http.StatusLocked
	return isRefusal && !isPassing && isPage(refused)
}

func (v *Vendor) adviceRateLimited() string {
	return FirstNonEmpty(v.AdviceRateLimited, "Wait, then run Terraform again; nothing was lost.")
}
