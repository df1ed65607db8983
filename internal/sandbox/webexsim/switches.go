// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of getDomainVerificationToken.
	SwitchTokenRepeat        = "token_repeat"
	SwitchTokenAfterRemoval  = "token_after_removal"
	SwitchTokenOnVerified    = "token_on_verified"
	SwitchSubdomainOfClaimed = "subdomain_of_claimed_token"
	// Switches of verifyDomain.
	SwitchVerifyMissingRecord     = "verify_missing_record"
	SwitchVerifyMissingRecordBody = "verify_missing_record_body"
	SwitchVerifyOfVerified        = "verify_of_verified"
	SwitchClaimFalseOnClaimed     = "claim_false_on_claimed"
	// Switches of claimDomain.
	SwitchClaimOfClaimed     = "claim_of_claimed"
	SwitchClaimHeldElsewhere = "claim_of_held_elsewhere"
	SwitchClaimMultiVerified = "claim_multi_verified"
	SwitchClaimOutsideUsers  = "claim_outside_users"
	SwitchClaimOnlyUnforced  = "claim_only_unforced"
	// Switches of unclaimDomain and unverifyDomain.
	SwitchUnclaimOfUnclaimed         = "unclaim_of_unclaimed"
	SwitchUnclaimEncoding            = "unclaim_encoding"
	SwitchUnverifyPendingWithoutFlag = "unverify_pending_without_flag"
	SwitchUnverifyVerifiedWithFlag   = "unverify_verified_with_flag"
	SwitchUnverifyReserved           = "unverify_reserved"
	// Switches of everything around the actions: reading, routing, authorization, errors.
	SwitchOrganizationReadDomains = "organization_read_domains"
	SwitchOrganizationReadLag     = "organization_read_lag"
	SwitchMissingScope            = "missing_scope"
	SwitchServiceAppRole          = "service_app_role"
	SwitchRefreshTokenRotation    = "refresh_token_rotation"
	SwitchWrongOrganization       = "wrong_org"
	SwitchLockedOut               = "locked_out_administrator"
)

// switches are the unknowns that matter to the adapter, by name, section, values and
// question. The first value is the default: the documented or most likely one.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchTokenRepeat, "1.1", "stable new", "Whether asking again for a pending domain's token gives the same one, or a new one that alone counts."),
		unknown(SwitchTokenAfterRemoval, "1.1", "new same", "Whether a domain that was removed and added again gets the token it had."),
		unknown(SwitchTokenOnVerified, "1.1", "200_with_pending 200_without_pending 409", "What a token request for a verified, unclaimed domain does: succeed and list it as pending too, succeed without that, or conflict."),
		unknown(SwitchSubdomainOfClaimed, "2.3", "200 409", "Whether a token is issued for a name below a claimed domain."),
		unknown(SwitchVerifyMissingRecord, "1.2", "400 404 409 200_not_listed", "How verify answers while the TXT record is missing, wrong or not visible yet."),
		unknown(SwitchVerifyMissingRecordBody, "1.2", "names_record same_as_no_token", "Whether that answer names the record, or reads like the one for a domain without a token."),
		unknown(SwitchVerifyOfVerified, "1.2", "200 400 409", "How verify answers for a domain that is verified and not pending: do nothing, fail because the token is used up, or conflict."),
		unknown(SwitchClaimFalseOnClaimed, "1.2", "noop 400", "How verify without claimDomain answers for a domain this organization has claimed."),
		unknown(SwitchClaimOfClaimed, "1.3", "200 400 409", "How claiming a domain again that this organization holds is answered."),
		unknown(SwitchClaimHeldElsewhere, "1.3", "409 400", "With what status the claim of a domain that another organization has claimed is refused."),
		unknown(SwitchClaimMultiVerified, "1.3", "400 409", "With what status a domain that several organizations verified is refused."),
		unknown(SwitchClaimOutsideUsers, "1.3", "400 409", "With what status an unforced claim is refused while users outside the organization have that domain."),
		unknown(SwitchClaimOnlyUnforced, "1.3", "refused claimed", "Whether claimDomainOnly, which skips the search for outside users, also skips refusing because of them."),
		unknown(SwitchUnclaimOfUnclaimed, "1.5", "400 404 204", "How unclaiming a domain that is not claimed is answered."),
		unknown(SwitchUnclaimEncoding, "1.5", "plain base64 either", "How the domain is to be written in the body of unclaim; the documents contradict each other."),
		unknown(SwitchUnverifyPendingWithoutFlag, "1.4", "200_no_effect 404 400 removes", "What unverify without removePending does to a domain that is only pending."),
		unknown(SwitchUnverifyVerifiedWithFlag, "1.4", "removes 200_no_effect 400 404", "What unverify with removePending does to the verification of a domain."),
		unknown(SwitchUnverifyReserved, "5", "400 200", "How unverify of a reserved domain is answered (government only)."),
		unknown(SwitchOrganizationReadDomains, "2.2", "absent present present_with_missing_empty_arrays enforcement_only", "Whether the organization read carries the undocumented domain lists, and empty ones too."),
		unknown(SwitchOrganizationReadLag, "2.2", "0 30 600", "How many seconds the organization read is behind."),
		unknown(SwitchMissingScope, "4.3", "401 403", "The status for a token that lacks the scope; 401 was seen, 403 is documented."),
		unknown(SwitchServiceAppRole, "4.1", "accepted 403", "Whether a service app's machine account passes as a full administrator."),
		unknown(SwitchRefreshTokenRotation, "4.1", "same rotates", "Whether a refresh returns the same refresh token, or a new one that ends the old."),
		unknown(SwitchWrongOrganization, "4.4", "403 404", "The status for an organization that is not the caller's."),
		unknown(SwitchLockedOut, "5.2", "403_transient 403 401", "The response to an administrator whom enforcement has locked out. No source shows one: the text about transient users is the simulator's own."),
	}
}
