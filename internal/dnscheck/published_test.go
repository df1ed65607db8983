// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/miekg/dns"

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
		if diff := cmp.Diff(want, report, cmpopts.IgnoreUnexported(dnscheck.ServerAnswer{}), cmpopts.IgnoreFields(dnscheck.Report{}, "Packets")); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		if sent := len(n.All()); report.Packets < sent || report.Packets > sent+4 { // two searches drop two queries each
			t.Errorf("%d packets counted, %d sent", report.Packets, sent)
		}
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", []string{token}, report.Values())
		wantNoRecursiveQueryFor(t, n, "acme.test.")
	})
}

func TestRecordIsNotPublishedWhenAnAnsweringServerLacksIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.Serve("192.0.2.13:53", authority(t, acme(`@ TXT "v=spf1 -all"`)))
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
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(acmeTXT))
			client := newClient(t, n)
			n.Serve("192.0.2.12:53", c.broken(t))
			report := mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "published with one broken server of three", true, report.Published())
			wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
				"ns1.acme.test": dnscheck.Present, "ns2.acme.test": c.verdict, "ns3.acme.test": dnscheck.Present,
			}, verdicts(report))

			n.Serve("192.0.2.13:53", c.broken(t))
			report = mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "published with two broken servers of three", false, report.Published())
		})
	}
}

func TestHalfOfTheServersIsNotEnough(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(explicit, authority(t, acme(acmeTXT)))
		client := newClient(t, n, configured(explicit, "192.0.2.12"))
		wantEqual(t, "published", false, mustCheck(t, client, txt("acme.test")).Published())
	})
}

func TestDeadServerCostsOneTimeoutAndOneRepeatedQuery(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		mustCheck(t, client, txt("acme.test"))
		n.Serve("192.0.2.12:53", silent)
		n.Clear()
		start := time.Now()
		mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "time", 2*time.Second, time.Since(start))
		sent := n.SentTo("192.0.2.12:53")
		wantEqual(t, "queries to the silent server", 2, len(sent))
	})
}

func TestAnyRecordOfTheTypeIsPresentWhenNothingIsExpected(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		client := newClient(t, newWorld(t, acme(`@ TXT "one"`)))
		q := dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT}
		wantEqual(t, "published", true, mustCheck(t, client, q).Published())
		q.Name = "other.acme.test"
		wantEqual(t, "published", false, mustCheck(t, client, q).Published())
	})
}

func TestQuorumDecidesWhenARecordIsPublished(t *testing.T) {
	const has, lacks, dead = "has", "lacks", "dead"
	cases := []struct {
		name               string
		servers            [3]string
		all, majority, any bool
	}{
		{"everywhere", [3]string{has, has, has}, true, true, true},
		{"one dead", [3]string{has, has, dead}, false, true, true},
		{"one late", [3]string{has, has, lacks}, false, false, true},
		{"one first", [3]string{has, lacks, lacks}, false, false, true},
		{"two dead", [3]string{has, dead, dead}, false, false, true},
		{"nowhere", [3]string{lacks, lacks, lacks}, false, false, false},
		{"all dead", [3]string{dead, dead, dead}, false, false, false},
	}
	for _, c := range cases {
		for quorum, want := range map[dnscheck.Quorum]bool{
			dnscheck.QuorumAll: c.all, dnscheck.QuorumMajority: c.majority, dnscheck.QuorumAny: c.any, "": c.majority,
		} {
			bubble(t, c.name+" "+string(quorum), func(t *testing.T) {
				n := newWorld(t, acme(acmeTXT))
				client := newClient(t, n, func(c *dnscheck.Config) { c.Quorum = quorum })
				mustCheck(t, client, txt("acme.test"))
				for i, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
					switch c.servers[i] {
					case lacks:
						n.Serve(address, authority(t, acme()))
					case dead:
						n.Serve(address, silent)
					}
				}
				wantEqual(t, "published", want, mustCheck(t, client, txt("acme.test")).Published())
			})
		}
	}
}

