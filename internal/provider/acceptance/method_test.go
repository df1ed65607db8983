// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const zohoDomain = `
resource "domainverify_organization_domain" "this" {
  service = "zoho"
  domain  = "acme.test"
}
`

// tokenBy and verificationBy leave method out where it is empty.
func tokenBy(name, method string) string {
	return fmt.Sprintf(`
resource "domainverify_verification_token" %q {
  organization_domain_id = domainverify_organization_domain.this.id
  %s
}
`, name, methodLine(method))
}

func verificationBy(name, method, token string) string {
	return fmt.Sprintf(`
resource "domainverify_verification" %q {
  organization_domain_id = domainverify_organization_domain.this.id
  token                  = %s
  wait_for_verification  = false
  %s
}
`, name, token, methodLine(method))
}

func methodLine(method string) string {
	if method == "" {
		return ""
	}
	return fmt.Sprintf("method = %q", method)
}

const tokenOfThis = "domainverify_verification_token.this.token"

func TestMethodForgottenOnTheVerificationIsAnErrorOfThePlan(t *testing.T) {
	for name, test := range map[string]struct{ token, verification, want string }{
		"CNAME on the token alone":  {"dns_cname", "", `(?s)Verification Token of Another Method.*"dns_cname".*this\s+verification\s+is\s+by\s+the\s+method\s+"dns_txt".*domainverify_verification\s+the\s+same\s+method.*method\s+=\s+"dns_cname"`},
		"file on the token alone":   {"http_file", "", `(?s)Verification Token of Another Method.*method\s+=\s+"http_file"`},
		"on the verification alone": {"", "http_file", `(?s)Verification Token of Another Method.*method\s+=\s+"dns_txt"`},
	} {
		t.Run(name, func(t *testing.T) {
			w := zoho(t)
			w.run(resource.TestStep{
				Config:      zohoDomain + tokenBy("this", test.token) + verificationBy("this", test.verification, tokenOfThis),
				ExpectError: regexp.MustCompile(test.want),
			})
			equal(t, "domains added", w.zohoCalls("POST", "acme.test"), 0)
		})
	}
}

// Here the token is known already, and at Zoho that of a CNAME is the one of a TXT record.
func TestMethodForgottenOnALaterVerificationIsAnErrorOfThePlan(t *testing.T) {
	w := zoho(t)
	w.run(
		resource.TestStep{Config: zohoDomain + tokenBy("this", "dns_cname")},
		resource.TestStep{
			PreConfig:   w.Recorder.ForgetRequests,
			Config:      zohoDomain + tokenBy("this", "dns_cname") + verificationBy("this", "", tokenOfThis),
			ExpectError: regexp.MustCompile(`(?s)Verification Token of Another Method.*method\s+=\s+"dns_cname"`),
		},
		// The token of a pending verification changes its method.
		resource.TestStep{Config: zohoDomain + tokenBy("this", "dns_txt") + verificationBy("this", "", tokenOfThis), ConfigPlanChecks: pendingVerification("this"), ExpectNonEmptyPlan: true},
		resource.TestStep{
			Config:      zohoDomain + tokenBy("this", "http_file") + verificationBy("this", "", tokenOfThis),
			ExpectError: regexp.MustCompile(`(?s)Verification Token of Another Method.*method\s+=\s+"http_file"`),
		},
	)
	equal(t, "verify calls", w.zohoCalls("PUT", "verifyDomain"), 0)
}

func TestTwoMethodsOfOneDomainAreNoMistake(t *testing.T) {
	w := zoho(t)
	w.run(resource.TestStep{
		Config: zohoDomain +
			tokenBy("this", "") + verificationBy("this", "", tokenOfThis) +
			tokenBy("file", "http_file") + verificationBy("file", "http_file", "domainverify_verification_token.file.token"),
		ConfigPlanChecks:   pendingVerification("this", "file"),
		ExpectNonEmptyPlan: true,
	})
}

// A token that comes from elsewhere may be of any method, whatever else is planned.
func TestTokenFromElsewhereIsHeldToNoPlannedMethod(t *testing.T) {
	for name, config := range map[string]string{
		"no token resource":                verificationBy("this", "dns_cname", `"zb12345678"`),
		"a token resource of another kind": tokenBy("this", "http_file") + verificationBy("this", "dns_cname", `"zb12345678"`),
	} {
		t.Run(name, func(t *testing.T) {
			w := zoho(t)
			w.run(resource.TestStep{Config: zohoDomain + config, PlanOnly: true, ExpectNonEmptyPlan: true})
		})
	}
}

// The method may be known when the domain has been added, and what depends on it as well.
func TestMethodKnownOnlyAfterApplyPlansAndApplies(t *testing.T) {
	for _, chain := range zohoChains() {
		t.Run(chain.method, func(t *testing.T) {
			w := zoho(t)
			method := fmt.Sprintf("method = %q", chain.method)
			late := fmt.Sprintf("method = domainverify_organization_domain.this.remote_id == \"\" ? \"dns_txt\" : %q", chain.method)
			config := strings.ReplaceAll(strings.ReplaceAll(chain.String(), "method                 =", "method ="), method, late)
			equal(t, "late methods", strings.Count(config, late), 2)
			unknown := resource.ConfigPlanChecks{}
			for _, address := range []string{verificationToken, verification} {
				for _, name := range []string{"method", "id"} {
					unknown.PreApply = append(unknown.PreApply, plancheck.ExpectUnknownValue(address, tfjsonpath.New(name)))
				}
			}
			is := []statecheck.StateCheck{shown(verificationToken, "method", chain.method), shown(verification, "method", chain.method), shown(verification, "state", "verified")}
			w.run(
				resource.TestStep{Config: config, ConfigPlanChecks: unknown, ConfigStateChecks: is},
				resource.TestStep{Config: config, PlanOnly: true},
				resource.TestStep{Config: config, Taint: []string{organizationDomain}, ConfigPlanChecks: unknown, ConfigStateChecks: is},
			)
		})
	}
}

// A token whose method is not known yet may be of any.
func TestTokenWhoseMethodIsNotKnownIsHeldToNoOther(t *testing.T) {
	w := zoho(t)
	late := strings.Replace(tokenBy("this", "dns_cname"), `"dns_cname"`, `domainverify_organization_domain.this.remote_id == "" ? "dns_txt" : "dns_cname"`, 1)
	w.run(resource.TestStep{
		Config:             zohoDomain + tokenBy("file", "http_file") + late + verificationBy("this", "dns_cname", tokenOfThis),
		ConfigPlanChecks:   pendingVerification("this"),
		ExpectNonEmptyPlan: true,
	})
}

func pendingVerification(names ...string) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for _, name := range names {
		checks = append(checks, plancheck.ExpectResourceAction("domainverify_verification."+name, plancheck.ResourceActionCreate))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

func TestHandOffEndsGreenAndTriesAgainWithEachApplyUntilVerified(t *testing.T) {
	w := newWorld(t)
	config := chain{
		verification: "wait_for_verification = false",
		without:      []string{"sandbox_dns_record_set", "domainverify_claim"},
	}.String()
	pending := func(reason string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("pending")),
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.StringRegexp(regexp.MustCompile(reason))),
			statecheck.ExpectKnownValue(verification, tfjsonpath.New("verified_at"), knownvalue.Null()),
		}
	}
	triesAgain := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(verification, update)}}
	w.run(
		resource.TestStep{Config: config, ExpectNonEmptyPlan: true, ConfigStateChecks: append(pending(`no TXT record at acme\.test`),
			w.check(func() {
				equal(t, "verify calls", w.count("verifyDomain"), 0)
				equal(t, "pauses", len(w.virtual.Sleeps()), 0)
			})...)},
		resource.TestStep{Config: config, ConfigPlanChecks: triesAgain, ExpectNonEmptyPlan: true, ConfigStateChecks: pending(`no TXT record`)},
		resource.TestStep{
			PreConfig: func() {
				if err := w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain)); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: triesAgain,
			ConfigStateChecks: append([]statecheck.StateCheck{
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("state"), knownvalue.StringExact("verified")),
				statecheck.ExpectKnownValue(verification, tfjsonpath.New("failure_reason"), knownvalue.Null()),
			}, w.check(func() {
				equal(t, "verify calls", w.count("verifyDomain"), 1)
				if err := w.DNS.RemoveRRset(domain, "TXT"); err != nil {
					t.Error(err)
				}
			})...),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
	)
}
