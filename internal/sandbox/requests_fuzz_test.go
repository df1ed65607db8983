// SPDX-License-Identifier: MPL-2.0

package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox"
)

// FuzzRequests sends anything to every simulated service: it responds, whatever it is.
// A handler that panics closes the connection instead.
func FuzzRequests(f *testing.F) {
	running, err := sandbox.Start(sandbox.Options{Seed: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = running.Close() })
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for _, seed := range [][3]string{
		{"GET", "/v1/identity/organizations/me", ""},
		{"POST", "/v1/access_token", "grant_type=refresh_token&refresh_token=x"},
		{"POST", "/v1/identity/organizations/x/actions/claimDomain", `{"domain":"acme.test","claimDomainOnly":1}`},
		{"POST", "/organization_domains", `{"organization_id":"org_x","domain":"acme.test"}`},
		{"POST", "/portal/generate_link", `{"intent":["sso"]}`},
		{"GET", "/api/organization/1/domains?start=-1", ""},
		{"PUT", "/api/organization/1/domains/acme.test", `{"mode":{}}`},
		{"POST", "/oauth/v2/token", "%zz"},
		{"POST", "/api/graphql", `{"query":"query{organization(login:\"a\"){domains(first:1e9,after:\"x\"){nodes{id}}}}","variables":[]}`},
		{"POST", "/api/graphql", `{"query":"mutation{addVerifiableDomain(input:$input){domain{id}}}","variables":{"input":null}}`},
		{"POST", "/siteVerification/v1/token", `{"site":{"type":"INET_DOMAIN","identifier":7},"verificationMethod":null}`},
		{"DELETE", "/siteVerification/v1/webResource/dns%253A%252F%252Facme.test", ""},
		{"POST", "/v1.0/domains", `{"id":["acme.test"],"@odata.type":1}`},
		{"POST", "/v1.0/domains/acme.test/forceDelete", `{"disableUserAccounts":"no"}`},
		{"GET", "0@beta.test/", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	services := running.Info()
	f.Fuzz(func(t *testing.T, method, path, body string) {
		for _, service := range services.Services {
			for _, setting := range service.Variables() {
				base, isURL := strings.CutPrefix(setting[1], "http://")
				if !isURL {
					continue
				}
				host, _, _ := strings.Cut(base, "/")
				for _, authorization := range authorizations(service.Variables()) {
					request, err := http.NewRequestWithContext(t.Context(), method, "http://"+host+"/"+strings.TrimPrefix(path, "/"), strings.NewReader(body))
					if err != nil {
						return // nothing that a client could send
					}
					request.Header.Set("Authorization", authorization)
					response, err := client.Do(request)
					if err != nil {
						t.Fatalf("%s: %v", service.Name, err)
					}
					_ = response.Body.Close()
				}
			}
		}
	})
}

// authorizations are the tokens among the settings, in the forms in which they are sent.
func authorizations(settings [][2]string) (all []string) {
	for _, setting := range settings {
		if strings.HasSuffix(setting[0], "_ACCESS_TOKEN") || strings.HasSuffix(setting[0], "_API_KEY") || setting[0] == "GITHUB_TOKEN" {
			all = append(all, "Bearer "+setting[1], "Zoho-oauthtoken "+setting[1])
		}
	}
	return all
}