// The target of a CNAME has servers of its own, and the same rule counts them.
func TestQuorumHoldsForTheServersOfACNAMETarget(t *testing.T) {
	for quorum, want := range map[dnscheck.Quorum]bool{dnscheck.QuorumAll: false, dnscheck.QuorumMajority: false, dnscheck.QuorumAny: true} {
		bubble(t, string(quorum), func(t *testing.T) {
			n := newWorld(t, acme("_x CNAME _y\n_y TXT \""+token+"\"\n"))
			n.Serve("192.0.2.13:53", authority(t, acme("_x CNAME _y\n")))
			client := newClient(t, n, func(c *dnscheck.Config) { c.Quorum = quorum })
			wantEqual(t, "published", want, mustCheck(t, client, txt("_x.acme.test")).Published())
		})
	}
}

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
		"one record of several strings among others": {
			zone: "@ TXT \"v=spf1 -all\"\n@ TXT \"acme-\" \"verification=1\"\n@ TXT \"acme-verification=0\"", expected: token,
			values: []string{"acme-verification=0", token, "v=spf1 -all"}, want: dnscheck.Present,
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
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(explicit, authority(t, acme(c.zone)))
			client := newClient(t, n, configured(explicit))
			report := mustCheck(t, client, dnscheck.Question{Name: "acme.test", Type: dnscheck.TXT, Expected: c.expected})
			wantEqual(t, "values", c.values, report.Values())
			wantEqual(t, "verdict", c.want, report.Servers[0].Verdict)
		})
	}
}

func TestServersThatSayTheSameShareALine(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(txtRecords("other=1")))
		n.Serve("192.0.2.13:53", authority(t, acme()))
		wantEqual(t, "lines", []string{
			`ns1.acme.test (192.0.2.11), ns2.acme.test (192.0.2.12): TXT record at acme.test is "other=1", not "` + expectedValue + `"`,
			`ns3.acme.test (192.0.2.13): no TXT record at acme.test`,
		}, mustCheck(t, newClient(t, n), expecting("acme.test")).GroupedLines())
	})
}

// A report is read in terminals, which obey what a zone's owner writes.
func TestWhatAZoneHoldsIsEscapedInLinesAndFindings(t *testing.T) {
	hostile := "\x1b[31m\u202e\u009b\u3164\r\n\x00" + string([]byte{0xff})
	for name, value := range map[string]string{
		"foreign": hostile, "merged": expectedValue + hostile + "more", "older": "acme-verification=" + hostile, "stray": expectedValue + "\x1b\u3164",
	} {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(txtRecords(value)))
			client := newClient(t, n)
			report := mustCheck(t, client, expecting("acme.test"))
			text := strings.Join(append(report.Lines(), report.GroupedLines()...), "")
			for _, f := range diagnose(t, n, client, expecting("acme.test"), hints) {
				text += f.Sentence + f.Fix
			}
			if strings.ContainsAny(text, "\x1b\u202e\u009b\u3164\r\n\x00\ufffd") || !strings.Contains(text, `\u{001B}`) {
				t.Errorf("text %q", text)
			}
		})
	}
}

const vendorZone = "vendor.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns.hosting.example.\n"

// withVendor adds vendor.test., where delegated validation leads to.
func withVendor(t *testing.T, acmeZone, vendorText string) *network {
	t.Helper()
	n := newWorld(t, acmeZone)
	n.Serve("192.0.2.1:53", authority(t, testZone+"vendor NS ns.hosting.example.\n"))
	n.Serve("192.0.2.21:53", authority(t, vendorZone+vendorText))
	return n
}

func TestAliasIsFollowedIntoAnotherZone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := withVendor(t, acme("_x CNAME Token.Vendor.Test.\n"), "token CNAME last\nlast TXT \""+token+"\"\n")
		report := mustCheck(t, newClient(t, n), txt("_x.acme.test"))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", []string{token}, report.Values())
		wantEqual(t, "lines", []string{
			"ns1.acme.test (192.0.2.11): has the expected TXT record at _x.acme.test (CNAME to token.vendor.test)",
			"ns2.acme.test (192.0.2.12): has the expected TXT record at _x.acme.test (CNAME to token.vendor.test)",
			"ns3.acme.test (192.0.2.13): has the expected TXT record at _x.acme.test (CNAME to token.vendor.test)",
			"ns.hosting.example (192.0.2.21): has the expected TXT record at token.vendor.test (CNAME to last.vendor.test)",
			"ns.hosting.example (192.0.2.21): has the expected TXT record at last.vendor.test",
		}, report.Lines())
		wantNoRecursiveQueryFor(t, n, "_x.acme.test.", "token.vendor.test.", "last.vendor.test.")
	})
}

