// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding, reading and deleting a domain.
	SwitchDuplicateDomain = "duplicate_domain"
	SwitchForeignDomain   = "foreign_domain"
	SwitchDomainLimit     = "domain_limit"
	SwitchMalformedDomain = "malformed_domain"
	SwitchDomainSpelling  = "domain_spelling"
	SwitchUnknownDomain   = "unknown_domain"
	SwitchDeleteOfPrimary = "delete_of_primary"
	SwitchDeleteInUse     = "delete_of_domain_in_use"
	// Switches of how domains are shown.
	SwitchEmptyList       = "empty_list"
	SwitchCodesOfVerified = "codes_of_verified"
	SwitchHTMLCode        = "html_code"
	SwitchExpiredField    = "expired_field"
	// Switches of verifying.
	SwitchVerifyURL        = "verify_url"
	SwitchVerifyOfVerified = "verify_of_verified"
	SwitchMismatchCode     = "mismatch_code"
	SwitchFoundRecords     = "found_records"
	// Switches of everything around the operations.
	SwitchMissingScope     = "missing_scope"
	SwitchNotAdministrator = "not_administrator"
	SwitchThrottleAnswer   = "throttle_answer"
	SwitchThrottleLock     = "throttle_lock"
	// Switches of the token endpoint.
	SwitchTokenErrorStatus   = "token_error_status"
	SwitchTokenLock          = "token_lock"
	SwitchWrongClientSecret  = "wrong_client_secret"
	SwitchForeignCredentials = "foreign_credentials"
)

// switches are the unknowns that matter to the adapter, by name, section, values and
// question. The first value is the default: the documented or most likely one.
//
// What verifying MX, SPF and DKIM answers is unknown too, but has no switch: no domain
// verification needs it, and the sandbox does not have those modes.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchDuplicateDomain, "1.1", "400 500 409", "The status for adding a domain that the organization has."),
		unknown(SwitchForeignDomain, "1.1", "400 500 409", "The status for adding, or verifying, a domain that another organization has verified."),
		unknown(SwitchDomainLimit, "1.1", "400 500 403", "The status for adding more domains than an organization may have."),
		unknown(SwitchMalformedDomain, "1.1", "400 500", "The status for adding a name that is no domain."),
		unknown(SwitchDomainSpelling, "1.4", "canonical kept refused", "What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused."),
		unknown(SwitchUnknownDomain, "1.3", "404 404_in_200 400 500", "The answer to reading, changing or deleting a domain that the organization does not have: that status, or 404 in the envelope of a 200."),
		unknown(SwitchDeleteOfPrimary, "1.7", "allowed 400", "Whether the organization's primary domain can be deleted, or the status of the refusal."),
		unknown(SwitchDeleteInUse, "1.7", "400 500 409", "The status for deleting a domain that users have addresses in."),
		unknown(SwitchEmptyList, "1.2", "empty_list empty_data no_data null", "How an organization without domains is listed: an empty list, an empty object data, no data, or domainVO null."),
		unknown(SwitchCodesOfVerified, "1.4", "present null absent", "Whether a verified domain still shows its codes."),
		unknown(SwitchHTMLCode, "1.1", "same_digits 13_digits", "Whether the HTML code has the digits of the CNAME code, or 13 of its own as in older samples."),
		unknown(SwitchExpiredField, "1.4", "absent present", "Whether a domain has isExpired, true after its registration expired."),
		unknown(SwitchVerifyURL, "1.5", "both bare suffix", "Which URLs take verify modes: both, the bare one of the domain, or the one that ends in /verifyDomain."),
		unknown(SwitchVerifyOfVerified, "1.5", "400 200", "Whether verifying a verified domain is refused as DOMAIN_ALREADY_VERIFIED, or a success."),
		unknown(SwitchMismatchCode, "1.5", "like_missing own_code", "The code for a record or file with a wrong value: that of a missing one, or one of its own."),
		unknown(SwitchFoundRecords, "1.5", "strings objects nothing", "What the list of found records in a failure consists of."),
		unknown(SwitchMissingScope, "2", "401 400 403 404 url_rule", "The status of INVALID_OAUTHSCOPE, or that a missing scope looks like a wrong path, as in other Zoho products."),
		unknown(SwitchNotAdministrator, "2", "401 400 403", "The status of \"Invalid Access\" for a user who is not the organization's administrator."),
		unknown(SwitchThrottleAnswer, "5", "429_retry_after 429 400_title 200_error", "The answer to a throttled call: 429 with or without Retry-After, or as in sister products 400 with a title, or an error object in a 200."),
		unknown(SwitchThrottleLock, "5", "fixed prolonged_by_calls", "Whether the lock has a fixed length, or calls made in it prolong it."),
		unknown(SwitchTokenErrorStatus, "4", "200 400", "The HTTP status of errors of the token endpoint, but for the throttle answer, which was seen with 400."),
		unknown(SwitchTokenLock, "4", "rest_of_window prolonged_by_tries", "Whether too many token requests block the rest of the ten minutes, as documented, or further tries prolong the block, as reported."),
		unknown(SwitchWrongClientSecret, "4", "invalid_client invalid_client_secret", "The error for a wrong client secret."),
		unknown(SwitchForeignCredentials, "4", "invalid_client foreign_token", "What the token endpoint does with credentials of another data center: refuse them as reported, or issue a token that Mail refuses."),
	}
}
