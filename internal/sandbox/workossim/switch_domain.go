// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of adding a domain.
const (
	SwitchUnknownOrganization = "unknown_organization"
	SwitchMalformedDomain     = "malformed_domain"
	SwitchConsumerDomain      = "consumer_domain"
	SwitchDomainSpelling      = "domain_spelling"
	SwitchUnknownFields       = "unknown_fields"
	SwitchDomainCap           = "domain_cap"
	SwitchVerifyOfManual      = "verify_of_manual"
)

func domainSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("5", SwitchUnknownOrganization,
			"The status for adding a domain to an organization that the key does not see.",
			"404", "422", "400"),
		unknown("1.1", SwitchMalformedDomain,
			"The status for a domain that is none.",
			"422", "400"),
		unknown("2.1", SwitchConsumerDomain,
			"The status for a domain of a public mail service.",
			"422", "400"),
		unknown("11", SwitchDomainSpelling,
			"What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused.",
			"canonical", "kept", "refused"),
		unknown("1.1", SwitchUnknownFields,
			"The status for a field that the description of a request does not have, or that it is ignored.",
			"422", "400", "ignored"),
		unknown("11", SwitchDomainCap,
			"How many domains an organization may have.",
			"none", "100"),
		unknown("1.3", SwitchVerifyOfManual,
			"What verify does to a pending manual domain: give it a token and look for the record, nothing, or refuse.",
			"issues_token", "stays_manual", "422"),
	}
}
