// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of everything around the actions: reading, routing, authorization, errors.
const (
	SwitchOrganizationReadDomains = "organization_read_domains"
	SwitchOrganizationReadLag     = "organization_read_lag"
	SwitchErrorBody               = "error_body"
	SwitchMissingScope            = "missing_scope"
	SwitchServiceAppRole          = "service_app_role"
	SwitchRefreshTokenRotation    = "refresh_token_rotation"
	SwitchWrongOrganization       = "wrong_org"
	SwitchBase64Organization      = "base64_org_id"
	SwitchPathWithoutVersion      = "path_without_v1"
	SwitchLockedOut               = "locked_out_administrator"
)

func frameSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("2.2", SwitchOrganizationReadDomains,
			"Whether the organization read carries the undocumented domain lists, and empty ones too.",
			"absent", "present", "present_with_missing_empty_arrays", "enforcement_only"),
		unknown("2.2", SwitchOrganizationReadLag,
			"How many seconds the organization read is behind.",
			"0", "30", "600"),
		unknown("4.3", SwitchErrorBody,
			"The shape of error bodies of the identity endpoints.",
			"message_errors", "scim", "control_hub", "plain_text", "empty"),
		unknown("4.3", SwitchMissingScope,
			"The status for a token that lacks the scope; 401 was seen, 403 is documented.",
			"401", "403"),
		unknown("4.1", SwitchServiceAppRole,
			"Whether a service app's machine account passes as a full administrator.",
			"accepted", "403"),
		unknown("4.1", SwitchRefreshTokenRotation,
			"Whether a refresh returns the same refresh token, or a new one that ends the old.",
			"same", "rotates"),
		unknown("4.4", SwitchWrongOrganization,
			"The status for an organization that is not the caller's.",
			"403", "404"),
		unknown("4.4", SwitchBase64Organization,
			"Whether the identity endpoints take the base64 form of the caller's organization id.",
			"404", "200"),
		unknown("0", SwitchPathWithoutVersion,
			"Whether the paths also work without /v1, as the OpenAPI file prints them.",
			"404", "200"),
		unknown("5.2", SwitchLockedOut,
			"The response to an administrator whom enforcement has locked out. No source shows one: the text about transient users is the simulator's own.",
			"403_transient", "403", "401"),
	}
}
