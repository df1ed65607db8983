// SPDX-License-Identifier: MPL-2.0

package adapter

import (
	"fmt"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// StatusMeaning is the meaning of a status that means the same at every service:
// what is left when a service has given 401, 403, 404 and its own ones theirs.
func (v *Vendor) StatusMeaning(status int) Meaning {
	switch {
	case status == http.StatusTooManyRequests:
		return Meaning{service.Throttled, v.Company + " has rate limited the request", v.AdviceRateLimited}
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
