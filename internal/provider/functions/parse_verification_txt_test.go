// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

func TestVerificationValueNamesItsService(t *testing.T) {
	t.Parallel()
	wantResults(t, map[string]any{
		`f::parse_verification_txt("MS=ms51433796")`: map[string]string{
			"service": "entra", "company": "Microsoft Entra ID", "prefix": "MS=", "token": "ms51433796",
		},
		`f::parse_verification_txt("\"cisco-ci-domain-\" \"verification=abc\"")`: map[string]string{
			"service": "webex", "company": "Cisco Webex", "prefix": "cisco-ci-domain-verification=", "token": "abc",
		},
		`f::parse_verification_txt("verification_token=3CVZxo4HgvSiYRKlV4RdOWwWl")`: map[string]string{
			"service": "workos", "company": "WorkOS", "prefix": "verification_token=", "token": "3CVZxo4HgvSiYRKlV4RdOWwWl",
		},
		`f::parse_verification_txt("zoho-verification=zb12345678.zmverify.zoho.eu")`: map[string]string{
			"service": "zoho", "company": "Zoho Mail", "prefix": "zoho-verification=", "token": "zb12345678",
		},
		`f::parse_verification_txt("v=spf1 -all")`:                                        nil,
		`f::parse_verification_txt("\"not closed")`:                                       nil,
		`[for v in ["a", "docusign=b"] : try(f::parse_verification_txt(v).service, "-")]`: []string{"-", "docusign"},
	})
}

// withoutPrefix is a service whose values are the tokens alone, so that no value is
// recognized as one of its own.
const withoutPrefix = "github"

func TestEveryServiceOfTheProviderIsRecognizedByItsOwnName(t *testing.T) {
	t.Parallel()
	known := verification.KnownPrefixes(catalog.Definitions())
	texts := map[string]bool{}
	for _, row := range known {
		if texts[row.Text] {
			t.Errorf("%q is known twice", row.Text)
		}
		texts[row.Text] = true
	}
	for _, definition := range catalog.Definitions() {
		if len(definition.TXTPrefixes) == 0 && definition.Name != withoutPrefix {
			t.Errorf("the service %s declares no prefix", definition.Name)
		}
		for _, prefix := range definition.TXTPrefixes {
			if prefix.Text != strings.ToLower(prefix.Text) || prefix.Source == "" {
				t.Errorf("prefix %+v: want lower case and a source", prefix)
			}
			for _, spelling := range []string{prefix.Text, strings.ToUpper(prefix.Text)} {
				want := txtrecord.Verification{Service: definition.Name, Company: definition.Title, Prefix: spelling, Token: "ToKeN"}
				if got, ok := known.Recognize(spelling + "ToKeN"); !ok || got != want {
					t.Errorf("%sToKeN: recognized as %+v, want %+v", spelling, got, want)
				}
			}
		}
	}
}

// Values as the services' descriptions have them, and what the provider itself
// reads from them when it looks for a token in the DNS.
func TestParsedTokenIsTheTokenOfTheResource(t *testing.T) {
	t.Parallel()
	settings := map[string]service.Values{
		"entra":  {"tenant_id": "72f988bf-86f1-41af-91ab-2d7cd011db47", "access_token": "a"},
		"github": {"token": "a"},
		"google": {"access_token": "a"},
		"webex":  {"access_token": "a"},
		"workos": {"api_key": "sk_a"},
		"zoho":   {"access_token": "1000.a"},
	}
	published := map[string][]string{
		"entra":  {"MS=ms51433796", "ms=MS51433796"},
		"github": {"a54b7bed2f"},
		"google": {"google-site-verification=wD8N7i1JTNTkezJ49swvWW48f8_9xveREV4oB-0Hf5o"},
		"webex":  {"cisco-ci-domain-verification=2dc112b0a9e5608f"},
		"workos": {
			"verification_token=3CVZxo4HgvSiYRKlV4RdOWwWl", "anthropic-domain-verification-1tycht=zJnYXvMUrBuyoLB4eKC6V1Wav",
			"storyteq-domain-verification-p52694=gnWDUlpzQRivqGxcSSVEionWe",
		},
		"zoho": {
			"zoho-verification=zb12345678.zmverify.zoho.com", "zoho-verification=zb12345678.zmverify.zoho.eu",
			"zoho-verification=zb12345678.zmverify.zoho.com.au", "zoho-verification=zb12345678.zmverify.zohocloud.ca",
			"ZOHO-VERIFICATION=ZB12345678.zmverify.zoho.com.", "zoho-verification=zb12345678",
		},
	}
	known := verification.KnownPrefixes(catalog.Definitions())
	for _, definition := range catalog.Definitions() {
		adapter, err := definition.New(settings[definition.Name], service.Dependencies{})
		if err != nil {
			t.Fatal(err)
		}
		if len(published[definition.Name]) == 0 {
			t.Errorf("no published value of %s is tried", definition.Name)
		}
		for _, value := range published[definition.Name] {
			want, ok := adapter.ParsePublished(service.MethodDNSTXT, value)
			if !ok {
				t.Errorf("%s does not read its own value %s", definition.Name, value)
			}
			got, ok := known.Recognize(value)
			if definition.Name == withoutPrefix {
				ok, got.Token = !ok, want
			}
			if !ok || got.Token != want {
				t.Errorf("%s: the function says the token %q, the resource %q", value, got.Token, want)
			}
		}
	}
}
