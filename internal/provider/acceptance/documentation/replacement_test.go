// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
)

const verifiedAtZoho = `
provider "domainverify" {
  workos = {}
  zoho   = {}
}
provider "sandbox" {
  zone = "acme.test"
}
resource "domainverify_organization_domain" "acme" {
  service = "zoho"
  domain  = "acme.test"
}
resource "domainverify_verification_token" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  method                 = "dns_txt"
}
resource "sandbox_dns_record_set" "acme" {
  name   = "acme.test"
  type   = "TXT"
  values = [domainverify_verification_token.acme.record.value]
}
resource "domainverify_verification" "acme" {
  organization_domain_id = domainverify_organization_domain.acme.id
  token                  = domainverify_verification_token.acme.token
  method                 = "dns_txt"
  depends_on             = [sandbox_dns_record_set.acme]
}
`

// The description of an argument says of a change what the plan shows.
func TestPlanReplacesWhatTheDocumentationSays(t *testing.T) {
	t.Parallel()
	_, providers := sandboxFor(t)
	local := plugintest.Providers{}
	for source, factory := range providers {
		local[strings.TrimPrefix(source, "domainverify/")] = factory
	}
	workspaces, known := &plugintest.Workspaces{}, knownProviders(t)
	first, err := workspaces.New(t, local, verifiedAtZoho)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Apply(false); err != nil {
		t.Fatal(err)
	}
	const domain = `  domain  = "acme.test"` + "\n"
	for change, replacement := range map[string][]string{
		"organization_domain service":                         {`"zoho"` + "\n", `"workos"` + "\n"},
		"organization_domain domain":                          {domain, `domain = "eu.acme.test"` + "\n"},
		"organization_domain adopt_existing":                  {domain, domain + "adopt_existing = true\n"},
		"organization_domain deletion_policy":                 {domain, domain + `deletion_policy = "abandon"` + "\n"},
		"organization_domain disable_mail_hosting_on_release": {domain, domain + "disable_mail_hosting_on_release = true\n"},
		"verification_token method":                           {`"dns_txt"`, `"http_file"`, "domainverify_verification_token.acme.record.value", `"x"`},
		"verification method":                                 {`"dns_txt"`, `"http_file"`, "domainverify_verification_token.acme.record.value", `"x"`},
		"verification wait_for_verification":                  {`  depends_on `, "wait_for_verification = false\n  depends_on "},
	} {
		t.Run(change, func(t *testing.T) {
			kind, argument, _ := strings.Cut(change, " ")
			changed := strings.NewReplacer(replacement...).Replace(verifiedAtZoho)
			if changed == verifiedAtZoho {
				t.Fatal("nothing is changed")
			}
			next, err := workspaces.New(t, local, changed)
			if err != nil {
				t.Fatal(err)
			}
			next.TakeState(first)
			planned, err := next.Plan(false)
			if err != nil {
				t.Fatal(err)
			}
			does := strings.Contains(planned.String(), "[delete create] domainverify_"+kind+".acme:")
			description := descriptionOf(known.resource("domainverify_"+kind, false).Block.Attributes, argument)
			if says := strings.Contains(description, "forces a new resource to be created"); does != says {
				t.Errorf("a change replaces the resource: %v; the description says so: %v; planned:%s", does, says, planned)
			}
		})
	}
}
