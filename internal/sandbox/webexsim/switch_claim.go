// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of claimDomain.
const (
	SwitchClaimOfClaimed      = "claim_of_claimed"
	SwitchClaimHeldElsewhere  = "claim_of_held_elsewhere"
	SwitchClaimMultiVerified  = "claim_multi_verified"
	SwitchClaimOutsideUsers   = "claim_outside_users"
	SwitchClaimOnlyUnforced   = "claim_only_unforced"
	SwitchClaimPartialFailure = "claim_partial_failure"
)

func claimSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.3", SwitchClaimOfClaimed,
			"How claiming a domain again that this organization holds is answered.",
			"200", "400", "409"),
		unknown("1.3", SwitchClaimHeldElsewhere,
			"With what status the claim of a domain that another organization has claimed is refused.",
			"409", "400"),
		unknown("1.3", SwitchClaimMultiVerified,
			"With what status a domain that several organizations verified is refused.",
			"400", "409"),
		unknown("1.3", SwitchClaimOutsideUsers,
			"With what status an unforced claim is refused while users outside the organization have that domain.",
			"400", "409"),
		unknown("1.3", SwitchClaimOnlyUnforced,
			"Whether claimDomainOnly, which skips the search for outside users, also skips refusing because of them.",
			"refused", "claimed"),
		unknown("1.3", SwitchClaimPartialFailure,
			"When one domain of a list cannot be claimed: whether none is, or those before it stay claimed.",
			"none", "those_before"),
	}
}
