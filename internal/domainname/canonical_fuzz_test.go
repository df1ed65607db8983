// SPDX-License-Identifier: MPL-2.0

package domainname_test

import (
	"testing"

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
