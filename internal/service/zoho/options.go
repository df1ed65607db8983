// SPDX-License-Identifier: MPL-2.0

package zoho

import "github.com/domainverify/terraform-provider-domainverify/internal/service"

// OptionDisableMailHosting gives up the domain's mail with the domain. Without it,
// mail hosting blocks the release.
const OptionDisableMailHosting service.OptionName = "disable_mail_hosting_on_release"

func options() []service.Option {
	return []service.Option{{
		Name: OptionDisableMailHosting, Operation: service.OperationRelease, Dangerous: true,
		Description: "disable mail hosting when the domain is released. All mailboxes of the domain then stop receiving mail. " +
			"If `false`, releasing a domain with mail hosting is an error.",
		Unsupported: "hosts no mail, so there is no mail hosting to switch off",
	}}
}
