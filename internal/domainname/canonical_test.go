// SPDX-License-Identifier: MPL-2.0

package domainname_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

func TestCanonicalBringsEverySpellingToOneForm(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"acme.com":               "acme.com",
		"Acme.COM.":              "acme.com",
		"bücher.example":         "xn--bcher-kva.example",
		"BÜCHER.example":         "xn--bcher-kva.example",
		"xn--bcher-kva.example":  "xn--bcher-kva.example",
		"XN--BCHER-KVA.EXAMPLE.": "xn--bcher-kva.example",
		"faß.example":            "xn--fa-hia.example",
		"例え。テスト":                 "xn--r8jz45g.xn--zckzah",
		"mail.eu.acme.co.uk":     "mail.eu.acme.co.uk",
	} {
		got, err := domainname.Canonical(input)
		if err != nil || got != want {
			t.Errorf("Canonical(%q) = %q, %v; want %q", input, got, err, want)
		}
	}
}

func TestCanonicalNamesTheMistakeInWhatIsNotADomain(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"":                               "is empty",
		".":                              "is empty",
		"192.0.2.1":                      "is an IP address",
		"192.0.2.1.":                     "is an IP address",
		"１９２.０.２.１":                      "is an IP address",
		"[2001:db8::1]":                  "is an IP address",
		"https://acme.com":               "is a URL",
		"admin@acme.com":                 "is a mail address",
		"*.acme.com":                     "is a wildcard",
		"acme .com":                      "holds white space",
		"acme..com":                      "empty label",
		".acme.com":                      "empty label",
		"_dmarc.acme.com":                `holds "_"`,
		"acme.com/":                      `holds "/"`,
		"acme.com,acme.net":              `holds ","`,
		"acme.com:443":                   `holds ":"`,
		"-acme.com":                      "rules for domain names",
		strings.Repeat("a", 64) + ".com": "longer than 63",
		strings.Repeat("abcdefg.", 32) + "example": "longer than 253",
	} {
		_, err := domainname.Canonical(input)
		var typed *domainname.Error
		if !errors.As(err, &typed) || !strings.Contains(err.Error(), want) {
			t.Errorf("Canonical(%q): error %v, want one that holds %q", input, err, want)
		}
	}
}

func TestCanonicalOwnerAllowsUnderscoresButNoZoneFileSyntax(t *testing.T) {
	t.Parallel()
	if got, err := domainname.CanonicalOwner("_Dmarc.Acme.com."); err != nil || got != "_dmarc.acme.com" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, input := range []string{"a b.com", "a\"b.com", "a\\b.com", "a;b.com", "@.com"} {
		if got, err := domainname.CanonicalOwner(input); err == nil {
			t.Errorf("CanonicalOwner(%q) = %q, want an error", input, got)
		}
	}
}

func TestRecordNameMayBeThatOfAWildcard(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{"*.Acme.com.": "*.acme.com", "*.bücher.example": "*.xn--bcher-kva.example", "_x.acme.com": "_x.acme.com"} {
		if got, err := domainname.CanonicalRecordName(input); err != nil || got != want {
			t.Errorf("CanonicalRecordName(%q) = %q, %v, want %q", input, got, err, want)
		}
	}
	longest := strings.Repeat("a.", 125) + "com"
	for _, input := range []string{"*.", "*", "*.*.com", "a.*.com", "*a.com", "*..com", "*." + longest} {
		if got, err := domainname.CanonicalRecordName(input); err == nil {
			t.Errorf("CanonicalRecordName(%q) = %q, want an error", input, got)
		}
	}
	if _, err := domainname.CanonicalOwner(longest); err != nil {
		t.Error(err)
	}
}

func TestEqualComparesDomainsNotSpellings(t *testing.T) {
	t.Parallel()
	if !domainname.Equal("Bücher.Example.", "xn--bcher-kva.example") {
		t.Error("two spellings of one domain differ")
	}
	if domainname.Equal("acme.com", "acme.org") || domainname.Equal("not a domain", "Not a domain") {
		t.Error("different strings are equal")
	}
}

func TestOrganizationDomainIsBelowAPublicSuffix(t *testing.T) {
	t.Parallel()
	for _, input := range []string{"acme.com", "acme.co.uk", "acme.test", "github.io", "sub.acme.github.io"} {
		if _, err := domainname.CanonicalOrganizationDomain(input); err != nil {
			t.Errorf("%q: %v", input, err)
		}
	}
	for input, want := range map[string]string{
		"com":       "single label",
		"localhost": "single label",
		"co.uk":     "public suffix",
		"CO.UK.":    "public suffix",
		"1.2.3":     "ends in a number",
		"10.0.0.1":  "IP address",
	} {
		_, err := domainname.CanonicalOrganizationDomain(input)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that holds %q", input, err, want)
		}
	}
}
