// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestRecordIsPublishedWhenEveryServerHasIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		answer := func(name, address string) dnscheck.ServerAnswer {
			return dnscheck.ServerAnswer{
				Name: name, Address: address, Owner: "acme.test.", Verdict: dnscheck.Present, Rcode: "NOERROR",
				Authoritative: true, Values: []string{token}, TTL: 300 * time.Second,
			}
		}
		want := dnscheck.Report{
			Name: "acme.test.", Type: dnscheck.TXT, Expected: token, Mode: dnscheck.Authoritative,
			Quorum: dnscheck.QuorumMajority, Zone: "acme.test.",
			Servers: []dnscheck.ServerAnswer{
				answer("ns1.acme.test", "192.0.2.11"), answer("ns2.acme.test", "192.0.2.12"), answer("ns3.acme.test", "192.0.2.13"),
			},
		}
		if diff := cmp.Diff(want, report, cmpopts.IgnoreUnexported(dnscheck.ServerAnswer{})); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", []string{token}, report.Values())
		wantNoRecursiveQueryFor(t, n, "acme.test.")
	})
}

func TestRecordIsNotPublishedWhenAnAnsweringServerLacksIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.serve("192.0.2.13:53", authority(t, acme(`@ TXT "v=spf1 -all"`)))
		report := mustCheck(t, newClient(t, n), txt("acme.test"))
		wantEqual(t, "published", false, report.Published())
		wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
			"ns1.acme.test": dnscheck.Present, "ns2.acme.test": dnscheck.Present, "ns3.acme.test": dnscheck.Different,
		}, verdicts(report))
		wantEqual(t, "values", []string{token, "v=spf1 -all"}, report.Values())
	})
}

// One server of three that says nothing about the record is named, and blocks
// nothing; two of three are too many.
func TestServersThatDoNotAnswerBlockOnlyWhenTheyAreHalf(t *testing.T) {
	lame := `other.test.
@ SOA a b 1 1 1 1 60
`
	cases := map[string]struct {
		broken  func(t *testing.T) handler
		verdict dnscheck.Verdict
	}{
		"silent":                       {func(*testing.T) handler { return silent }, dnscheck.Unreachable},
		"refusing":                     {func(*testing.T) handler { return rcode(5) }, dnscheck.Refused},
		"failing":                      {func(*testing.T) handler { return rcode(2) }, dnscheck.Failed},
		"no auth":                      {func(*testing.T) handler { return rcode(9) }, dnscheck.Lame},
		"stranger":                     {func(t *testing.T) handler { return authority(t, lame) }, dnscheck.Refused},
		"parent":                       {func(t *testing.T) handler { return authority(t, testZone) }, dnscheck.Lame},
		"a parent that forgot the cut": {func(t *testing.T) handler { return authority(t, "test.\n@ SOA a b 1 1 1 1 60\n") }, dnscheck.Lame},
		"gone":                         {func(*testing.T) handler { return nil }, dnscheck.Unreachable},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(acmeTXT))
				client := newClient(t, n)
				n.serve("192.0.2.12:53", c.broken(t))
				report := mustCheck(t, client, txt("acme.test"))
				wantEqual(t, "published with one broken server of three", true, report.Published())
				wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
					"ns1.acme.test": dnscheck.Present, "ns2.acme.test": c.verdict, "ns3.acme.test": dnscheck.Present,
				}, verdicts(report))

				n.serve("192.0.2.13:53", c.broken(t))
				report = mustCheck(t, client, txt("acme.test"))
				wantEqual(t, "published with two broken servers of three", false, report.Published())
			})
		})
	}
}

func TestHalfOfTheServersIsNotEnough(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(explicit, authority(t, acme(acmeTXT)))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{explicit, "192.0.2.12"} })
		wantEqual(t, "published", false, mustCheck(t, client, txt("acme.test")).Published())
	})
}

func TestDeadServerCostsOneTimeoutAndOneRepeatedQuery(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		mustCheck(t, client, txt("acme.test"))
		n.serve("192.0.2.12:53", silent)
		n.clear()
		start := time.Now()
		mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "time", 2*time.Second, time.Since(start))
		sent := n.sent(func(p packet) bool { return p.address == "192.0.2.12:53" })
		wantEqual(t, "queries to the silent server", 2, len(sent))
	})
}

func TestAbsenceSaysHowLongItMayBeRemembered(t *testing.T) {
	cases := map[string]struct {
		soa  string
		want time.Duration
	}{
		"by the SOA minimum": {"@ 3600 SOA ns1 b 1 1 1 1 60\n", time.Minute},
		"at most 3 hours":    {"@ 604800 SOA ns1 b 1 1 1 1 604800\n", 3 * time.Hour},
		"by the SOA TTL":     {"@ 30 SOA ns1 b 1 1 1 1 900\n", 30 * time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, "acme.test.\n"+c.soa+"@ NS ns1\n")
				report := mustCheck(t, newClient(t, n), txt("acme.test"))
				wantEqual(t, "published", false, report.Published())
				wantEqual(t, "negative TTL", c.want, report.NegativeTTL)
			})
		})
	}
}

func TestAnyRecordOfTheTypeIsPresentWhenNothingIsExpected(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		client := newClient(t, newWorld(t, acme(`@ TXT "one"`)))
		look := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT}
		wantEqual(t, "published", true, mustCheck(t, client, look).Published())
		look.Name = "other.acme.test"
		wantEqual(t, "published", false, mustCheck(t, client, look).Published())
	})
}
