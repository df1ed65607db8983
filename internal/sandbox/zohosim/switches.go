// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding, reading and deleting a domain.
	SwitchAddStatus       = "add_http_status"
	SwitchAddEnvelope     = "add_envelope_code"
	SwitchDuplicateDomain = "duplicate_domain"
	SwitchForeignDomain   = "foreign_domain"
	SwitchDomainLimit     = "domain_limit"
	SwitchMalformedDomain = "malformed_domain"
	SwitchDomainSpelling  = "domain_spelling"
	SwitchUnknownDomain   = "unknown_domain"
	SwitchDeleteOfPrimary = "delete_of_primary"
	SwitchDeleteInUse     = "delete_of_domain_in_use"
	SwitchDeleteAnswer    = "delete_answer"
	// Switches of how domains are shown.
	SwitchListShape          = "list_shape"
	SwitchEmptyList          = "empty_list"
	SwitchDomainID           = "domain_id"
	SwitchVerificationStatus = "verification_status"
	SwitchCodesOfVerified    = "codes_of_verified"
	SwitchHTMLCode           = "html_code"
	SwitchTXTField           = "txt_field"
	SwitchExpiredField       = "expired_field"
	// Switches of verifying.
	SwitchVerifyURL        = "verify_url"
	SwitchVerifyOfVerified = "verify_of_verified"
	SwitchMismatchCode     = "mismatch_code"
	SwitchFoundRecords     = "found_records"
	SwitchRecordSuffix     = "record_suffix"
	SwitchFileScheme       = "file_scheme"
	SwitchFileRedirect     = "file_redirect"
	SwitchFileSpace        = "file_white_space"
	// Switches of everything around the operations.
	SwitchFailurePlace     = "failure_place"
	SwitchFailureStatus    = "failure_status"
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

