// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

func TestExportsConfigureEveryoneAndSurviveTheShell(t *testing.T) {
	t.Parallel()
	info := sandbox.Info{
		Webex:  sandbox.WebexInfo{BaseURL: "http://127.0.0.1:1/v1", OrganizationID: "org", AccessToken: "it's $secret"},
		WorkOS: sandbox.WorkOSInfo{BaseURL: "http://127.0.0.1:6", OrganizationID: "org_1", APIKey: "sk_1"},
		Zoho: sandbox.ZohoInfo{
			BaseURL: "http://127.0.0.1:7", AccountsURL: "http://127.0.0.1:8", OrganizationID: "70012345", ClientID: "1000.C",
			ClientSecret: "cs", RefreshToken: "1000.r", AccessToken: "1000.a", DataCenter: "eu",
		},
		Web: sandbox.WebInfo{BaseURL: "http://127.0.0.1:9", Address: "127.0.0.1:9", Key: "wk"},
		DNS: sandbox.DNSInfo{
			Authoritative: []string{"127.0.0.1:2", "127.0.0.1:3"}, Recursive: "127.0.0.1:4", Zone: "acme.test",
			TSIGName: "key.", TSIGAlgorithm: "hmac-sha256", TSIGSecret: "c2VjcmV0",
		},
		Control: sandbox.ControlInfo{BaseURL: "http://127.0.0.1:5"},
	}
	want := []string{
		"export WEBEX_ORG_ID='org'",
		`export WEBEX_ACCESS_TOKEN='it'\''s $secret'`,
		"export WEBEX_BASE_URL='http://127.0.0.1:1/v1'",
		"export WORKOS_ORGANIZATION_ID='org_1'",
		"export WORKOS_API_KEY='sk_1'",
		"export WORKOS_BASE_URL='http://127.0.0.1:6'",
		"export ZOHO_ORGANIZATION_ID='70012345'",
		"export ZOHO_DATA_CENTER='eu'",
		"export ZOHO_BASE_URL='http://127.0.0.1:7'",
		"export ZOHO_ACCOUNTS_URL='http://127.0.0.1:8'",
		"export ZOHO_CLIENT_ID='1000.C'",
		"export ZOHO_CLIENT_SECRET='cs'",
		"export ZOHO_REFRESH_TOKEN='1000.r'",
		"export ZOHO_ACCESS_TOKEN='1000.a'",
		"export DOMAINVERIFY_HTTP_CONNECT_TO='127.0.0.1:9'",
		"export DOMAINVERIFY_DNS_NAMESERVERS='127.0.0.1:2,127.0.0.1:3'",
		"export DOMAINVERIFY_DNS_RESOLVERS='127.0.0.1:4'",
		"export SANDBOX_DNS_SERVER='127.0.0.1:2'",
		"export SANDBOX_DNS_ZONE='acme.test'",
		"export SANDBOX_DNS_TSIG_NAME='key.'",
		"export SANDBOX_DNS_TSIG_ALGORITHM='hmac-sha256'",
		"export SANDBOX_DNS_TSIG_SECRET='c2VjcmV0'",
		"export SANDBOX_WEB_SERVER='http://127.0.0.1:9'",
		"export SANDBOX_WEB_KEY='wk'",
		"export SANDBOX_CONTROL_URL='http://127.0.0.1:5'",
	}
	if diff := cmp.Diff(want, info.Exports()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
