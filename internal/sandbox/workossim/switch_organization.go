// SPDX-License-Identifier: MPL-2.0

package workossim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of organizations, portal links and events.
const (
	SwitchDomainInUse               = "domain_in_use"
	SwitchDomainDataResent          = "domain_data_resent"
	SwitchOrganizationDelete        = "organization_delete"
	SwitchOrderNormal               = "order_normal"
	SwitchPortalUnknownOrganization = "portal_unknown_organization"
	SwitchPortalInsecureURL         = "portal_insecure_url"
	SwitchPortalDefaultReturnURL    = "portal_default_return_url"
	SwitchEventsParameter           = "events_parameter"
	SwitchEventsWithoutRange        = "events_without_range"
)

func organizationSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("2.1", SwitchDomainInUse,
			"Whether a new organization may declare a domain that another one has, or conflicts as in 2020.",
			"allowed", "409"),
		unknown("2", SwitchDomainDataResent,
			"What domain_data does to a domain that waits for its record when it is sent again as pending.",
			"keeps_token", "becomes_manual"),
		unknown("2", SwitchOrganizationDelete,
			"How deleting an organization is answered; 202 comes with a text body.",
			"202", "200"),
		unknown("11", SwitchOrderNormal,
			"Whether the order normal reverses the cursors, as documented, or is desc by another name.",
			"reversed_cursors", "like_desc"),
		unknown("3", SwitchPortalUnknownOrganization,
			"The status for a portal link to an organization that the key does not see.",
			"404", "400"),
		unknown("3", SwitchPortalInsecureURL,
			"The status for a return or success URL that is not https.",
			"422", "400"),
		unknown("3", SwitchPortalDefaultReturnURL,
			"Whether the environment has a default return URL; without one return_url must be sent.",
			"configured", "missing"),
		unknown("4", SwitchEventsParameter,
			"Whether the list of events must be told which ones, as its documented 422 has it.",
			"required", "optional"),
		unknown("4", SwitchEventsWithoutRange,
			"Which events are listed without a range: those of thirty days, or all that are kept.",
			"last_30_days", "all_kept"),
	}
}