// switches lists every unknown, grouped by what it is about. The first allowed
// value of each is its default: the documented or most likely one.
//
// What verifying MX, SPF and DKIM answers is unknown too, but has no switch: no domain
// verification needs it, and the sandbox does not have those modes.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown("1.1", SwitchAddStatus, "The HTTP status of adding a domain.",
			"201", "200"),
		unknown("1.1", SwitchAddEnvelope, "The envelope's code of adding a domain.",
			"201", "200"),
		unknown("1.1", SwitchDuplicateDomain, "The status for adding a domain that the organization has.",
			"400", "500", "409"),
		unknown("1.1", SwitchForeignDomain, "The status for adding, or verifying, a domain that another organization has verified.",
			"400", "500", "409"),
		unknown("1.1", SwitchDomainLimit, "The status for adding more domains than an organization may have.",
			"400", "500", "403"),
		unknown("1.1", SwitchMalformedDomain, "The status for adding a name that is no domain.",
			"400", "500"),
		unknown("1.4", SwitchDomainSpelling, "What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused.",
			"canonical", "kept", "refused"),
		unknown("1.3", SwitchUnknownDomain, "The answer to reading, changing or deleting a domain that the organization does not have: that status, or 404 in the envelope of a 200.",
			"404", "404_in_200", "400", "500"),
		unknown("1.7", SwitchDeleteOfPrimary, "Whether the organization's primary domain can be deleted, or the status of the refusal.",
			"allowed", "400"),
		unknown("1.7", SwitchDeleteInUse, "The status for deleting a domain that users have addresses in.",
			"400", "500", "409"),
		unknown("2", SwitchDeleteAnswer, "Whether the success of deleting has an envelope, as documented, or no body, as clients tolerate.",
			"envelope", "no_body"),
		unknown("1.2", SwitchListShape, "Where the list of domains is: domainVO as an array, domainVO as an object when there is one, data as an array, "+
			"data as an object when there is one, or another spelling.",
			"domainVO", "domainVO_single_object", "data_array", "data_single_object", "domainVOS"),
		unknown("1.2", SwitchEmptyList, "How an organization without domains is listed: an empty list, an empty object data, no data, or domainVO null.",
			"empty_list", "empty_data", "no_data", "null"),
		unknown("1.4", SwitchDomainID, "The type of domainId: string, number, a number above 2^53, or the field is absent.",
			"string", "number", "large_number", "absent"),
		unknown("1.4", SwitchVerificationStatus, "The type of verificationStatus.",
			"boolean", "string"),
		unknown("1.4", SwitchCodesOfVerified, "Whether a verified domain still shows its codes.",
			"present", "null", "absent"),
		unknown("1.1", SwitchHTMLCode, "Whether the HTML code has the digits of the CNAME code, or 13 of its own as in older samples.",
			"same_digits", "13_digits"),
		unknown("3", SwitchTXTField, "Whether a domain has a field with the ready TXT value, TXTVerificationCode.",
			"absent", "present"),
		unknown("1.4", SwitchExpiredField, "Whether a domain has isExpired, true after its registration expired.",
			"absent", "present"),
		unknown("1.5", SwitchVerifyURL, "Which URLs take verify modes: both, the bare one of the domain, or the one that ends in /verifyDomain.",
			"both", "bare", "suffix"),
		unknown("1.5", SwitchVerifyOfVerified, "Whether verifying a verified domain is refused as DOMAIN_ALREADY_VERIFIED, or a success.",
			"400", "200"),
		unknown("1.5", SwitchMismatchCode, "The code for a record or file with a wrong value: that of a missing one, or one of its own.",
			"like_missing", "own_code"),
		unknown("1.5", SwitchFoundRecords, "What the list of found records in a failure consists of.",
			"strings", "objects", "nothing"),
		unknown("3", SwitchRecordSuffix, "Whether records must name the data center of the organization.",
			"checked", "ignored"),
		unknown("3", SwitchFileScheme, "By which scheme the file is fetched first; the other one follows when that fails.",
			"http_first", "https_first"),
		unknown("3", SwitchFileRedirect, "Whether fetching the file follows redirects.",
			"followed", "not_followed"),
		unknown("3", SwitchFileSpace, "Whether white space around the code in the file, such as the line end of an editor, is ignored, or makes it another content.",
			"ignored", "counts"),
		unknown("1.5", SwitchFailurePlace, "Where the code or text of a failure is: for each kind where it was seen, always in one member of data, or in the status alone.",
			"as_seen", "data.errorCode", "data.moreInfo", "data.error", "status.description"),
		unknown("2", SwitchFailureStatus, "Whether HTTP status and envelope code of a failure agree, or one of them is 200.",
			"agree", "http_200", "envelope_200"),
		unknown("2", SwitchMissingScope, "The status of INVALID_OAUTHSCOPE, or that a missing scope looks like a wrong path, as in other Zoho products.",
			"401", "400", "403", "404", "url_rule"),
		unknown("2", SwitchNotAdministrator, "The status of \"Invalid Access\" for a user who is not the organization's administrator.",
			"401", "400", "403"),
		unknown("5", SwitchThrottleAnswer, "The answer to a throttled call: 429 with or without Retry-After, or as in sister products 400 with a title, or an error object in a 200.",
			"429_retry_after", "429", "400_title", "200_error"),
		unknown("5", SwitchThrottleLock, "Whether the lock has a fixed length, or calls made in it prolong it.",
			"fixed", "prolonged_by_calls"),
		unknown("4", SwitchTokenErrorStatus, "The HTTP status of errors of the token endpoint, but for the throttle answer, which was seen with 400.",
			"200", "400"),
		unknown("4", SwitchTokenLock, "Whether too many token requests block the rest of the ten minutes, as documented, or further tries prolong the block, as reported.",
			"rest_of_window", "prolonged_by_tries"),
		unknown("4", SwitchWrongClientSecret, "The error for a wrong client secret.",
			"invalid_client", "invalid_client_secret"),
		unknown("4", SwitchForeignCredentials, "What the token endpoint does with credentials of another data center: refuse them as reported, or issue a token that Mail refuses.",
			"invalid_client", "foreign_token"),
	}
}
