// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of everything around the operations.
const (
	SwitchFailurePlace     = "failure_place"
	SwitchFailureStatus    = "failure_status"
	SwitchMissingScope     = "missing_scope"
	SwitchNotAdministrator = "not_administrator"
	SwitchThrottleAnswer   = "throttle_answer"
	SwitchThrottleLock     = "throttle_lock"
)

func frameSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.5", SwitchFailurePlace,
			"Where the code or text of a failure stands: for each kind where it was seen, always in one member of data, or in the status alone.",
			"as_seen", "data.errorCode", "data.moreInfo", "data.error", "status.description"),
		unknown("2", SwitchFailureStatus,
			"Whether HTTP status and envelope code of a failure agree, or one of them is 200.",
			"agree", "http_200", "envelope_200"),
		unknown("2", SwitchMissingScope,
			"The status of INVALID_OAUTHSCOPE, or that a missing scope looks like a wrong path, as in other Zoho products.",
			"401", "400", "403", "404", "url_rule"),
		unknown("2", SwitchNotAdministrator,
			"The status of \"Invalid Access\" for a user who is not the organization's administrator.",
			"401", "400", "403"),
		unknown("5", SwitchThrottleAnswer,
			"The answer to a throttled call: 429 with or without Retry-After, or as in sister products 400 with a title, or an error object in a 200.",
			"429_retry_after", "429", "400_title", "200_error"),
		unknown("5", SwitchThrottleLock,
			"Whether the lock has a fixed length, or calls made in it prolong it.",
			"fixed", "prolonged_by_calls"),
	}
}
