// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of verifying.
const (
	SwitchVerifyURL        = "verify_url"
	SwitchVerifyOfVerified = "verify_of_verified"
	SwitchMismatchCode     = "mismatch_code"
	SwitchFoundRecords     = "found_records"
	SwitchRecordSuffix     = "record_suffix"
	SwitchFileScheme       = "file_scheme"
	SwitchFileRedirect     = "file_redirect"
	SwitchFileSpace        = "file_white_space"
)

func verifySwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.5", SwitchVerifyURL,
			"Which URLs take verify modes: both, the bare one of the domain, or the one that ends in /verifyDomain.",
			"both", "bare", "suffix"),
		unknown("1.5", SwitchVerifyOfVerified,
			"Whether verifying a verified domain is refused as DOMAIN_ALREADY_VERIFIED, or a success.",
			"400", "200"),
		unknown("1.5", SwitchMismatchCode,
			"The code for a record or file with a wrong value: that of a missing one, or one of its own.",
			"like_missing", "own_code"),
		unknown("1.5", SwitchFoundRecords,
			"What the list of found records in a failure consists of.",
			"strings", "objects", "nothing"),
		unknown("3", SwitchRecordSuffix,
			"Whether records must name the data center of the organization.",
			"checked", "ignored"),
		unknown("3", SwitchFileScheme,
			"By which scheme the file is fetched first; the other one follows when that fails.",
			"http_first", "https_first"),
		unknown("3", SwitchFileRedirect,
			"Whether fetching the file follows redirects.",
			"followed", "not_followed"),
		unknown("3", SwitchFileSpace,
			"Whether white space around the code in the file, such as the line end of an editor, is ignored, or makes it another content.",
			"ignored", "counts"),
	}
}
