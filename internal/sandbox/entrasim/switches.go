// SPDX-License-Identifier: MPL-2.0

package entrasim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding and reading a domain.
	SwitchForeignDomainOnAdd = "foreign_domain_on_add"
	SwitchAddVisibleAfter    = "add_visible_after"
	SwitchListLag            = "list_lag"
	SwitchReaddAfterDelete   = "readd_after_delete"
	SwitchListPageSize       = "list_page_size"
	// Switches of the record.
	SwitchRecordsOfVerified = "records_of_verified"
	SwitchTokenOnReadd      = "token_on_readd"
	// Switches of subdomains.
	SwitchSubdomainOfVerifiedRoot = "subdomain_of_verified_root"
	// Switches of verifying.
	SwitchFailedLookupKept     = "failed_lookup_kept"
	SwitchVerifyVisibleAfter   = "verify_visible_after"
	SwitchVerifyIsAsync        = "verify_is_async"
	SwitchForeignUnmanaged     = "foreign_unmanaged"
	SwitchTakeoverState        = "takeover_state"
	SwitchDiscoveryOfSubdomain = "discovery_of_subdomain"
	// Switches of deleting.
	SwitchDeleteGoneAfter = "delete_gone_after"
	SwitchForceDuration   = "force_duration"
	SwitchForceEnd        = "force_end"
	SwitchForceRefused    = "force_refused"
)

// switches lists every unknown that the adapter has to meet in its own way. The first
// value of each is its default: the documented or most likely one. Unknowns that differ in
// shape alone, or in what the provider does not send, are in italics in wire/entra.md 12.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchForeignDomainOnAdd, "1.2", "accepted domain_in_use", "Whether a domain that another tenant has verified can be added."),
		unknown(SwitchAddVisibleAfter, "7", "0s 20s 80s", "For how long reads of a new domain answer 404."),
		unknown(SwitchListLag, "7", "0s 30s 5m", "How far the list is behind reads by ID."),
		unknown(SwitchReaddAfterDelete, "7", "at_once conflict_30s", "Whether a domain can be added right after it was deleted."),
		unknown(SwitchListPageSize, "1.5", "all 100 2", "How many items a page of a list has."),
		unknown(SwitchRecordsOfVerified, "1.3", "shown empty not_found_404 bad_request_400", "The answer to reading the records of a verified domain."),
		unknown(SwitchTokenOnReadd, "3", "same new", "Whether a domain that is deleted and added again keeps its token."),
		unknown(SwitchSubdomainOfVerifiedRoot, "2", "born_verified needs_record", "Whether a subdomain of a verified root is verified at once, or not yet."),
		unknown(SwitchFailedLookupKept, "4", "1h 0s", "For how long verify holds an answer of DNS without the record."),
		unknown(SwitchVerifyVisibleAfter, "7", "0s 30s 80s", "For how long reads show a domain as unverified after verify has succeeded."),
		unknown(SwitchVerifyIsAsync, "3", "no scheduled", "Whether verify only schedules the verification, which takes a minute."),
		unknown(SwitchForeignUnmanaged, "9", "takeover_scheduled takeover_at_once domain_in_use_400", "What verify does with a name that an unmanaged tenant has."),
		unknown(SwitchTakeoverState, "9", "verification_state null", "What state shows while a takeover runs."),
		unknown(SwitchDiscoveryOfSubdomain, "9", "invalid_tenant roots_tenant", "What OpenID discovery answers for a name below a verified one."),
		unknown(SwitchDeleteGoneAfter, "7", "0s 30s 10m", "For how long reads show a deleted domain."),
		unknown(SwitchForceDuration, "10", "1m 24h", "How long a forced deletion takes."),
		unknown(SwitchForceEnd, "10", "gone failed", "How a forced deletion ends."),
		unknown(SwitchForceRefused, "10", "at_once_400 failed_later", "When a forced deletion that is not possible is refused."),
	}
}
