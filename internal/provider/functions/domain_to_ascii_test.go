// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

func TestDomainToASCIIIsTheFormThatDNSHolds(t *testing.T) {
	t.Parallel()
	wantResults(t, map[string]any{
		`f::domain_to_ascii("Bücher.Example.")`:                                                       "xn--bcher-kva.example",
		`f::domain_to_ascii("xn--bcher-kva.example")`:                                                 "xn--bcher-kva.example",
		`f::domain_to_ascii("faß.example")`:                                                           "xn--fa-hia.example",
		`f::domain_to_ascii("ACME.com")`:                                                              "acme.com",
		`toset([for d in ["acme.com", "ACME.COM."] : f::domain_to_ascii(d)])`:                         []string{"acme.com"},
		`[for d in ["https://acme.com", "a@acme.com", "192.0.2.1", ""] : can(f::domain_to_ascii(d))]`: []bool{false, false, false, false},
	})
}

func TestDomainToASCIISaysWhatWasPastedInstead(t *testing.T) {
	t.Parallel()
	wantRefused(t, functions.NewDomainToASCII(),
		refusal(0, `"https://acme.com" is not a usable domain: it is a URL; give the host name alone`), types.StringValue("https://acme.com"))
}
