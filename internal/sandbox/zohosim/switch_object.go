// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of how domains are shown.
const (
	SwitchListShape          = "list_shape"
	SwitchEmptyList          = "empty_list"
	SwitchDomainID           = "domain_id"
	SwitchVerificationStatus = "verification_status"
	SwitchCodesOfVerified    = "codes_of_verified"
	SwitchHTMLCode           = "html_code"
	SwitchTXTField           = "txt_field"
	SwitchExpiredField       = "expired_field"
)

func objectSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.2", SwitchListShape,
			"Where the list of domains stands: domainVO as an array, domainVO as an object when there is one, data as an array, "+
				"data as an object when there is one, or another spelling.",
			"domainVO", "domainVO_single_object", "data_array", "data_single_object", "domainVOS"),
		unknown("1.2", SwitchEmptyList,
			"How an organization without domains is listed: an empty list, an empty object data, no data, or domainVO null.",
			"empty_list", "empty_data", "no_data", "null"),
		unknown("1.4", SwitchDomainID,
			"The type of domainId: string, number, a number above 2^53, or the field is absent.",
			"string", "number", "large_number", "absent"),
		unknown("1.4", SwitchVerificationStatus,
			"The type of verificationStatus.",
			"boolean", "string"),
		unknown("1.4", SwitchCodesOfVerified,
			"Whether a verified domain still shows its codes.",
			"present", "null", "absent"),
		unknown("1.1", SwitchHTMLCode,
			"Whether the HTML code has the digits of the CNAME code, or 13 of its own as in older samples.",
			"same_digits", "13_digits"),
		unknown("3", SwitchTXTField,
			"Whether a domain has a field with the ready TXT value, TXTVerificationCode.",
			"absent", "present"),
		unknown("1.4", SwitchExpiredField,
			"Whether a domain has isExpired, true after its registration expired.",
			"absent", "present"),
	}
}
