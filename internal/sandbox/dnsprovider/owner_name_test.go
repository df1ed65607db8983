// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import "testing"

func TestOwnerNameIsAbsoluteAndAmbiguousNamesAreErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, name, want string }{
		{"acme.test", "", "acme.test"},
		{"acme.test", "@", "acme.test"},
		{"acme.test", "acme.test", "acme.test"},
		{"Acme.Test.", "ACME.test.", "acme.test"},
		{"acme.test", "www.acme.test", "www.acme.test"},
		{"acme.test", "a.b.acme.test.", "a.b.acme.test"},
		{"acme.test", "_verify", "_verify.acme.test"},
		{"acme.test", "*", "*.acme.test"},
		{"test", "acme", "acme.test"},
		{"acme.test", "acme.com", ""},
		{"acme.test", "xacme.test", ""},
		{"acme.test", "www.", ""},
		{"acme.test", "a..acme.test", ""},
		{"acme.test", "grün.acme.test", ""},
		{"acme.test", "a b", ""},
		{"", "www", ""},
		{"grün.test", "www", ""},
	} {
		got, err := ownerName(test.zone, test.name)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("ownerName(%q, %q) = %q, %v; want %q", test.zone, test.name, got, err, test.want)
		}
	}
}
