// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestExportsConfigureEveryoneAndSurviveTheShell(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Options{
		Webex:  webexsim.Config{Credentials: webexsim.Credentials{OrganizationID: "org", AccessToken: "it's $secret"}},
		WorkOS: workossim.Config{Credentials: workossim.Credentials{OrganizationID: "org_1", APIKey: "sk_1"}},
		Zoho: zohosim.Config{Credentials: zohosim.Credentials{
			OrganizationID: "70012345", ClientID: "1000.C", ClientSecret: "cs", RefreshToken: "1000.r", AccessToken: "1000.a", DataCenter: "eu",
		}},
	})
	info := s.Info()
	quoted := func(values ...string) string { return "='" + strings.Join(values, ",") + "'" }
	want := []string{
		"export WEBEX_ORG_ID='org'",
		`export WEBEX_ACCESS_TOKEN='it'\''s $secret'`,
		"export WEBEX_BASE_URL" + quoted(info.Webex.BaseURL),
		"export WORKOS_ORGANIZATION_ID='org_1'",
		"export WORKOS_API_KEY='sk_1'",
		"export WORKOS_BASE_URL" + quoted(info.WorkOS.BaseURL),
		"export ZOHO_ORGANIZATION_ID='70012345'",
		"export ZOHO_DATA_CENTER='eu'",
		"export ZOHO_BASE_URL" + quoted(info.Zoho.BaseURL),
		"export ZOHO_ACCOUNTS_URL" + quoted(info.Zoho.AccountsURL),
		"export ZOHO_CLIENT_ID='1000.C'",
		"export ZOHO_CLIENT_SECRET='cs'",
		"export ZOHO_REFRESH_TOKEN='1000.r'",
		"export ZOHO_ACCESS_TOKEN='1000.a'",
	}
	for _, client := range info.Services[3:] {
		want = append(want, sandbox.Exports(client.Variables())...)
	}
	want = append(want,
		"export DOMAINVERIFY_HTTP_CONNECT_TO"+quoted(info.Web.Address),
		"export DOMAINVERIFY_DNS_NAMESERVERS"+quoted(info.DNS.Authoritative...),
		"export DOMAINVERIFY_DNS_RESOLVERS"+quoted(info.DNS.Recursive),
		"export SANDBOX_DNS_SERVER"+quoted(info.DNS.Authoritative[0]),
		"export SANDBOX_DNS_ZONE='acme.test'",
		"export SANDBOX_DNS_TSIG_NAME"+quoted(info.DNS.TSIGName),
		"export SANDBOX_DNS_TSIG_ALGORITHM"+quoted(info.DNS.TSIGAlgorithm),
		"export SANDBOX_DNS_TSIG_SECRET"+quoted(info.DNS.TSIGSecret),
		"export SANDBOX_WEB_SERVER"+quoted(info.Web.BaseURL),
		"export SANDBOX_WEB_KEY"+quoted(info.Web.Key),
		"export SANDBOX_CONTROL_URL"+quoted(info.Control.BaseURL),
	)
	if diff := cmp.Diff(want, sandbox.Exports(info.Variables())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
