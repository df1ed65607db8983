// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// FuzzRecordValues makes records of any text. One that is made is one record of the name
// and type, and has the same text again.
func FuzzRecordValues(f *testing.F) {
	for _, seed := range [][3]string{
		{"acme.test", "TXT", `say "hi" \ é`},
		{"acme.test", "TXT", strings.Repeat("a", 300)},
		{"acme.test", "CNAME", "target.example. ; comment"},
		{"acme.test", "MX", "10 mail ( more"},
		{"a\\.b", "CAA", `0 issue "x"`},
		{"acme.test", "TYPE65280", `\# 3 abcdef`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, owner, rrtype, value string) {
		if _, known := dns.StringToType[rrtype]; !known {
			return // refused by the schema
		}
		if _, ok := dns.IsDomainName(owner); !ok || strings.ContainsAny(owner, " \t\r\n;()\"$@") {
			return // refused before
		}
		record, err := parseValue(owner, rrtype, 60, value)
		if err != nil || record == nil {
			return
		}
		if record.Header().Rrtype != dns.StringToType[rrtype] {
			t.Fatalf("%q makes a record of type %d", value, record.Header().Rrtype)
		}
		shown, err := formatValue(record)
		if err != nil {
			t.Fatalf("%q is not shown: %v", value, err)
		}
		if rrtype == "TXT" && shown != value {
			t.Errorf("%q is shown as %q", value, shown)
		}
	})
}
