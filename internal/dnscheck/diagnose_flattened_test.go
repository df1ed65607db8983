// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"slices"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

var alias = dnscheck.Question{Name: "zb1.acme.test", Type: dnscheck.CNAME, Expected: "zmverify.zoho.eu"}

func (n *network) addressQuestions() (names []string) {
	for _, p := range n.sent(func(p packet) bool { return p.qtype == "A" || p.qtype == "AAAA" }) {
		names = append(names, p.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestAddressesInPlaceOfTheCNAMEAreNamed(t *testing.T) {
	for zone, address := range map[string]string{"zb1 A 198.51.100.7\n": "198.51.100.7", "zb1 AAAA 2001:db8::7\n": "2001:db8::7"} {
		for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
			t.Run(address+" "+string(mode), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					findings := diagnoseIn(t, mode, zone, alias, dnscheck.Hints{})
					wantSaid(t, findings, dnscheck.FlattenedCNAME, address, "proxies or flattens", "a CNAME to \"zmverify.zoho.eu\"")
				})
			})
		}
	}
}

func TestAddressesAreAskedForOnlyWhereTheCNAMEIsMissingAndTheNameExists(t *testing.T) {
	txt := dnscheck.Question{Name: "zb1.acme.test", Type: dnscheck.TXT, Expected: "zmverify.zoho.eu"}
	for name, c := range map[string]struct {
		zone  string
		q     dnscheck.Question
		want  dnscheck.Code
		asked []string
	}{
		"no such name":   {"", alias, dnscheck.RecordMissing, nil},
		"another CNAME":  {"zb1 CNAME web.example.\n", alias, dnscheck.RecordMissing, nil},
		"a TXT record":   {"zb1 A 198.51.100.7\n", txt, dnscheck.RecordMissing, nil},
		"other types":    {"zb1 MX 10 mail\n", alias, dnscheck.RecordMissing, []string{"zb1.acme.test."}},
		"address at all": {"zb1 A 198.51.100.7\n", alias, dnscheck.FlattenedCNAME, []string{"no-zb1-here.acme.test.", "zb1.acme.test."}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(c.zone))
				wantSaid(t, diagnose(t, n, newClient(t, n), c.q, dnscheck.Hints{}), c.want)
				wantEqual(t, "asked for addresses", c.asked, n.addressQuestions())
			})
		})
	}
}

// A wildcard for web sites gives addresses to the name, whoever published what.
func TestAddressesOfAWildcardAreNotTakenForAFlattenedCNAME(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		wild := answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Authoritative = true
			if q := m.Question[0]; q.Qtype == dns.TypeA {
				m.Answer = records(t, ".", q.Name+" A 198.51.100.7")
				return m
			}
			m.Ns = records(t, ".", "acme.test. SOA ns1.acme.test. b. 1 1 1 1 60")
			return m
		})
		client := newClient(t, n)
		mustCheck(t, client, alias)
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, wild)
		}
		wantSaid(t, diagnose(t, n, client, alias, dnscheck.Hints{}), dnscheck.RecordMissing)
	})
}
