// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of the token endpoint.
const (
	SwitchTokenErrorStatus   = "token_error_status"
	SwitchTokenLock          = "token_lock"
	SwitchWrongClientSecret  = "wrong_client_secret"
	SwitchForeignCredentials = "foreign_credentials"
)

func accountsSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("4", SwitchTokenErrorStatus,
			"The HTTP status of errors of the token endpoint, but for the throttle answer, which was seen with 400.",
			"200", "400"),
		unknown("4", SwitchTokenLock,
			"Whether too many token requests block the rest of the ten minutes, as documented, or further tries prolong the block, as reported.",
			"rest_of_window", "prolonged_by_tries"),
		unknown("4", SwitchWrongClientSecret,
			"The error for a wrong client secret.",
			"invalid_client", "invalid_client_secret"),
		unknown("4", SwitchForeignCredentials,
			"What the token endpoint does with credentials of another data center: refuse them as reported, or issue a token that Mail refuses.",
			"invalid_client", "foreign_token"),
	}
}