func TestAliasHasTheVerdictOfItsTarget(t *testing.T) {
	cases := map[string]struct {
		vendor string
		want   dnscheck.Verdict
	}{
		"absent":    {"", dnscheck.Absent},
		"different": {"token TXT \"old\"\n", dnscheck.Different},
		"present":   {"token TXT \"" + token + "\"\n", dnscheck.Present},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			report := mustCheck(t, newClient(t, withVendor(t, acme("_x CNAME token.vendor.test.\n"), c.vendor)), txt("_x.acme.test"))
			wantEqual(t, "verdict", c.want, verdicts(report)["ns1.acme.test"])
			wantEqual(t, "published", c.want == dnscheck.Present, report.Published())
		})
	}
}

func TestAliasThatLeadsNowhereIsAbsentAndSaysWhy(t *testing.T) {
	var long strings.Builder
	for i := range 12 {
		fmt.Fprintf(&long, "c%d CNAME c%d\n", i, i+1)
	}
	cases := map[string]struct{ zone, name, reason string }{
		"loop":          {"a CNAME b\nb CNAME a\n", "a.acme.test", "a.acme.test → b.acme.test → a.acme.test is a loop"},
		"itself":        {"a CNAME a\n", "a.acme.test", "a.acme.test → a.acme.test is a loop"},
		"too long":      {long.String(), "c0.acme.test", "is longer than 8"},
		"root":          {"a CNAME .\n", "a.acme.test", "nobody publishes a record at the root"},
		"not delegated": {"a CNAME x.missing.test.\n", "a.acme.test", "domain missing.test is not delegated"},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			report := mustCheck(t, newClient(t, newWorld(t, acme(c.zone))), txt(c.name))
			first := report.Servers[0]
			wantEqual(t, "verdict", dnscheck.Absent, first.Verdict)
			var broken *dnscheck.AliasError
			if !errors.As(first.Err, &broken) || !strings.Contains(broken.Error(), c.reason) {
				t.Errorf("error %v, want an AliasError that says %q", first.Err, c.reason)
			}
			wantEqual(t, "published", false, report.Published())
		})
	}
}

func TestAliasIsTheAnswerWhenTheQuestionIsForCNAME(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		client := newClient(t, newWorld(t, acme("_x CNAME Token.Vendor.Test.\n")))
		q := dnscheck.Question{Name: "_x.acme.test", Type: dnscheck.CNAME, Expected: "TOKEN.vendor.test."}
		report := mustCheck(t, client, q)
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "values", []string{"token.vendor.test"}, report.Values())
		q.Expected = "other.vendor.test"
		wantEqual(t, "verdict of another target", dnscheck.Different, mustCheck(t, client, q).Servers[0].Verdict)
	})
}

func TestZoneOfAnAliasIsNotToldByAResolverThatFollowedIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Answer = records(t, ".", "_x.acme.test. CNAME token.vendor.example.")
			m.Ns = records(t, ".", "vendor.example. SOA a. b. 1 1 1 1 60")
			return m
		}))
		report := mustCheck(t, newClient(t, n, inMode(dnscheck.Recursive)), txt("_x.acme.test"))
		wantEqual(t, "alias", "token.vendor.example", report.Servers[0].CNAME.String())
		wantEqual(t, "negative TTL", time.Minute, report.NegativeTTL)
		wantEqual(t, "zone", "", report.Zone.String())
	})
}

func TestRecordBehindADNAMEIsPublished(t *testing.T) {
	inModes(t, "", func(t *testing.T, mode dnscheck.Mode) {
		n := newWorld(t, acme("sub DNAME moved.acme.test.\n_x.moved TXT \""+token+"\"\n"))
		n.Serve(resolver, recursor(t, resolverData+"sub.acme.test. DNAME moved.acme.test.\n_x.moved.acme.test. TXT \""+token+"\"\n"))
		wantEqual(t, "published", true, mustCheck(t, newClient(t, n, inMode(mode)), txt("_x.sub.acme.test")).Published())
	})
}

// The name of the target is what does not exist.
func TestMissingTargetOfACNAMEIsNamedAsTheMissingName(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve(resolver, recursor(t, resolverData+"_x.acme.test. CNAME gone.acme.test.\n"))
		wantEqual(t, "lines", []string{
			resolver + ": no TXT record at _x.acme.test (CNAME to gone.acme.test) (NXDOMAIN: there is no gone.acme.test)",
		}, mustCheck(t, newClient(t, n, inMode(dnscheck.Recursive)), txt("_x.acme.test")).Lines())
	})
}
