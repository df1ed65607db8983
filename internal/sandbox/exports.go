// SPDX-License-Identifier: MPL-2.0

package sandbox

import "strings"

// Variables are the environment variables that configure the provider, the sandbox
// DNS provider and whoever talks to the control API: name, value.
func (i Info) Variables() [][2]string {
	return [][2]string{
		{"WEBEX_ORG_ID", i.Webex.OrganizationID},
		{"WEBEX_ACCESS_TOKEN", i.Webex.AccessToken},
		{"WEBEX_BASE_URL", i.Webex.BaseURL},
		{"WORKOS_ORGANIZATION_ID", i.WorkOS.OrganizationID},
		{"WORKOS_API_KEY", i.WorkOS.APIKey},
		{"WORKOS_BASE_URL", i.WorkOS.BaseURL},
		{"ZOHO_ORGANIZATION_ID", i.Zoho.OrganizationID},
		{"ZOHO_DATA_CENTER", i.Zoho.DataCenter},
		{"ZOHO_BASE_URL", i.Zoho.BaseURL},
		{"ZOHO_ACCOUNTS_URL", i.Zoho.AccountsURL},
		{"ZOHO_CLIENT_ID", i.Zoho.ClientID},
		{"ZOHO_CLIENT_SECRET", i.Zoho.ClientSecret},
		{"ZOHO_REFRESH_TOKEN", i.Zoho.RefreshToken},
		{"ZOHO_ACCESS_TOKEN", i.Zoho.AccessToken},
		{"DOMAINVERIFY_HTTP_CONNECT_TO", i.Web.Address}, // the provider then fetches verification files there
		{"DOMAINVERIFY_DNS_NAMESERVERS", strings.Join(i.DNS.Authoritative, ",")},
		{"DOMAINVERIFY_DNS_RESOLVERS", i.DNS.Recursive},
		{"SANDBOX_DNS_SERVER", i.DNS.Authoritative[0]}, // the primary, the one that takes updates
		{"SANDBOX_DNS_ZONE", i.DNS.Zone},
		{"SANDBOX_DNS_TSIG_NAME", i.DNS.TSIGName},
		{"SANDBOX_DNS_TSIG_ALGORITHM", i.DNS.TSIGAlgorithm},
		{"SANDBOX_DNS_TSIG_SECRET", i.DNS.TSIGSecret},
		{"SANDBOX_WEB_SERVER", i.Web.BaseURL},
		{"SANDBOX_WEB_KEY", i.Web.Key},
		{"SANDBOX_CONTROL_URL", i.Control.BaseURL},
	}
}

// Exports are the variables as shell lines.
func (i Info) Exports() []string {
	var lines []string
	for _, variable := range i.Variables() {
		lines = append(lines, "export "+variable[0]+"="+shellQuote(variable[1]))
	}
	return lines
}

// shellQuote follows POSIX: nothing is special between single quotes but the quote.
func shellQuote(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
