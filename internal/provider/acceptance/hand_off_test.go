// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"strings"
	"testing"
)

// The output of the guide to fleets, which fails the run and holds up nothing.
func TestOutputWithAPreconditionFailsTheRunWhileADomainIsPending(t *testing.T) {
	guide := readFile(t, "../../../templates/guides/running-fleets.md")
	_, output, found := strings.Cut(guide, "  output \"all_verified\" {")
	output, _, closed := strings.Cut(output, "  ```")
	if !found || !closed {
		t.Fatal("the guide has no output")
	}
	output = "output \"all_verified\" {" + strings.ReplaceAll(output, "module.domain", "domainverify_verification.all")
	w := newWorld(t)
	cli := w.cli()
	cli.config(`
resource "domainverify_organization_domain" "all" {
  for_each = toset(["a.acme.test", "b.acme.test"])
  domain   = each.key
}
resource "domainverify_verification_token" "all" {
  for_each               = toset(["a.acme.test", "b.acme.test"])
  organization_domain_id = domainverify_organization_domain.all[each.key].id
}
resource "sandbox_dns_record_set" "a" {
  zone   = "acme.test"
  name   = "a.acme.test"
  type   = "TXT"
  values = [domainverify_verification_token.all["a.acme.test"].record.value]
}
resource "domainverify_verification" "all" {
  for_each               = toset(["a.acme.test", "b.acme.test"])
  organization_domain_id = domainverify_organization_domain.all[each.key].id
  token                  = domainverify_verification_token.all[each.key].token
  wait_for_verification  = false
  depends_on             = [sandbox_dns_record_set.a]
}
` + output)
	cli.fails("Not all domains are verified yet.", "apply", "-auto-approve")
	states := cli.state()
	equal(t, "a", states[`domainverify_verification.all["a.acme.test"]`]["state"], any("verified"))
	equal(t, "b", states[`domainverify_verification.all["b.acme.test"]`]["state"], any("pending"))

	token, _ := states[`domainverify_verification_token.all["b.acme.test"]`]["token"].(string)
	w.succeeds(w.DNS.SetTXT("acme.test", "b.acme.test", "cisco-ci-domain-verification="+token))
	cli.apply()
	cli.hasEmptyPlan()
	cli.must("destroy", "-auto-approve")
}
