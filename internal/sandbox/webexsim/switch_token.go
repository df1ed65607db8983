// SPDX-License-Identifier: MPL-2.0

package webexsim

import "github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"

// Switches of getDomainVerificationToken.
const (
	SwitchTokenRepeat            = "token_repeat"
	SwitchTokenAfterRemoval      = "token_after_removal"
	SwitchTokenOnVerified        = "token_on_verified"
	SwitchSubdomainOfClaimed     = "subdomain_of_claimed_token"
	SwitchServerDomainValidation = "server_domain_validation"
)

func tokenSwitches() []simhttp.Switch {
	return []simhttp.Switch{
		unknown("1.1", SwitchTokenRepeat,
			"Whether asking again for a pending domain's token gives the same one, or a new one that alone counts.",
			"stable", "new"),
		unknown("1.1", SwitchTokenAfterRemoval,
			"Whether a domain that was removed and added again gets the token it had.",
			"new", "same"),
		unknown("1.1", SwitchTokenOnVerified,
			"What a token request for a verified, unclaimed domain does: succeed and list it as pending too, succeed without that, or conflict.",
			"200_with_pending", "200_without_pending", "409"),
		unknown("2.3", SwitchSubdomainOfClaimed,
			"Whether a token can be had for a name below a claimed domain.",
			"200", "409"),
		unknown("3", SwitchServerDomainValidation,
			"Whether the server itself refuses names that Control Hub would not have sent.",
			"lenient", "strict"),
	}
}
