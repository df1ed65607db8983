// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
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

func pendingVerification(names ...string) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for _, name := range names {
		checks = append(checks, plancheck.ExpectResourceAction("domainverify_verification."+name, plancheck.ResourceActionCreate))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}
