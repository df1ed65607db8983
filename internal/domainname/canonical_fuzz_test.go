// SPDX-License-Identifier: MPL-2.0

package domainname_test

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

func FuzzCanonicalIsIdempotent(f *testing.F) {
	for _, seed := range []string{"Acme.COM.", "bücher.example", "xn--a", "a..b", "例え。テスト", "\x00.com", "xn--fa-hia.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		for _, canonical := range []func(string) (string, error){domainname.Canonical, domainname.CanonicalOwner} {
			once, err := canonical(input)
			if err != nil {
				continue
			}
			twice, err := canonical(once)
			if err != nil || twice != once {
				t.Errorf("%q → %q → %q, %v", input, once, twice, err)
			}
			if len(once) > 253 {
				t.Errorf("%q → %d octets", input, len(once))
			}
		}
	})
}

// x/net/idna judges some names more strictly, but never spells one in another way.
func FuzzCanonicalAgreesWithTheLookupProfile(f *testing.F) {
	for _, seed := range []string{"Acme.COM.", "bücher.example", "faß.de", "例え。テスト", "xn--fa-hia.de", "ab--c.test", "a\u200db.test", "ＡＣＭＥ.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		got, err := domainname.Canonical(input)
		if err != nil {
			return
		}
		if want, err := idna.Lookup.ToASCII(strings.TrimSuffix(input, ".")); err == nil && got != want {
			t.Errorf("%q → %q, and by the lookup profile %q", input, got, want)
		}
		// The form for people leads back.
		unicode, err := idna.Display.ToUnicode(got)
		if again, canonicalErr := domainname.Canonical(unicode); err == nil && canonicalErr == nil && again != got {
			t.Errorf("%q → %q → %q → %q", input, got, unicode, again)
		}
		if !domainname.Equal(input, got) || !domainname.Equal(got, input) {
			t.Errorf("%q and its canonical form %q differ", input, got)
		}
		if owner, err := domainname.CanonicalOwner(input); err != nil || owner != got {
			t.Errorf("%q → %q, and as an owner name %q, %v", input, got, owner, err)
		}
		if owned, err := domainname.CanonicalOrganizationDomain(input); err == nil && owned != got {
			t.Errorf("%q → %q, and as the domain of an organization %q", input, got, owned)
		}
	})
}
