// SPDX-License-Identifier: MPL-2.0

package webex

import "github.com/domainverify/terraform-provider-domainverify/internal/service"

// The options of Webex.
const (
	OptionReserve                   service.OptionName = "reserve"
	OptionForce                     service.OptionName = "force"
	OptionMarkOutsideUsersTransient service.OptionName = "mark_outside_users_transient"
)

// options declares them. The switches of a claim are on by default at Webex, so both
// are always sent.
func options() []service.Option {
	return []service.Option{
		{
			Name: OptionReserve, Operation: service.OperationVerify, Unseen: true,
			Description: "also reserve the domain, which all government organizations then share. It may not be released until the reservation is removed in Control Hub. Webex for Government only.",
			Unsupported: "does not reserve domains. Only Webex for Government does (base_url = \"https://" + governmentHost + "/v1\")",
		},
		{
			Name: OptionForce, Operation: service.OperationClaim, Dangerous: true,
			Description: "claim the domain even if users of the domain exist outside the organization. If `false`, the request says so explicitly, because the default of the Webex API is `true`.",
		},
		{
			Name: OptionMarkOutsideUsersTransient, Operation: service.OperationClaim, Dangerous: true,
			Description: "search for users of the domain outside the organization and mark them as transient: they must change their email address. " +
				"If `false`, the request says so explicitly, because the Webex API marks them by default.",
		},
	}
}
