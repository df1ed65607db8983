// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of how a domain is shown.
const (
	SwitchVerificationPrefix = "verification_prefix"
	SwitchMissingToken       = "missing_token"
	SwitchTokenOfVerified    = "token_of_verified"
	SwitchPendingState       = "pending_state"
	SwitchRecentFields       = "recent_fields"
)

func objectSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.4", SwitchVerificationPrefix,
			"Whether new domains get a prefix of their own, or the environment has none, shown as no field or as null.",
			"present", "absent", "null"),
		unknown("1.2", SwitchMissingToken,
			"How a domain without a token shows that: null once it is verified and no field before, as seen, or always one of the two.",
			"null_when_verified", "absent", "null"),
		unknown("1.2", SwitchTokenOfVerified,
			"Whether a verified domain still shows its token and prefix, which are optional: as seen, or neither.",
			"shown", "hidden"),
		unknown("1.3", SwitchPendingState,
			"How the optional state of a pending domain is shown: as documented, with the value that was never seen, not at all, or with a value from the future.",
			"pending", "unverified", "absent", "null", "checking"),
		unknown("1.2", SwitchRecentFields,
			"Whether a domain has the fields that answers of 2024 lacked: organization_id, the strategy and both times.",
			"present", "absent"),
	}
}
