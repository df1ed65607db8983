// SPDX-License-Identifier: MPL-2.0

package googlesim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Names of the switches.
const (
	SwitchUnowned         = "unowned"
	SwitchErrorEnvelope   = "error_envelope"
	SwitchIDForm          = "id_form"
	SwitchDoubleEncodedID = "double_encoded_id"
	SwitchEmptyList       = "empty_list"
	SwitchTokenStability  = "token_stability"
	SwitchCNAMETokenForm  = "cname_token_form"
	SwitchInsertVerified  = "insert_when_verified"
	SwitchDeleteLooksAt   = "delete_looks_at"
	SwitchSecondDelete    = "second_delete"
	SwitchRecheck         = "recheck"
	SwitchIdentifierCheck = "identifier_check"
	SwitchQuotaError      = "quota_error"
	SwitchBackendTrouble  = "missing_record_after_backend_trouble"
	SwitchQuotaProject    = "user_credentials_need_quota_project"
)

// switches are the unknowns of wire/google.md 8. The first value of each is its default:
// the documented or most likely one.
func switches() []simhttp.Switch {
	unknown := simhttp.NewSwitch
	return []simhttp.Switch{
		unknown(SwitchUnowned, "6", "403 404", "The answer to a name that the caller does not own."),
		unknown(SwitchErrorEnvelope, "6", "errors status_details status_only", "The members of an error: errors, status and details beside them, or these alone."),
		unknown(SwitchIDForm, "1.2", "encoded plain", "Whether an id in an answer is percent-encoded."),
		unknown(SwitchDoubleEncodedID, "1.2", "400 404 accepted", "The answer to an id that was encoded twice."),
		unknown(SwitchEmptyList, "1.1", "no_items empty_items", "Whether an empty list has the member items."),
		unknown(SwitchTokenStability, "1.3", "stable new_after_delete new_each_time", "When a token changes."),
		unknown(SwitchCNAMETokenForm, "5", "space dot_suffix target_only", "The form of a CNAME token: label and target, the same with a final dot, or the target alone."),
		unknown(SwitchInsertVerified, "1.4", "200 needs_record", "Whether inserting a name again that the caller owns needs the record."),
		unknown(SwitchDeleteLooksAt, "1.6", "cached_dns never", "Whether delete looks for the records of the caller."),
		unknown(SwitchSecondDelete, "1.6", "unowned 204", "The answer to deleting a name that the caller does not own."),
		unknown(SwitchRecheck, "1.6", "never drops_owner", "Whether an owner whose record is gone for days is dropped."),
		unknown(SwitchIdentifierCheck, "1.2", "none 400", "Whether an identifier that is no domain is refused."),
		unknown(SwitchQuotaError, "6", "403_daily 403_rate 429", "The error of an exhausted quota."),
		unknown(SwitchBackendTrouble, "6", "400 503", "The status of an insert that does not find the record."),
		unknown(SwitchQuotaProject, "2", "yes no", "Whether calls of a person have to name a quota project."),
	}
}
