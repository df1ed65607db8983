// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

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
