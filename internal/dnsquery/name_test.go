// SPDX-License-Identifier: MPL-2.0

package dnsquery

import "testing"

func TestNameIsCanonicalInsideAndShownWithoutTheFinalDot(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]FQDN{"ACME.test": "acme.test.", "acme.test.": "acme.test.", "_x.*.Acme.test": "_x.*.acme.test."} {
		got, err := ParseFQDN(written)
		if err != nil || got != want {
			t.Errorf("%q became %q, %v", written, string(got), err)
		}
	}
	for name, shown := range map[FQDN]string{"acme.test.": "acme.test", Root: ".", "": ""} {
		if name.String() != shown {
			t.Errorf("%q is shown as %q", string(name), name.String())
		}
	}
}

func TestNamesAreComparedByLabels(t *testing.T) {
	t.Parallel()
	name := FQDN("a.acme.test.")
	for apex, want := range map[FQDN][2]bool{
		"a.acme.test.": {true, false}, "acme.test.": {true, true}, Root: {true, true}, "me.test.": {false, false}, "b.a.acme.test.": {false, false},
	} {
		if name.In(apex) != want[0] || name.Below(apex) != want[1] {
			t.Errorf("in %s: %v, below: %v, want %v", apex, name.In(apex), name.Below(apex), want)
		}
	}
	if name.Parent() != "acme.test." || Root.Parent() != Root || FQDN("test.").Parent() != Root {
		t.Error("a parent is wrong")
	}
	if name.TopLevel() != "test." || Root.TopLevel() != Root {
		t.Error("a top-level domain is wrong")
	}
	if Root.Prepend("www") != "www." || name.Prepend("x.Y") != "x.y.a.acme.test." {
		t.Error("a label in front of a name is wrong")
	}
}
