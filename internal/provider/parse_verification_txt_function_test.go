// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

func TestVerificationValueNamesItsService(t *testing.T) {
	t.Parallel()
	wantResults(t, map[string]any{
		`f::parse_verification_txt("MS=ms51433796")`: map[string]string{
			"service": "microsoft", "company": "Microsoft 365 and Entra ID", "prefix": "MS=", "token": "ms51433796",
		},
		`f::parse_verification_txt("\"cisco-ci-domain-\" \"verification=abc\"")`: map[string]string{
			"service": "webex", "company": "Cisco Webex", "prefix": "cisco-ci-domain-verification=", "token": "abc",
		},
		`f::parse_verification_txt("v=spf1 -all")`:                                        nil,
		`f::parse_verification_txt("\"not closed")`:                                       nil,
		`[for v in ["a", "docusign=b"] : try(f::parse_verification_txt(v).service, "-")]`: []string{"-", "docusign"},
	})
}

func TestEveryServiceOfTheProviderIsRecognizedByItsOwnName(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, row := range txtrecord.Prefixes() {
		known[row.Service] = true
	}
	for _, name := range catalog.Names() {
		if !known[name] {
			t.Errorf("no prefix in internal/txtrecord belongs to the service %q", name)
		}
	}
}
