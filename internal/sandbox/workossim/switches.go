// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding a domain.
	SwitchMalformedDomain = "malformed_domain"
	SwitchConsumerDomain  = "consumer_domain"
	SwitchDomainSpelling  = "domain_spelling"
	SwitchDomainCap       = "domain_cap"
	SwitchVerifyOfManual  = "verify_of_manual"
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
	SwitchTokenOfVerified    = "token_of_verified"
	SwitchPendingState       = "pending_state"
	// Switches of portal links and events.
	SwitchPortalUnknownOrganization = "portal_unknown_organization"
	SwitchPortalDefaultReturnURL    = "portal_default_return_url"
	SwitchEventsWithoutRange        = "events_without_range"
	// Switches of everything around the operations.
	SwitchIdempotency = "idempotency"
	SwitchRetryAfter  = "retry_after"
)

// switches are the unknowns that matter to the adapter, by name, section, values and
// question. The first value is the default: the documented or most likely one.
//
// What deleting a verified domain does to a domain policy is unknown too, but has no
// switch: no call shows policies.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchMalformedDomain, "1.1", "422 400", "The status for a domain that is none."),
		unknown(SwitchConsumerDomain, "2.1", "422 400", "The status for a domain of a public mail service."),
		unknown(SwitchDomainSpelling, "11", "canonical kept refused", "What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused."),
		unknown(SwitchDomainCap, "11", "none 100", "How many domains an organization may have."),
		unknown(SwitchVerifyOfManual, "1.3", "issues_token stays_manual 422", "What verify does to a pending manual domain: give it a token and look for the record, nothing, or refuse."),
		unknown(SwitchPollInterval, "1.3", "60 0 5 600", "How many seconds pass between two checks of a pending domain; 0 is a check with every request."),
		unknown(SwitchPollBegins, "1.3", "at_creation at_verify", "Whether the poller looks for the record of a new domain by itself, or only once verify was called."),
		unknown(SwitchVerifyLooks, "1.3", "with_the_next_poll immediately", "Whether verify makes the poller check at once; its own response is pending either way."),
		unknown(SwitchRestartToken, "1.3", "same new_token new_token_and_prefix", "What a failed domain must publish after verify restarted it."),
		unknown(SwitchRestartClock, "1.3", "begins_anew runs_on", "Whether a restart gives a failed domain thirty new days, or the time that was left."),
		unknown(SwitchVerifiedElsewhere, "2.1", "pending_fails pending_stays one_organization_only", "What a verification does to the same name in other organizations: fail those pending at that moment, nothing, or fail those whose record is found later, too."),
		unknown(SwitchRecheckOfVerified, "1.3", "never fails_without_record", "Whether the record of a verified domain must stay."),
		unknown(SwitchEventLag, "1.3", "0 65", "How many seconds events come after the change that they report."),
		unknown(SwitchVerificationPrefix, "1.4", "present absent null", "Whether new domains get a prefix of their own, or the environment has none, shown as no field or as null."),
		unknown(SwitchTokenOfVerified, "1.2", "shown hidden", "Whether a verified domain still shows its token and prefix, which are optional: as seen, or neither."),
		unknown(SwitchPendingState, "1.3", "pending unverified absent null checking", "How the optional state of a pending domain is shown: as documented, with the value that was never seen, not at all, or with a value from the future."),
		unknown(SwitchPortalUnknownOrganization, "3", "404 400", "The status for a portal link to an organization that the key does not see."),
		unknown(SwitchPortalDefaultReturnURL, "3", "configured missing", "Whether the environment has a default return URL; without one return_url must be sent."),
		unknown(SwitchEventsWithoutRange, "4", "last_30_days all_kept", "Which events are listed without a range: those of thirty days, or all that are kept."),
		unknown(SwitchIdempotency, "5", "honoured ignored", "Whether Idempotency-Key counts."),
		unknown(SwitchRetryAfter, "5", "seconds http_date absent", "The form of Retry-After with 429."),
	}
}
