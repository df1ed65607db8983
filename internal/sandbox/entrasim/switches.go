// SPDX-License-Identifier: MPL-2.0

package entrasim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	// Switches of adding and reading a domain.
	SwitchDuplicateDomain    = "duplicate_domain"
	SwitchForeignDomainOnAdd = "foreign_domain_on_add"
	SwitchProtectedSuffix    = "protected_suffix"
	SwitchAddVisibleAfter    = "add_visible_after"
	SwitchListLag            = "list_lag"
	SwitchReaddAfterDelete   = "readd_after_delete"
	SwitchListPageSize       = "list_page_size"
	// Switches of the record.
	SwitchRecordSet         = "record_set"
	SwitchRecordsOfVerified = "records_of_verified"
	SwitchTokenOnReadd      = "token_on_readd"
	SwitchTokenWhilePending = "token_while_pending"
	// Switches of subdomains.
	SwitchSubdomainOfVerifiedRoot = "subdomain_of_verified_root"
	SwitchSubdomainOfPendingRoot  = "subdomain_of_pending_root"
	SwitchChildWhenRootVerifies   = "child_when_root_verifies"
	SwitchSubdomainOfFederated    = "subdomain_of_federated"
	// Switches of verifying.
	SwitchMissingRecord        = "missing_record"
	SwitchFailedLookupKept     = "failed_lookup_kept"
	SwitchVerifyOfVerified     = "verify_of_verified"
	SwitchVerifyVisibleAfter   = "verify_visible_after"
	SwitchVerifyIsAsync        = "verify_is_async"
	SwitchForeignActive        = "foreign_active"
	SwitchForeignUnmanaged     = "foreign_unmanaged"
	SwitchForceTakeover        = "force_takeover"
	SwitchTakeoverState        = "takeover_state"
	SwitchDiscoveryOfSubdomain = "discovery_of_subdomain"
	// Switches of deleting.
	SwitchDeleteInUse     = "delete_in_use"
	SwitchDeleteParent    = "delete_parent"
	SwitchDeleteUnknown   = "delete_unknown"
	SwitchDeleteGoneAfter = "delete_gone_after"
	SwitchForceDuration   = "force_duration"
	SwitchForceEnd        = "force_end"
	SwitchForceRefused    = "force_refused"
	SwitchReferencesLag   = "references_lag"
	// Switches of access.
	SwitchMissingPermission = "missing_permission"
	SwitchTokenErrorStatus  = "token_error_status"
	SwitchThrottleAnswer    = "throttle_answer"
)

// switches lists every unknown that the adapter has to meet in its own way. The first
// value of each is its default: the documented or most likely one. Unknowns that differ in
// shape alone, or in what the provider does not send, are in italics in wire/entra.md 12.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchDuplicateDomain, "1.2", "object_conflict_400 conflict_409 created_again_201", "The answer to adding a domain that the tenant has."),
		unknown(SwitchForeignDomainOnAdd, "1.2", "accepted domain_in_use", "Whether a domain that another tenant has verified can be added."),
		unknown(SwitchProtectedSuffix, "1.2", "server_error_500 bad_request_400", "The answer to adding a name of Microsoft's own."),
		unknown(SwitchAddVisibleAfter, "7", "0s 20s 80s", "For how long reads of a new domain answer 404."),
		unknown(SwitchListLag, "7", "0s 30s 5m", "How far the list is behind reads by ID."),
		unknown(SwitchReaddAfterDelete, "7", "at_once conflict_30s", "Whether a domain can be added right after it was deleted."),
		unknown(SwitchListPageSize, "1.5", "all 100 2", "How many items a page of a list has."),
		unknown(SwitchRecordSet, "1.3", "mx_then_txt txt_then_mx txt_only", "Which records are shown, in which order."),
		unknown(SwitchRecordsOfVerified, "1.3", "shown empty not_found_404 bad_request_400", "The answer to reading the records of a verified domain."),
		unknown(SwitchTokenOnReadd, "3", "same new", "Whether a domain that is deleted and added again keeps its token."),
		unknown(SwitchTokenWhilePending, "1.3", "stable changes_daily", "Whether the token of a pending domain changes."),
		unknown(SwitchSubdomainOfVerifiedRoot, "2", "born_verified needs_record", "Whether a subdomain of a verified root is verified at once, or not yet."),
		unknown(SwitchSubdomainOfPendingRoot, "2", "needs_record refused", "Whether a subdomain can be added while its root is pending."),
		unknown(SwitchChildWhenRootVerifies, "2", "stays_pending becomes_verified", "What becomes of a pending subdomain when its root is verified."),
		unknown(SwitchSubdomainOfFederated, "2", "invalid_values_400 inherits", "Whether a subdomain of a federated root is refused, or federated as well."),
		unknown(SwitchMissingRecord, "11", "dns_verification_400 bare_400 dns_verification_500 unverified_200", "How verify answers without a record."),
		unknown(SwitchFailedLookupKept, "4", "1h 0s", "For how long verify holds an answer of DNS without the record."),
		unknown(SwitchVerifyOfVerified, "11", "already_verified_400 ok_200 already_verified_409", "How verify answers for a verified domain."),
		unknown(SwitchVerifyVisibleAfter, "7", "0s 30s 80s", "For how long reads show a domain as unverified after verify has succeeded."),
		unknown(SwitchVerifyIsAsync, "3", "no scheduled", "Whether verify only schedules the verification, which takes a minute."),
		unknown(SwitchForeignActive, "9", "domain_in_use_400 no_details_400 conflict_409", "How verify answers for a name that a managed tenant has."),
		unknown(SwitchForeignUnmanaged, "9", "takeover_scheduled takeover_at_once domain_in_use_400", "What verify does with a name that an unmanaged tenant has."),
		unknown(SwitchForceTakeover, "9", "scheduled at_once unknown_parameter_400", "What verify does when forceTakeover is true."),
		unknown(SwitchTakeoverState, "9", "verification_state null", "What state shows while a takeover runs."),
		unknown(SwitchDiscoveryOfSubdomain, "9", "invalid_tenant roots_tenant", "What OpenID discovery answers for a name below a verified one."),
		unknown(SwitchDeleteInUse, "10", "object_in_use_400 no_details_400", "The refusal to delete a domain that objects use."),
		unknown(SwitchDeleteParent, "10", "no_details_400 object_in_use_400", "The refusal to delete a domain that has subdomains."),
		unknown(SwitchDeleteUnknown, "10", "not_found_404 no_content_204", "The answer to deleting a domain that does not exist."),
		unknown(SwitchDeleteGoneAfter, "7", "0s 30s 10m", "For how long reads show a deleted domain."),
		unknown(SwitchForceDuration, "10", "1m 24h", "How long a forced deletion takes."),
		unknown(SwitchForceEnd, "10", "gone failed", "How a forced deletion ends."),
		unknown(SwitchForceRefused, "10", "at_once_400 failed_later", "When a forced deletion that is not possible is refused."),
		unknown(SwitchReferencesLag, "10", "0s 5m", "How far the list of references is behind."),
		unknown(SwitchMissingPermission, "6", "denied_403 denied_401", "The status for a missing permission."),
		unknown(SwitchTokenErrorStatus, "5", "401 400", "The status of the token endpoint for wrong credentials."),
		unknown(SwitchThrottleAnswer, "11", "retry_after_429 bare_429 retry_after_503", "The answer to a throttled call."),
	}
}
