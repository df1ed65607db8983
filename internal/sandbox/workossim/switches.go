// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding a domain.
	SwitchUnknownOrganization = "unknown_organization"
	SwitchMalformedDomain     = "malformed_domain"
	SwitchConsumerDomain      = "consumer_domain"
	SwitchDomainSpelling      = "domain_spelling"
	SwitchUnknownFields       = "unknown_fields"
	SwitchDomainCap           = "domain_cap"
	SwitchVerifyOfManual      = "verify_of_manual"
	// Switches of the background verification.
	SwitchPollInterval      = "poll_interval_seconds"
	SwitchPollBegins        = "poll_begins"
	SwitchVerifyLooks       = "verify_looks"
	SwitchRestartToken      = "restart_token"
	SwitchRestartClock      = "restart_clock"
	SwitchVerifiedElsewhere = "verified_elsewhere"
	SwitchRecheckOfVerified = "recheck_of_verified"
	SwitchEventLag          = "event_lag_seconds"
	// Switches of how a domain is shown.
	SwitchVerificationPrefix = "verification_prefix"
	SwitchMissingToken       = "missing_token"
	SwitchTokenOfVerified    = "token_of_verified"
	SwitchPendingState       = "pending_state"
	SwitchRecentFields       = "recent_fields"
	// Switches of organizations, portal links and events.
	SwitchDomainInUse               = "domain_in_use"
	SwitchDomainDataResent          = "domain_data_resent"
	SwitchOrganizationDelete        = "organization_delete"
	SwitchOrderNormal               = "order_normal"
	SwitchPortalUnknownOrganization = "portal_unknown_organization"
	SwitchPortalInsecureURL         = "portal_insecure_url"
	SwitchPortalDefaultReturnURL    = "portal_default_return_url"
	SwitchEventsParameter           = "events_parameter"
	SwitchEventsWithoutRange        = "events_without_range"
	// Switches of everything around the operations.
	SwitchErrorBody        = "error_body"
	SwitchIdempotency      = "idempotency"
	SwitchRetryAfter       = "retry_after"
	SwitchRateLimitHeaders = "rate_limit_headers"
)

// switches lists every unknown, grouped by what it is about. The first allowed
// value of each is its default: the documented or most likely one.
//
// What deleting a verified domain does to a domain policy is unknown too, but has no
// switch: no call shows policies.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown("5", SwitchUnknownOrganization, "The status for adding a domain to an organization that the key does not see.",
			"404", "422", "400"),
		unknown("1.1", SwitchMalformedDomain, "The status for a domain that is none.",
			"422", "400"),
		unknown("2.1", SwitchConsumerDomain, "The status for a domain of a public mail service.",
			"422", "400"),
		unknown("11", SwitchDomainSpelling, "What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused.",
			"canonical", "kept", "refused"),
		unknown("1.1", SwitchUnknownFields, "The status for a field that the description of a request does not have, or that it is ignored.",
			"422", "400", "ignored"),
		unknown("11", SwitchDomainCap, "How many domains an organization may have.",
			"none", "100"),
		unknown("1.3", SwitchVerifyOfManual, "What verify does to a pending manual domain: give it a token and look for the record, nothing, or refuse.",
			"issues_token", "stays_manual", "422"),
		unknown("1.3", SwitchPollInterval, "How many seconds pass between two checks of a pending domain; 0 is a check with every request.",
			"60", "0", "5", "600"),
		unknown("1.3", SwitchPollBegins, "Whether the poller looks for the record of a new domain by itself, or only once verify was called.",
			"at_creation", "at_verify"),
		unknown("1.3", SwitchVerifyLooks, "Whether verify makes the poller check at once; its own response is pending either way.",
			"with_the_next_poll", "immediately"),
		unknown("1.3", SwitchRestartToken, "What a failed domain must publish after verify restarted it.",
			"same", "new_token", "new_token_and_prefix"),
		unknown("1.3", SwitchRestartClock, "Whether a restart gives a failed domain thirty new days, or the time that was left.",
			"begins_anew", "runs_on"),
		unknown("2.1", SwitchVerifiedElsewhere, "What a verification does to the same name in other organizations: fail those pending at that moment, nothing, or fail those whose record is found later, too.",
			"pending_fails", "pending_stays", "one_organization_only"),
		unknown("1.3", SwitchRecheckOfVerified, "Whether the record of a verified domain must stay.",
			"never", "fails_without_record"),
		unknown("1.3", SwitchEventLag, "How many seconds events come after the change that they report.",
			"0", "65"),
		unknown("1.4", SwitchVerificationPrefix, "Whether new domains get a prefix of their own, or the environment has none, shown as no field or as null.",
			"present", "absent", "null"),
		unknown("1.2", SwitchMissingToken, "How a domain without a token shows that: null once it is verified and no field before, as seen, or always one of the two.",
			"null_when_verified", "absent", "null"),
		unknown("1.2", SwitchTokenOfVerified, "Whether a verified domain still shows its token and prefix, which are optional: as seen, or neither.",
			"shown", "hidden"),
		unknown("1.3", SwitchPendingState, "How the optional state of a pending domain is shown: as documented, with the value that was never seen, not at all, or with a value from the future.",
			"pending", "unverified", "absent", "null", "checking"),
		unknown("1.2", SwitchRecentFields, "Whether a domain has the fields that answers of 2024 lacked: organization_id, the strategy and both times.",
			"present", "absent"),
		unknown("2.1", SwitchDomainInUse, "Whether a new organization may declare a domain that another one has, or conflicts as in 2020.",
			"allowed", "409"),
		unknown("2", SwitchDomainDataResent, "What domain_data does to a domain that waits for its record when it is sent again as pending.",
			"keeps_token", "becomes_manual"),
		unknown("2", SwitchOrganizationDelete, "How deleting an organization is answered; 202 comes with a text body.",
			"202", "200"),
		unknown("11", SwitchOrderNormal, "Whether the order normal reverses the cursors, as documented, or is desc by another name.",
			"reversed_cursors", "like_desc"),
		unknown("3", SwitchPortalUnknownOrganization, "The status for a portal link to an organization that the key does not see.",
			"404", "400"),
		unknown("3", SwitchPortalInsecureURL, "The status for a return or success URL that is not https.",
			"422", "400"),
		unknown("3", SwitchPortalDefaultReturnURL, "Whether the environment has a default return URL; without one return_url must be sent.",
			"configured", "missing"),
		unknown("4", SwitchEventsParameter, "Whether the list of events requires the parameter events, as its documented 422 has it.",
			"required", "optional"),
		unknown("4", SwitchEventsWithoutRange, "Which events are listed without a range: those of thirty days, or all that are kept.",
			"last_30_days", "all_kept"),
		unknown("5", SwitchErrorBody, "The shape of error bodies that the description does not declare: message with errors as objects, message with code, "+
			"errors as strings, a status phrase, the shape of OAuth, or text.",
			"message", "code", "error_strings", "error_phrase", "error_description", "plain_text"),
		unknown("5", SwitchIdempotency, "Whether Idempotency-Key counts beyond the creation of organizations, where it is proven.",
			"honoured", "ignored"),
		unknown("5", SwitchRetryAfter, "The form of Retry-After with 429.",
			"seconds", "http_date", "absent"),
		unknown("5", SwitchRateLimitHeaders, "Whether every response shows the rate limit and what is left of it.",
			"absent", "present"),
	}
}
