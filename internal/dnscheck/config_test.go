// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func TestBadConfigurationIsRefusedByName(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		config dnscheck.Config
		says   []string
	}{
		"mode":             {dnscheck.Config{Mode: "fast"}, []string{`"fast"`, `"authoritative"`, `"recursive"`}},
		"quorum":           {dnscheck.Config{Quorum: "most"}, []string{`"most"`, `"all"`, `"majority"`, `"any"`}},
		"timeout":          {dnscheck.Config{Config: dnsquery.Config{Timeout: -time.Second}}, []string{"-1s"}},
		"no address":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"system", "not an address"}}}, []string{`resolver "not an address"`, `192.0.2.53:5353`, `"system"`}},
		"short IPv4":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"192.0.2"}}}, []string{`"192.0.2"`, "incomplete IPv4"}},
		"large IPv4":       {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"300.1.1.1:53"}}}, []string{`"300.1.1.1:53"`}},
		"URL":              {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"http://dns.example/query"}}}, []string{`"http://dns.example/query"`, `"https://"`}},
		"DoH user":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"https://me@dns.example/"}}}, []string{`"https://me@dns.example/"`}},
		"DoH host":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"https:///dns-query"}}}, []string{`"https:///dns-query"`}},
		"DoT path":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"tls://dns.example/x"}}}, []string{`"tls://dns.example/x"`}},
		"DoT port":         {dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{"tls://dns.example:dot"}}}, []string{`"tls://dns.example:dot"`, `"dot"`}},
		"port":             {dnscheck.Config{Nameservers: []string{"192.0.2.1:70000"}}, []string{`name server "192.0.2.1:70000"`, `"70000"`}},
		"port zero":        {dnscheck.Config{Nameservers: []string{"192.0.2.1:0"}}, []string{`"0"`}},
		"empty":            {dnscheck.Config{Nameservers: []string{""}}, []string{`""`}},
		"servers unheard":  {dnscheck.Config{Mode: dnscheck.Recursive, Nameservers: []string{"192.0.2.1"}}, []string{"never be asked"}},
		"unbracketed IPv6": {dnscheck.Config{Nameservers: []string{"2001:db8::g"}}, []string{"2001:db8::g"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := dnscheck.New(c.config)
			if err == nil {
				t.Fatal("the configuration was accepted")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %s", err, want)
				}
			}
		})
	}
}

func TestServerIsReachedAtTheAddressThatItsEntryMeans(t *testing.T) {
	cases := map[string]string{
		"192.0.2.1":           "192.0.2.1:53",
		"192.0.2.1:5353":      "192.0.2.1:5353",
		"2001:db8::1":         "[2001:db8::1]:53",
		"[2001:db8::1]":       "[2001:db8::1]:53",
		"[2001:db8::1]:5353":  "[2001:db8::1]:5353",
		"ns1.example.net":     "ns1.example.net:53",
		"ns1.example.net:530": "ns1.example.net:530",
	}
	for entry, address := range cases {
		t.Run(entry, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(address, authority(t, acme(acmeTXT)))
				client := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{entry} })
				report := mustCheck(t, client, txt("acme.test"))
				wantEqual(t, "lines", []string{entry + ": has the expected TXT record at acme.test"}, report.Lines())
			})
		})
	}
}

func TestNameThatCannotExistIsRefusedBeforeAnyPacket(t *testing.T) {
	cases := map[string]string{
		"":                                      "empty",
		".":                                     "empty",
		"a..test":                               "empty label",
		".test":                                 "empty label",
		strings.Repeat("a", 64) + ".test":       "64 octets",
		strings.Repeat("abcdefg.", 32) + "test": "253",
		"bücher.test":                           "A-label",
		"a b.test":                              `' '`,
		`a\.b.test`:                             `'\\'`,
		"192.0.2.1":                             "IP address",
		"2001:db8::1":                           "IP address",
	}
	for name, says := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				_, err := newClient(t, n).Check(t.Context(), txt(name))
				var bad *dnsquery.NameError
				if !errors.As(err, &bad) || !strings.Contains(bad.Reason, says) {
					t.Errorf("error %v, want a NameError that says %q", err, says)
				}
				wantEqual(t, "packets", 0, len(n.sent(func(packet) bool { return true })))
			})
		})
	}
}

func TestUnknownRecordTypeIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		_, err := newClient(t, newNetwork()).Check(t.Context(), dnscheck.Question{Name: "acme.test", Type: "MX"})
		if err == nil || !strings.Contains(err.Error(), `"MX"`) {
			t.Errorf("error %v does not name the type", err)
		}
	})
}
