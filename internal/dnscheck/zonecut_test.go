// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// The server of test. serves acme.test. too and never refers: the SOA shows the
// cut, and the zone's own NS set shows the servers.
func TestZoneIsFoundWhenOneServerServesParentAndChild(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := acme(acmeTXT, "_x CNAME _y\n_y TXT \""+token+"\"\n")
		n := newWorld(t, zone)
		n.serve("192.0.2.1:53", authority(t, testZone, zone))
		client := newClient(t, n)
		for _, name := range []string{"acme.test", "_x.acme.test"} {
			report := mustCheck(t, client, txt(name))
			wantEqual(t, "published "+name, true, report.Published())
			wantEqual(t, "zone of "+name, "acme.test", report.Zone.String())
			wantEqual(t, "servers of "+name, map[string]dnscheck.Verdict{
				"ns1.acme.test": dnscheck.Present, "ns2.acme.test": dnscheck.Present, "ns3.acme.test": dnscheck.Present,
			}, verdicts(report))
		}
	})
}

func TestMissingNameIsAbsentWhenOneServerServesParentAndChild(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.serve("192.0.2.1:53", authority(t, testZone, acme()))
		report := mustCheck(t, newClient(t, n), txt("_x.acme.test"))
		wantEqual(t, "verdict", dnscheck.Absent, report.Servers[0].Verdict)
		wantEqual(t, "zone", "acme.test", report.Zone.String())
	})
}

// Behind a CNAME the authority section speaks about the zone of the target, here
// one above the zone that holds the name.
func TestZoneOfAnAliasIsNotTheZoneOfItsTarget(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		eu := "eu.acme.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns.hosting.example.\n_x CNAME y.acme.test.\n"
		n := newWorld(t, acme("eu NS ns.hosting.example.\ny TXT \""+token+"\"\n"))
		soa := records(t, "acme.test.", "@ SOA ns1 b 1 1 1 1 60")
		both := map[string][]dns.RR{"acme.test.": records(t, "acme.test.", acme()[len("acme.test.\n"):]), "eu.acme.test.": records(t, "eu.acme.test.", eu[len("eu.acme.test.\n"):])}
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			honest := authority(t, acme("eu NS ns.hosting.example.\ny TXT \""+token+"\"\n"), eu)
			n.serve(address, chasing(honest, both, soa))
		}
		n.serve("192.0.2.21:53", authority(t, eu))
		report := mustCheck(t, newClient(t, n), txt("_x.eu.acme.test"))
		wantEqual(t, "zone", "eu.acme.test", report.Zone.String())
		wantEqual(t, "published", true, report.Published())
	})
}

// chasing adds, to answers with a CNAME, the negative answer about its target.
func chasing(honest handler, held map[string][]dns.RR, soa []dns.RR) handler {
	return func(request []byte, transport string) [][]byte {
		m := new(dns.Msg)
		if err := m.Unpack(request); err != nil {
			panic(err)
		}
		if m.Question[0].Qtype != dns.TypeSOA {
			return honest(request, transport)
		}
		return answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := answerFrom(held, request)
			if len(m.Answer) > 0 && m.Answer[0].Header().Rrtype == dns.TypeCNAME {
				m.Ns = soa
			}
			return m
		})(request, transport)
	}
}

func TestServersThatOnlyTheZoneItselfNamesAreAskedToo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := acme(acmeTXT, "@ NS ns.hosting.example.\n")
		n := newWorld(t, zone)
		n.serve("192.0.2.21:53", authority(t, acme()))
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		wantEqual(t, "published", false, report.Published())
		wantEqual(t, "verdict", dnscheck.Absent, verdicts(report)["ns.hosting.example"])
	})
}

func TestAddressThatOnlyTheZoneItselfGivesIsAskedToo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		zone := map[string][]dns.RR{"acme.test.": records(t, "acme.test.", strings.TrimPrefix(acme(acmeTXT), "acme.test.\n"))}
		more := records(t, "acme.test.", "ns1 A 192.0.2.11\nns1 AAAA 2001:db8::11")
		for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
			n.serve(address, answering(func(request *dns.Msg, _ string) *dns.Msg {
				m := answerFrom(zone, request)
				if request.Question[0].Qtype == dns.TypeNS {
					m.Extra = more
				}
				return m
			}))
		}
		n.serve("[2001:db8::11]:53", authority(t, acme()))
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		wantEqual(t, "addresses", 4, len(report.Servers))
		wantEqual(t, "published", false, report.Published())
	})
}
