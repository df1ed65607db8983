// SPDX-License-Identifier: MPL-2.0

package txtrecord_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

func TestRecordsOfOneNameAreASingleSet(t *testing.T) {
	t.Parallel()
	cname := func(name string, openName bool, values ...string) txtrecord.RecordSet {
		return txtrecord.RecordSet{Name: name, OpenName: openName, Type: "CNAME", Values: values}
	}
	for what, c := range map[string]struct {
		given   []txtrecord.RecordSet
		retired []string
		want    txtrecord.RecordSet
	}{
		"spellings, duplicates, the lowest TTL": {
			given: []txtrecord.RecordSet{txt("Acme.COM.", 3600, "b", `"a"`), {Name: "acme.com", Type: "txt", TTL: 300, Values: []string{"b"}}},
			want:  txt("acme.com", 300, "a", "b"),
		},
		"retired values": {
			given: []txtrecord.RecordSet{txt("acme.com", 0, "old", "new")}, retired: []string{`"old"`},
			want: txt("acme.com", 0, "new"),
		},
		"values to come": {
			given: []txtrecord.RecordSet{{Name: "acme.com", Type: "TXT", Open: true}, txt("acme.com", 60, "a")},
			want:  txtrecord.RecordSet{Name: "acme.com", Type: "TXT", TTL: 60, Values: []string{"a"}, Open: true},
		},
		"the name of the known one": {
			given: []txtrecord.RecordSet{{OpenName: true, OpenType: true, Open: true, OpenTTL: true}, txt("acme.com", 60, "a"), {OpenName: true, Type: "TXT", Values: []string{"b"}}},
			want:  txtrecord.RecordSet{Name: "acme.com", Type: "TXT", TTL: 60, Values: []string{"a", "b"}, Open: true, OpenTTL: true},
		},
		"a name to come, and all else known": {
			given: []txtrecord.RecordSet{cname("", true, "Verify.Example.")},
			want:  cname("", true, "verify.example"),
		},
		"values of a type to come are not judged": {
			given: []txtrecord.RecordSet{{Name: "acme.com", OpenType: true, Values: []string{`"a" b`}}},
			want:  txtrecord.RecordSet{Name: "acme.com", OpenType: true, Open: true, Values: []string{}},
		},
	} {
		got, ok, err := txtrecord.Single(c.given, c.retired)
		if err != nil || !ok {
			t.Errorf("%s: ok %t, error %v", what, ok, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

func TestNoValueIsNoSet(t *testing.T) {
	t.Parallel()
	for _, given := range [][]txtrecord.RecordSet{nil, {txt("acme.com", 0)}, {txt("acme.com", 0, "old")}} {
		if got, ok, err := txtrecord.Single(given, []string{"old"}); ok || err != nil {
			t.Errorf("%+v became %+v, ok %t, error %v, want no set", given, got, ok, err)
		}
	}
}

func TestRecordsOfDifferentNamesOrTypesAreNoSingleSet(t *testing.T) {
	t.Parallel()
	open := txtrecord.RecordSet{OpenName: true, OpenType: true, Open: true}
	for want, given := range map[string][]txtrecord.RecordSet{
		"different names, acme.com and acme.shop": {txt("acme.com", 0, "a"), open, txt("acme.shop", 0, "b")},
		"different types, TXT and CNAME":          {txt("acme.com", 0, "a"), {Name: "acme.com", Type: "CNAME", Values: []string{"b"}}},
		"at most one CNAME":                       {{Name: "acme.com", Type: "CNAME", Values: []string{"a"}}, {Name: "acme.com", Type: "CNAME", Values: []string{"b"}}},
		"empty label":                             {txt("acme..com", 0, "a")},
		"closing quote":                           {txt("acme.com", 0, `"a`)},
	} {
		if _, _, err := txtrecord.Single(given, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one about %q", given, err, want)
		}
	}
}
