// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestTXTValueIsComparedOctetForOctet(t *testing.T) {
	long := strings.Repeat("a", 255) + strings.Repeat("b", 45)
	cases := map[string]struct {
		zone     string
		expected string
		values   []string
		want     dnscheck.Verdict
	}{
		"character-strings are joined": {
			zone: `@ TXT "` + long[:255] + `" "` + long[255:] + `"`, expected: long, values: []string{long}, want: dnscheck.Present,
		},
		"records are kept apart": {
			zone: "@ TXT \"acme-\"\n@ TXT \"token\"", expected: "acme-token", values: []string{"acme-", "token"}, want: dnscheck.Different,
		},
		"one of several records": {
			zone: "@ TXT \"v=spf1 -all\"\n@ TXT \"token\"", expected: "token", values: []string{"token", "v=spf1 -all"}, want: dnscheck.Present,
		},
		"case matters":       {zone: `@ TXT "Token"`, expected: "token", values: []string{"Token"}, want: dnscheck.Different},
		"spaces matter":      {zone: `@ TXT "token "`, expected: "token", values: []string{"token "}, want: dnscheck.Different},
		"quotes and slashes": {zone: `@ TXT "a\"b\\c;d"`, expected: `a"b\c;d`, values: []string{`a"b\c;d`}, want: dnscheck.Present},
		"octets above ASCII": {zone: `@ TXT "\195\188"`, expected: "ü", values: []string{"ü"}, want: dnscheck.Present},
		"no string but one empty": {
			zone: `@ TXT ""`, expected: "token", values: []string{""}, want: dnscheck.Different,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(explicit, authority(t, acme(c.zone)))
				client := newClient(t, n, func(config *dnscheck.Config) { config.Nameservers = []string{explicit} })
				report := mustCheck(t, client, dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: c.expected})
				wantEqual(t, "values", c.values, report.Values())
				wantEqual(t, "verdict", c.want, report.Servers[0].Verdict)
			})
		})
	}
}

func TestRecordsOfAnotherNameInTheAnswerDoNotCount(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, report := askOne(t, answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative = true
			m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: "other.test.", Rrtype: dns.TypeTXT, Class: 1}, Txt: []string{token}}}
			return m
		}))
		wantEqual(t, "verdict", dnscheck.Absent, report.Servers[0].Verdict)
	})
}
