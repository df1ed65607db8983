// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

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
			fmt.Sprintf("Run Terraform again. If the error persists, report the request ID to %s.", v.Company),
		}
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return Meaning{service.Rejected, v.Company + " responded with a redirect, which is never followed", "Check base_url."}
	}
	return Meaning{service.Rejected, v.Company + " rejected the request", fmt.Sprintf("See the %s error above.", v.Company)}
}

// Denied is the meaning of a refusal of the credentials.
func Denied(reason, advice string) Meaning {
	return Meaning{Class: service.Denied, Reason: reason, Advice: advice}
}

// meaning is the vendor's own, or that of a rate limit or a failure, whatever its status,
// or that of the status.
func (v *Vendor) meaning(refused *httpapi.StatusError) Meaning {
	var own Meaning
	if v.Classify != nil {
		own = v.Classify(refused)
	}
	switch {
	case own != Meaning{}:
		return own
	case (refused.Status == http.StatusNotFound || refused.Status == http.StatusGone) && isPage(refused):
		return Meaning{
			service.Transient, fmt.Sprintf("the response is a page, not one of %s's API, so that it does not show what exists there", v.Company),
			"Check base_url, and a proxy in between, then run Terraform again.",
		}
	case refused.Throttled():
		return v.StatusMeaning(http.StatusTooManyRequests)
	case refused.Kind == httpapi.Failed:
		return v.StatusMeaning(http.StatusInternalServerError)
	}
	return v.StatusMeaning(refused.Status)
}

func (v *Vendor) adviceRateLimited() string {
	return FirstNonEmpty(v.AdviceRateLimited, "Wait, then run Terraform again; nothing was lost.")
}
