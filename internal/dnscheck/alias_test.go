// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

const vendorZone = "vendor.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns.hosting.example.\n"

// withVendor adds vendor.test., where delegated validation leads to.
func withVendor(t *testing.T, acmeZone, vendorText string) *network {
	t.Helper()
	n := newWorld(t, acmeZone)
	n.serve("192.0.2.1:53", authority(t, testZone+"vendor NS ns.hosting.example.\n"))
	n.serve("192.0.2.21:53", authority(t, vendorZone+vendorText))
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
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				report := mustCheck(t, newClient(t, withVendor(t, acme("_x CNAME token.vendor.test.\n"), c.vendor)), txt("_x.acme.test"))
				wantEqual(t, "verdict", c.want, verdicts(report)["ns1.acme.test"])
				wantEqual(t, "published", c.want == dnscheck.Present, report.Published())
			})
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
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				report := mustCheck(t, newClient(t, newWorld(t, acme(c.zone))), txt(c.name))
				first := report.Servers[0]
				wantEqual(t, "verdict", dnscheck.Absent, first.Verdict)
				var broken *dnscheck.AliasError
				if !errors.As(first.Err, &broken) || !strings.Contains(broken.Error(), c.reason) {
					t.Errorf("error %v, want an AliasError that says %q", first.Err, c.reason)
				}
				wantEqual(t, "published", false, report.Published())
			})
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
		n.serve(resolver, answering(func(request *dns.Msg, _ string) *dns.Msg {
			m := new(dns.Msg).SetReply(request)
			m.Answer = records(t, ".", "_x.acme.test. CNAME token.vendor.example.")
			m.Ns = records(t, ".", "vendor.example. SOA a. b. 1 1 1 1 60")
			return m
		}))
		report := mustCheck(t, newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive }), txt("_x.acme.test"))
		wantEqual(t, "alias", "token.vendor.example", report.Servers[0].CNAME.String())
		wantEqual(t, "negative TTL", time.Minute, report.NegativeTTL)
		wantEqual(t, "zone", "", report.Zone.String())
	})
}
