// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of unclaimDomain and unverifyDomain.
const (
	SwitchUnclaimOfUnclaimed         = "unclaim_of_unclaimed"
	SwitchUnclaimEncoding            = "unclaim_encoding"
	SwitchUnverifyPendingWithoutFlag = "unverify_pending_without_flag"
	SwitchUnverifyVerifiedWithFlag   = "unverify_verified_with_flag"
	SwitchUnverifyReserved           = "unverify_reserved"
)

func releaseSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.5", SwitchUnclaimOfUnclaimed,
			"How unclaiming a domain that is not claimed is answered.",
			"400", "404", "204"),
		unknown("1.5", SwitchUnclaimEncoding,
			"How the domain is to be written in the body of unclaim; the documents contradict each other.",
			"plain", "base64", "either"),
		unknown("1.4", SwitchUnverifyPendingWithoutFlag,
			"What unverify without removePending does to a domain that is only pending.",
			"200_no_effect", "404", "400", "removes"),
		unknown("1.4", SwitchUnverifyVerifiedWithFlag,
			"What unverify with removePending does to the verification of a domain.",
			"removes", "200_no_effect", "400", "404"),
		unknown("5", SwitchUnverifyReserved,
			"How unverify of a reserved domain is answered (government only).",
			"400", "200"),
	}
}
