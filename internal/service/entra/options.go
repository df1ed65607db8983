// SPDX-License-Identifier: MPL-2.0

package entra

import "github.com/domainverify/terraform-provider-domainverify/internal/service"

// The options that can take something from others (wire/entra.md 9, 10).
const (
	OptionForceRelease    service.OptionName = "force_release"
	OptionDisableAccounts service.OptionName = "disable_accounts_on_force_release"
	OptionTakeOver        service.OptionName = "take_over_unmanaged_tenant"
)

func options() []service.Option {
	return []service.Option{
		{
			Name: OptionForceRelease, Operation: service.OperationRelease, Dangerous: true,
			Description: "release the domain although users, groups or applications use it: Microsoft renames them to the initial domain of the tenant, which takes up to 24 hours. If `false`, releasing such a domain is an error that names them.",
			Unsupported: "does not rename what uses a domain",
		},
		{
			Name: OptionDisableAccounts, Operation: service.OperationRelease, Dangerous: true,
			Description: "with `force_release`, disable the accounts of the users that are renamed. If `false`, they stay enabled, which is not Microsoft's own default.",
			Unsupported: "does not rename what uses a domain",
		},
		{
			Name: OptionTakeOver, Operation: service.OperationVerify, Dangerous: true,
			Description: "verify the domain although another tenant has it. If that one is unmanaged, made by self-service sign-up, its users and licences move to this tenant for good. " +
				"If `false`, Microsoft is asked who has the domain before each attempt, and a domain of another tenant is an error. " +
				"Exception: for a subdomain, Microsoft may name the tenant of its parent domain. Then it cannot be told whether that tenant has the subdomain itself, and the verification goes ahead.",
			Unsupported: "has no tenants to take over",
		},
	}
}
