// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of verifyDomain.
const (
	SwitchVerifyMissingRecord     = "verify_missing_record"
	SwitchVerifyMissingRecordBody = "verify_missing_record_body"
	SwitchVerifyOfVerified        = "verify_of_verified"
	SwitchClaimFalseOnClaimed     = "claim_false_on_claimed"
	SwitchVerifyClaimRefused      = "verify_claim_refused"
)

func verifySwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.2", SwitchVerifyMissingRecord,
			"How verify answers while the TXT record is missing, wrong or not visible yet.",
			"400", "404", "409", "200_not_listed"),
		unknown("1.2", SwitchVerifyMissingRecordBody,
			"Whether that answer names the record, or reads like the one for a domain without a token.",
			"names_record", "same_as_no_token"),
		unknown("1.2", SwitchVerifyOfVerified,
			"How verify answers for a domain that is verified and not pending: do nothing, fail because the token is used up, or conflict.",
			"200", "400", "409"),
		unknown("1.2", SwitchClaimFalseOnClaimed,
			"How verify without claimDomain answers for a domain this organization has claimed.",
			"noop", "400"),
		unknown("1.2", SwitchVerifyClaimRefused,
			"When claimDomain is true and only the claim is refused: whether the domain is verified nevertheless.",
			"stays_verified", "nothing_happens"),
	}
}
