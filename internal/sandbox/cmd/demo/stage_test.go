// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"testing"
)

func TestUsersSettingsDoNotReachTerraform(t *testing.T) {
	t.Parallel()
	mine := []string{
		"PATH=/bin", "TF_LOG=DEBUG", "TF_CLI_ARGS_plan=-destroy", "TF_VAR_domain=acme.com", "WEBEX_ACCESS_TOKEN=real",
		"WEBEX_REFRESH_TOKEN=real", "WORKOS_API_KEY=real", "ZOHO_REFRESH_TOKEN=real", "DOMAINVERIFY_DNS_MODE=off", "SANDBOX_DNS_SERVER=192.0.2.1:53",
	}
	variables := [][2]string{
		{"WEBEX_ACCESS_TOKEN", "simulated"},
		{"WORKOS_API_KEY", "simulated"},
		{"ZOHO_ACCESS_TOKEN", "simulated"},
		{"DOMAINVERIFY_DNS_RESOLVERS", "127.0.0.1:54"},
		{"SANDBOX_DNS_SERVER", "127.0.0.1:53"},
	}
	got := clean(mine, variables, "/folder/terraform.rc")
	for _, want := range []string{"PATH=/bin", "TF_LOG=DEBUG", "WEBEX_ACCESS_TOKEN=simulated", "WORKOS_API_KEY=simulated", "SANDBOX_DNS_SERVER=127.0.0.1:53", "TF_CLI_CONFIG_FILE=/folder/terraform.rc"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	for _, foreign := range mine[2:] {
		if slices.Contains(got, foreign) {
			t.Errorf("%q of the user is left", foreign)
		}
	}
}
