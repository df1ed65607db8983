// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

func TestValueComesBackFromItsRecordAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rrtype, value string }{
		{"TXT", ""},
		{"TXT", `a "b" \c; d`},
		{"TXT", "grüße\t\x00"},
		{"TXT", strings.Repeat("x", 255)},
		{"TXT", strings.Repeat("x", 1000)},
		{"A", "192.0.2.1"},
		{"AAAA", "2001:db8::1"},
		{"MX", "10 mail.acme.test."},
		{"CAA", `0 issue ";"`},
	} {
		rr, err := parseValue("acme.test", test.rrtype, 60, test.value)
		if err != nil {
			t.Fatal(err)
		}
		got, err := formatValue(rr)
		if err != nil || got != test.value {
			t.Errorf("%s %q came back as %q, %v", test.rrtype, test.value, got, err)
		}
	}
}

func TestValueThatIsNoDataOfItsTypeIsAnError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rrtype, value string }{
		{"A", ""},
		{"A", " "},
		{"A", "acme.test"},
		{"AAAA", "192.0.2.1"},
		{"MX", "mail.acme.test"},
		{"CNAME", "a b"},
		{"A", "192.0.2.1\nacme.test. 60 IN A 192.0.2.2"},
		{"TXT", strings.Repeat("x", 40000)},
	} {
		if rr, err := parseValue("acme.test", test.rrtype, 60, test.value); err == nil {
			t.Errorf("%s %q became %s", test.rrtype, test.value, rr)
		}
	}
}

func TestValuesKeepTheSpellingOfWhoeverWroteThem(t *testing.T) {
	t.Parallel()
	set := recordSet{zone: "acme.test", owner: "acme.test", rrtype: "MX"}
	for _, rr := range []string{"acme.test. 60 IN MX 10 mail.acme.test.", "acme.test. 60 IN MX 20 new.acme.test."} {
		parsed, err := dns.NewRR(rr)
		if err != nil {
			t.Fatal(err)
		}
		set.records = append(set.records, parsed)
	}
	got, err := set.values([]string{"10  Mail.acme.test", "30 gone.acme.test"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"10  Mail.acme.test", "20 new.acme.test."}, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}
