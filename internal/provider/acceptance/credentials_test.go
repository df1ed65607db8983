// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// lateToken is a provider block whose token is known only after apply.
func (w *world) lateToken() string {
	return fmt.Sprintf(`
resource "terraform_data" "token" { input = %q }
provider "domainverify" {
  webex = { access_token = terraform_data.token.output }
}`, w.Info().Webex.AccessToken)
}

// Invariant 10: unknown credentials defer their service alone.
func TestTokenKnownOnlyAfterApplyPlansAndApplies(t *testing.T) {
	w := newWorld(t).withLists()
	delete(w.environment, "WEBEX_ACCESS_TOKEN")
	w.runTerraform(
		resource.TestStep{Config: chain{provider: w.lateToken()}.String()},
		resource.TestStep{
			Config:           chain{provider: w.lateToken()}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

func TestUnknownTokenDoesNotFallBackToTheEnvironment(t *testing.T) {
	w := newWorld(t)
	w.environment["WEBEX_ACCESS_TOKEN"] = "the token of another organization"
	w.runTerraform(resource.TestStep{Config: chain{provider: w.lateToken()}.String()})
}

func TestExistingResourcesStayAsTheyAreWhileTheTokenIsUnknown(t *testing.T) {
	w := newWorld(t).withLists()
	token := w.Info().Webex.AccessToken
	late := func(version string) string {
		return fmt.Sprintf(`
resource "terraform_data" "token" {
  input            = %q
  triggers_replace = %q
}
provider "domainverify" {
  webex = { access_token = terraform_data.token.output }
}`, token, version)
	}
	w.runTerraform(
		resource.TestStep{Config: chain{provider: late("1")}.String()},
		resource.TestStep{
			Config:           chain{provider: late("2")}.String(),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: actions{}.checks()},
		},
	)
}

func TestRefreshTokenIsExchangedOnceForManyResources(t *testing.T) {
	w := newWorld(t).withLists()
	credentials := w.Info().Webex
	delete(w.environment, "WEBEX_ACCESS_TOKEN")
	w.environment["WEBEX_CLIENT_ID"] = credentials.ClientID
	w.environment["WEBEX_CLIENT_SECRET"] = credentials.ClientSecret
	w.environment["WEBEX_REFRESH_TOKEN"] = credentials.RefreshToken
	w.run(
		resource.TestStep{Config: chain{}.String()},
		w.afterRefresh(func() {
			exchanges := 0
			for _, request := range w.Requests() {
				if strings.HasSuffix(request.Path, "/access_token") {
					exchanges++
				}
			}
			equal(t, "exchanges of the refresh token in two runs", exchanges, 2)
		}),
	)
}

func TestWrongCredentialsAreAClearErrorAndNothingIsLost(t *testing.T) {
	for name, test := range map[string]struct {
		token func(*world) string
		set   map[string]string
		want  string
	}{
		"wrong token":       {token: func(*world) string { return "no-such-token-anywhere" }, want: `(?s)Status: 401.*`},
		"missing scope 401": {token: readOnly, want: `(?s)lacks\s+a\s+scope.*identity:organizations_rw`},
		"missing scope 403": {token: readOnly, set: map[string]string{"missing_scope": "403"}, want: `(?s)do\s+not\s+permit\s+this.*identity:organizations_rw`},
		"not an administrator": {
			token: func(w *world) string { return w.Webex.IssueAccessToken(webexsim.TokenSpec{NotAdmin: true}) },
			want:  `(?s)full\s+administrator`,
		},
		"expired token": {
			token: func(w *world) string {
				token := w.Webex.IssueAccessToken(webexsim.TokenSpec{Lifetime: time.Minute})
				w.Clock.Advance(time.Hour)
				return token
			},
			want: `(?s)wrong\s+or\s+expired`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for name, value := range test.set {
				w.set(name, value)
			}
			good := w.environment["WEBEX_ACCESS_TOKEN"]
			bad := test.token(w)
			w.run(
				resource.TestStep{
					PreConfig:   func() { w.environment["WEBEX_ACCESS_TOKEN"] = bad },
					Config:      chain{}.String(),
					ExpectError: regexp.MustCompile(test.want),
				},
				resource.TestStep{PreConfig: func() { w.environment["WEBEX_ACCESS_TOKEN"] = good }, Config: chain{}.String()},
				resource.TestStep{
					PreConfig:   func() { w.environment["WEBEX_ACCESS_TOKEN"] = bad },
					Config:      chain{without: []string{"domainverify_claim"}}.String(),
					ExpectError: regexp.MustCompile(test.want),
				},
				resource.TestStep{PreConfig: func() { w.environment["WEBEX_ACCESS_TOKEN"] = good }, Config: chain{}.String(), ConfigPlanChecks: expectEmptyPlan().ConfigPlanChecks},
			)
		})
	}
}

func readOnly(w *world) string {
	return w.Webex.IssueAccessToken(webexsim.TokenSpec{Scopes: []string{"identity:organizations_read"}})
}

func TestWrongOrganizationIsAClearErrorUnderBothAnswers(t *testing.T) {
	for _, answer := range []string{"403", "404"} {
		w := newParallelWorld(t)
		w.set("wrong_org", answer)
		w.environment["WEBEX_ORG_ID"] = "00000000-0000-4000-8000-000000000000"
		w.runWithLeftovers(resource.TestStep{
			Config:      chain{}.String(),
			ExpectError: regexp.MustCompile(`(?s)Cannot Add Domain.*00000000-0000-4000-8000-000000000000.*organization`),
		})
	}
}

func TestAnotherRecordPrefixPlansTheRecordAndNothingElse(t *testing.T) {
	w := newWorld(t).withLists()
	w.run(
		resource.TestStep{Config: chain{}.String()},
		resource.TestStep{
			PreConfig:        func() { w.environment["WEBEX_RECORD_PREFIX"] = "ciscocidomainverification=" },
			Config:           chain{}.String(),
			ConfigPlanChecks: actions{recordSet: update}.planned(),
		},
	)
}

// The environment holds wrong values: falling back to them would fail.
func TestCredentialsOfTheSandboxProviderThatAreNotKnownAtPlanArriveWithTheApply(t *testing.T) {
	w := newWorld(t)
	w.addZoho()
	secret, key := w.environment["SANDBOX_DNS_TSIG_SECRET"], w.environment["SANDBOX_WEB_KEY"]
	w.environment["SANDBOX_DNS_TSIG_SECRET"], w.environment["SANDBOX_WEB_KEY"] = "AAAA", "wrong"
	w.runTerraform(resource.TestStep{
		Config: fmt.Sprintf(`
resource "terraform_data" "secret" { input = %q }
resource "terraform_data" "key" { input = %q }
provider "sandbox" {
  tsig_secret = terraform_data.secret.output
  web_key     = terraform_data.key.output
  zone        = "acme.test"
}
resource "sandbox_dns_record_set" "this" {
  name   = "@"
  type   = "TXT"
  values = ["a"]
}
resource "sandbox_web_file" "this" {
  url     = "https://acme.test/verify.html"
  content = "12345678"
}
`, secret, key),
		ConfigStateChecks: w.check(func() {
			equal(t, "records", w.DNS.Records(domain), []string{`acme.test. 60 IN TXT "a"`})
			equal(t, "files", w.Web.Files(), map[string]string{"http://acme.test/verify.html": "12345678"})
		}),
	})
}
