// SPDX-License-Identifier: MPL-2.0

package catalog_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// eachService makes every service of the catalog, with the settings of its simulator.
func eachService(f *testing.F) (all []service.Service) {
	f.Helper()
	values := recordLives(f, catalog.Definitions(), func(int, int, []byte) {})
	for _, definition := range catalog.Definitions() {
		all = append(all, newPlay(f, definition, values[definition.Name]).Service)
		f.Add(values[definition.Name]["organization_id"])
	}
	return all
}

// An ID is compared as text, and is a part of the IDs of Terraform.
func FuzzOrganizationIDHasOneFormThatAnImportReads(f *testing.F) {
	all := eachService(f)
	for _, seed := range []string{"", "ORG_01ABC", "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi84MmFkYWNmNC00NTNmLTRlMmItYTQwNi0yOTM5ZmRkY2FhZDI=", "0012", "１２", "82ADACF4-453F-4E2B-A406-2939FDDCAAD2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		for _, svc := range all {
			canonical, err := svc.CanonicalOrganizationID(id)
			if err != nil {
				if service.ClassOf(err) != service.Rejected {
					t.Errorf("%s refuses %q by %v", svc.Name(), id, err)
				}
				continue
			}
			if again, err := svc.CanonicalOrganizationID(canonical); err != nil || again != canonical {
				t.Errorf("%s: %q → %q → %q, %v", svc.Name(), id, canonical, again, err)
			}
			want := service.DomainID{Service: svc.Name(), OrganizationID: canonical, Domain: domain}
			if got, method, err := service.ParseMethodID(want.String() + "/dns_txt"); err != nil || got != want || method != service.MethodDNSTXT {
				t.Errorf("%s reads as %+v, %s, %v", want, got, method, err)
			}
		}
	})
}

// A published value leads to the token that makes it.
func FuzzTokenOfAPublishedValueIsAPartOfIt(f *testing.F) {
	all := eachService(f)
	for _, seed := range []string{
		"cisco-ci-domain-verification=0123", "zoho-verification=zb12345678.zmverify.zoho.com.", "verification_token=abc", "acme-domain-verification-1a2b3c=a=b", "12345678", " 1234567890123\n", "=", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, svc := range all {
			for _, method := range service.Methods() {
				token, ok := svc.ParsePublished(method, value)
				if ok && (token == "" || !strings.Contains(value, token) || !svc.Capabilities().Supports(method)) {
					t.Errorf("%s, %s: %q parses to %q", svc.Name(), method, value, token)
				}
			}
		}
	})
}
