// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of everything around the operations.
const (
	SwitchErrorBody        = "error_body"
	SwitchIdempotency      = "idempotency"
	SwitchRetryAfter       = "retry_after"
	SwitchRateLimitHeaders = "rate_limit_headers"
)

func frameSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("5", SwitchErrorBody,
			"The shape of error bodies that the description does not declare: message with errors as objects, message with code, "+
				"errors as strings, a status phrase, the shape of OAuth, or text.",
			"message", "code", "error_strings", "error_phrase", "error_description", "plain_text"),
		unknown("5", SwitchIdempotency,
			"Whether Idempotency-Key counts beyond the creation of organizations, where it is proven.",
			"honoured", "ignored"),
		unknown("5", SwitchRetryAfter,
			"The form of Retry-After with 429.",
			"seconds", "http_date", "absent"),
		unknown("5", SwitchRateLimitHeaders,
			"Whether every answer tells the rate limit and what is left of it.",
			"absent", "present"),
	}
}
