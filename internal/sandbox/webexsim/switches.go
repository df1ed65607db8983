// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of getDomainVerificationToken.
	SwitchTokenRepeat            = "token_repeat"
	SwitchTokenAfterRemoval      = "token_after_removal"
	SwitchTokenOnVerified        = "token_on_verified"
	SwitchSubdomainOfClaimed     = "subdomain_of_claimed_token"
	SwitchServerDomainValidation = "server_domain_validation"
	// Switches of verifyDomain.
	SwitchVerifyMissingRecord     = "verify_missing_record"
	SwitchVerifyMissingRecordBody = "verify_missing_record_body"
	SwitchVerifyOfVerified        = "verify_of_verified"
	SwitchClaimFalseOnClaimed     = "claim_false_on_claimed"
	SwitchVerifyClaimRefused      = "verify_claim_refused"
	// Switches of claimDomain.
	SwitchClaimOfClaimed      = "claim_of_claimed"
	SwitchClaimHeldElsewhere  = "claim_of_held_elsewhere"
	SwitchClaimMultiVerified  = "claim_multi_verified"
	SwitchClaimOutsideUsers   = "claim_outside_users"
	SwitchClaimOnlyUnforced   = "claim_only_unforced"
	SwitchClaimPartialFailure = "claim_partial_failure"
	// Switches of unclaimDomain and unverifyDomain.
	SwitchUnclaimOfUnclaimed         = "unclaim_of_unclaimed"
	SwitchUnclaimEncoding            = "unclaim_encoding"
	SwitchUnverifyPendingWithoutFlag = "unverify_pending_without_flag"
	SwitchUnverifyVerifiedWithFlag   = "unverify_verified_with_flag"
	SwitchUnverifyReserved           = "unverify_reserved"
	// Switches of everything around the actions: reading, routing, authorization, errors.
	SwitchOrganizationReadDomains = "organization_read_domains"
	SwitchOrganizationReadLag     = "organization_read_lag"
	SwitchErrorBody               = "error_body"
	SwitchMissingScope            = "missing_scope"
	SwitchServiceAppRole          = "service_app_role"
	SwitchRefreshTokenRotation    = "refresh_token_rotation"
	SwitchWrongOrganization       = "wrong_org"
	SwitchBase64Organization      = "base64_org_id"
	SwitchPathWithoutVersion      = "path_without_v1"
	SwitchLockedOut               = "locked_out_administrator"
)

// switches lists every unknown, grouped like wire/webex.md. The first allowed
// value of each is its default: the documented or most likely one.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown("1.1", SwitchTokenRepeat, "Whether asking again for a pending domain's token gives the same one, or a new one that alone counts.",
			"stable", "new"),
		unknown("1.1", SwitchTokenAfterRemoval, "Whether a domain that was removed and added again gets the token it had.",
			"new", "same"),
		unknown("1.1", SwitchTokenOnVerified, "What a token request for a verified, unclaimed domain does: succeed and list it as pending too, succeed without that, or conflict.",
			"200_with_pending", "200_without_pending", "409"),
		unknown("2.3", SwitchSubdomainOfClaimed, "Whether a token is issued for a name below a claimed domain.",
			"200", "409"),
		unknown("3", SwitchServerDomainValidation, "Whether the server itself refuses names that Control Hub would not have sent.",
			"lenient", "strict"),
		unknown("1.2", SwitchVerifyMissingRecord, "How verify answers while the TXT record is missing, wrong or not visible yet.",
			"400", "404", "409", "200_not_listed"),
		unknown("1.2", SwitchVerifyMissingRecordBody, "Whether that answer names the record, or reads like the one for a domain without a token.",
			"names_record", "same_as_no_token"),
		unknown("1.2", SwitchVerifyOfVerified, "How verify answers for a domain that is verified and not pending: do nothing, fail because the token is used up, or conflict.",
			"200", "400", "409"),
		unknown("1.2", SwitchClaimFalseOnClaimed, "How verify without claimDomain answers for a domain this organization has claimed.",
			"noop", "400"),
		unknown("1.2", SwitchVerifyClaimRefused, "When claimDomain is true and only the claim is refused: whether the domain is verified nevertheless.",
			"stays_verified", "nothing_happens"),
		unknown("1.3", SwitchClaimOfClaimed, "How claiming a domain again that this organization holds is answered.",
			"200", "400", "409"),
		unknown("1.3", SwitchClaimHeldElsewhere, "With what status the claim of a domain that another organization has claimed is refused.",
			"409", "400"),
		unknown("1.3", SwitchClaimMultiVerified, "With what status a domain that several organizations verified is refused.",
			"400", "409"),
		unknown("1.3", SwitchClaimOutsideUsers, "With what status an unforced claim is refused while users outside the organization have that domain.",
			"400", "409"),
		unknown("1.3", SwitchClaimOnlyUnforced, "Whether claimDomainOnly, which skips the search for outside users, also skips refusing because of them.",
			"refused", "claimed"),
		unknown("1.3", SwitchClaimPartialFailure, "When one domain of a list cannot be claimed: whether none is, or those before it stay claimed.",
			"none", "those_before"),
		unknown("1.5", SwitchUnclaimOfUnclaimed, "How unclaiming a domain that is not claimed is answered.",
			"400", "404", "204"),
		unknown("1.5", SwitchUnclaimEncoding, "How the domain is to be written in the body of unclaim; the documents contradict each other.",
			"plain", "base64", "either"),
		unknown("1.4", SwitchUnverifyPendingWithoutFlag, "What unverify without removePending does to a domain that is only pending.",
			"200_no_effect", "404", "400", "removes"),
		unknown("1.4", SwitchUnverifyVerifiedWithFlag, "What unverify with removePending does to the verification of a domain.",
			"removes", "200_no_effect", "400", "404"),
		unknown("5", SwitchUnverifyReserved, "How unverify of a reserved domain is answered (government only).",
			"400", "200"),
		unknown("2.2", SwitchOrganizationReadDomains, "Whether the organization read carries the undocumented domain lists, and empty ones too.",
			"absent", "present", "present_with_missing_empty_arrays", "enforcement_only"),
		unknown("2.2", SwitchOrganizationReadLag, "How many seconds the organization read is behind.",
			"0", "30", "600"),
		unknown("4.3", SwitchErrorBody, "The shape of error bodies of the identity endpoints.",
			"message_errors", "scim", "control_hub", "plain_text", "empty"),
		unknown("4.3", SwitchMissingScope, "The status for a token that lacks the scope; 401 was seen, 403 is documented.",
			"401", "403"),
		unknown("4.1", SwitchServiceAppRole, "Whether a service app's machine account passes as a full administrator.",
			"accepted", "403"),
		unknown("4.1", SwitchRefreshTokenRotation, "Whether a refresh returns the same refresh token, or a new one that ends the old.",
			"same", "rotates"),
		unknown("4.4", SwitchWrongOrganization, "The status for an organization that is not the caller's.",
			"403", "404"),
		unknown("4.4", SwitchBase64Organization, "Whether the identity endpoints take the base64 form of the caller's organization id.",
			"404", "200"),
		unknown("0", SwitchPathWithoutVersion, "Whether the paths also work without /v1, as the OpenAPI file prints them.",
			"404", "200"),
		unknown("5.2", SwitchLockedOut, "The response to an administrator whom enforcement has locked out. No source shows one: the text about transient users is the simulator's own.",
			"403_transient", "403", "401"),
	}
}
