// SPDX-License-Identifier: MPL-2.0

package zohosim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of adding, reading and deleting a domain.
const (
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
)

func domainSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.1", SwitchAddStatus,
			"The HTTP status of adding a domain.",
			"201", "200"),
		unknown("1.1", SwitchAddEnvelope,
			"The envelope's code of adding a domain.",
			"201", "200"),
		unknown("1.1", SwitchDuplicateDomain,
			"The status for adding a domain that the organization has.",
			"400", "500", "409"),
		unknown("1.1", SwitchForeignDomain,
			"The status for adding, or verifying, a domain that another organization has verified.",
			"400", "500", "409"),
		unknown("1.1", SwitchDomainLimit,
			"The status for adding more domains than an organization may have.",
			"400", "500", "403"),
		unknown("1.1", SwitchMalformedDomain,
			"The status for adding a name that is no domain.",
			"400", "500"),
		unknown("1.4", SwitchDomainSpelling,
			"What becomes of capitals, a trailing dot and Unicode: stored as lower-case A-labels, stored as sent, or refused.",
			"canonical", "kept", "refused"),
		unknown("1.3", SwitchUnknownDomain,
			"The answer to reading, changing or deleting a domain that the organization does not have: that status, or 404 in the envelope of a 200.",
			"404", "404_in_200", "400", "500"),
		unknown("1.7", SwitchDeleteOfPrimary,
			"Whether the organization's primary domain can be deleted, or the status that says no.",
			"allowed", "400"),
		unknown("1.7", SwitchDeleteInUse,
			"The status for deleting a domain that users have addresses in.",
			"400", "500", "409"),
		unknown("2", SwitchDeleteAnswer,
			"Whether the success of deleting has an envelope, as documented, or no body, as clients tolerate.",
			"envelope", "no_body"),
	}
}
