// SPDX-License-Identifier: MPL-2.0

package githubsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	SwitchAddExisting         = "add_existing"
	SwitchHeldElsewhere       = "domain_held_elsewhere"
	SwitchInherited           = "inherited_domains"
	SwitchDeleteUnknown       = "delete_unknown"
	SwitchDeleteRequired      = "delete_required_by_policy"
	SwitchRequired            = "required_by_policy"
	SwitchRenamedHostName     = "renamed_host_name"
	SwitchVerifyWithoutRecord = "verify_without_record"
	SwitchAfterVerification   = "after_verification"
	SwitchExpiredToken        = "expired_token"
	SwitchVerifyExpired       = "verify_expired_token"
	SwitchVerifyVerified      = "verify_verified"
	SwitchRegenerateUnexpired = "regenerate_unexpired"
	SwitchDomainsDenied       = "domains_denied"
	SwitchAppToken            = "app_token"
	SwitchSecondaryLimit      = "secondary_limit"
)

// switches lists every unknown that the adapter has to meet in its own way. The first
// value of each is its default: the documented or most likely one. Unknowns that differ in
// shape alone, or in what the provider does not send, are in italics in wire/github.md 8.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchAddExisting, "1.4", "error existing second_node", "What adding a domain does that the owner has: fail, return the domain as it is, or make a second one."),
		unknown(SwitchHeldElsewhere, "1.4", "allowed error", "Whether a domain that another organization has verified can be added and verified."),
		unknown(SwitchInherited, "1.5", "absent listed", "Whether the list of an organization also has the domains of its enterprise."),
		unknown(SwitchDeleteUnknown, "1.4", "not_found unprocessable success", "What deleting a domain does that does not exist."),
		unknown(SwitchDeleteRequired, "1.4", "deleted error", "Whether a domain can be deleted that a policy requires."),
		unknown(SwitchRequired, "1.3", "every last", "Which domains a policy requires: every verified or approved one, or the only one that is left."),
		unknown(SwitchRenamedHostName, "4", "kept new", "Whether a pending domain keeps the name of its record when the organization is renamed."),
		unknown(SwitchVerifyWithoutRecord, "1.4", "unverified_payload error error_with_domain", "How verify answers without a record: with the unverified domain, with an error, or with both."),
		unknown(SwitchAfterVerification, "1.3", "kept token_null all_null", "What a verified domain no longer shows: nothing, its token, or name, token and expiry."),
		unknown(SwitchExpiredToken, "1.3", "shown null rotated_on_read", "What a read shows of an expired token: the token, null, or a new one that it issues."),
		unknown(SwitchVerifyExpired, "1.4", "refused unverified_payload accepted", "How verify answers for an expired token: with an error, as without a record, or as if it had not expired."),
		unknown(SwitchVerifyVerified, "1.4", "verified_payload error", "How verify answers for a verified domain."),
		unknown(SwitchRegenerateUnexpired, "1.4", "new_token same_token", "Whether regenerating replaces a token that has not expired."),
		unknown(SwitchDomainsDenied, "2", "error null", "How domains are denied to who may not see them: by an error, or by null without one."),
		unknown(SwitchAppToken, "2", "forbidden works", "Whether installation tokens of Apps reach the domains of organizations."),
		unknown(SwitchSecondaryLimit, "6", "403_retry_after 200_errors 403_plain", "The answer of the secondary limit."),
	}
}
