// SPDX-License-Identifier: MPL-2.0

package github

import "github.com/domainverify/terraform-provider-domainverify/internal/service"

// OptionSkipPolicyGuard releases a domain although GitHub needs it for a policy.
const OptionSkipPolicyGuard service.OptionName = "skip_policy_guard_on_release"

func options() []service.Option {
	return []service.Option{{
		Name: OptionSkipPolicyGuard, Operation: service.OperationRelease, Dangerous: true,
		Description: "release the domain although a policy of the organization or enterprise needs it, such as the restriction of notifications to verified domains. " +
			"Notifications may then no longer be delivered to addresses of the domain. If `false`, releasing such a domain is an error.",
		Unsupported: "has no policies that need a domain",
	}}
}
