// SPDX-License-Identifier: MPL-2.0

package txtrecord_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// known are the rows with those of a caller.
func known() txtrecord.Prefixes {
	return txtrecord.Known(
		txtrecord.Prefix{Text: "acme-verification=", After: regexp.MustCompile(`(\.verify\.acme\.[a-z]+)?$`), Service: "acme", Company: "Acme", Source: "acme.example"},
		txtrecord.Prefix{
			Text: "acme-old=", Service: "acme", Company: "Acme", Source: "acme.example",
			Products: regexp.MustCompile(`^([0-9A-Za-z-]+?)-domain-verification-[0-9A-Za-z-]{6}=([0-9A-Za-z-]{25})$`),
		},
	)
}

// Values as they stand in public DNS, but for those of the caller.
func TestPublishedValueIsRecognized(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]txtrecord.Verification{
		"docusign=1b0a6754-49b1-4db5-8540-d2c12664b289": {Service: "docusign", Company: "Docusign", Prefix: "docusign=", Token: "1b0a6754-49b1-4db5-8540-d2c12664b289"},
		"webexdomainverification.8YX6G=6e6922db-e3e6-4a36-904e-a805c28087fa": {
			Service: "webex_site_administration", Company: "Cisco Webex (Site Administration)", Prefix: "webexdomainverification.8YX6G=", Token: "6e6922db-e3e6-4a36-904e-a805c28087fa",
		},
		"anthropic-domain-verification-1tycht=zJnYXvMUrBuyoLB4eKC6V1Wav":       {Service: "anthropic", Company: "Anthropic", Prefix: "anthropic-domain-verification-1tycht=", Token: "zJnYXvMUrBuyoLB4eKC6V1Wav"},
		"storyteq-domain-verification-p52694=gnWDUlpzQRivqGxcSSVEionWe":        {Service: "acme", Company: "Acme, for storyteq", Prefix: "storyteq-domain-verification-p52694=", Token: "gnWDUlpzQRivqGxcSSVEionWe"},
		"acme-verification=a1.verify.acme.eu":                                  {Service: "acme", Company: "Acme", Prefix: "acme-verification=", Token: "a1"},
		"ZOOM_verify_DevVy-i1QhKgjbpy35vSag":                                   {Service: "zoom", Company: "Zoom", Prefix: "ZOOM_verify_", Token: "DevVy-i1QhKgjbpy35vSag"},
		"yandex-verification: 0123456789abcdef":                                {Service: "yandex", Company: "Yandex", Prefix: "yandex-verification:", Token: "0123456789abcdef"},
		"pardot1047653=e2448c2366585c1b":                                       {Service: "salesforce_account_engagement", Company: "Salesforce Account Engagement (Pardot)", Prefix: "pardot1047653=", Token: "e2448c2366585c1b"},
		"atlassian-sending-domain-verification=9b2649ea-f95d-442d-9ecb-55ee2a": {Service: "atlassian", Company: "Atlassian (sending mail)", Prefix: "atlassian-sending-domain-verification=", Token: "9b2649ea-f95d-442d-9ecb-55ee2a"},
		"zoom-domain-verification=ZOOM_verify_3d500f8c401c445e9cc337e189236ef5": {
			Service: "zoom", Company: "Zoom", Prefix: "zoom-domain-verification=", Token: "ZOOM_verify_3d500f8c401c445e9cc337e189236ef5",
		},
	} {
		got, ok := known().Recognize(value)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: recognized %v (-want +got):\n%s", value, ok, diff)
		}
	}
}

func TestOtherValuesAreNotRecognized(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"", "v=spf1 include:_spf.google.com ~all", "v=DMARC1; p=reject", "k=rsa; p=MIGf", "MS=", "google-site-verification= ", "hello=world",
		"x-google-site-verification=abc", "anthropic-domain-verification-=token", "anthropic-domain-verification-without-token",
		"acme-domain-verification-abc123=short", "acme-domain-verification-toolong=zJnYXvMUrBuyoLB4eKC6V1Wav",
		"-domain-verification-abc123=zJnYXvMUrBuyoLB4eKC6V1Wav", "pardot", "pardot rules = 5",
	} {
		if got, ok := known().Recognize(value); ok {
			t.Errorf("%q is recognized as %v, want nothing", value, got)
		}
	}
}

func TestEveryKnownPrefixIsRecognizedAsItsOwn(t *testing.T) {
	t.Parallel()
	rows := known()
	if len(rows) < 30 {
		t.Errorf("%d rows, want 30 or more", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.Text] {
			t.Errorf("%q is in the table twice", row.Text)
		}
		seen[row.Text] = true
		if row.Text != strings.ToLower(row.Text) || row.Service == "" || row.Company == "" || row.Source == "" {
			t.Errorf("row %+v: want lower case, a service, a company and a source", row)
		}
		prefix := row.Text
		if row.Varies {
			prefix += "0a1b2c="
		}
		want := txtrecord.Verification{Service: row.Service, Company: row.Company, Prefix: prefix, Token: "ToKeN"}
		for _, spelling := range []string{prefix, strings.ToUpper(prefix)} {
			want.Prefix = spelling
			got, ok := known().Recognize(spelling + "ToKeN")
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("%sToKeN: recognized %v (-want +got):\n%s", spelling, ok, diff)
			}
		}
	}
}

func FuzzRecognizedTokenIsTheRestOfTheValue(f *testing.F) {
	for _, seed := range []string{"MS=ms12345678", "google-site-verification=abc", "anthropic-domain-verification-1tycht=abc", "facebook-domain-verification= x ", "atlassian-domain-verification=a=b", "\"quoted=\""} {
		f.Add(seed)
	}
	known := txtrecord.Known()
	f.Fuzz(func(t *testing.T, value string) {
		found, ok := known.Recognize(value)
		if !ok {
			return
		}
		rest, isPrefix := strings.CutPrefix(strings.TrimSpace(value), found.Prefix)
		if found.Token == "" || !isPrefix || !strings.HasPrefix(strings.TrimSpace(rest), found.Token) || found.Service == "" || found.Company == "" {
			t.Errorf("%q is recognized as %+v", value, found)
		}
	})
}
