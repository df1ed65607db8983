// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func acmeZone() dnscheck.Zone {
	return dnscheck.Zone{
		Apex:        "acme.test.",
		Nameservers: []dnsquery.FQDN{"ns1.acme.test.", "ns2.acme.test.", "ns3.acme.test."},
		Contact:     "b.acme.test.",
	}
}

func wantZone(t *testing.T, c *dnscheck.Client, name string, want dnscheck.Zone) {
	t.Helper()
	got, err := c.Zone(t.Context(), name)
	if err != nil {
		t.Fatalf("zone of %s: %v", name, err)
	}
	wantEqual(t, "zone of "+name, want, got)
}

func TestZoneOfANameIsFound(t *testing.T) {
	dead := acmeZone()
	dead.Contact = ""
	cases := map[string]struct {
		serve   func(t *testing.T, n *network)
		options []func(*dnscheck.Config)
		names   []string
		want    dnscheck.Zone
	}{
		"by the delegations": {nil, nil, []string{"acme.test", "_x.acme.test", "Deep.Down.ACME.test."}, acmeZone()},
		"without a living server": {
			func(_ *testing.T, n *network) { n.ServeAcme(silent) }, nil, []string{"acme.test"}, dead,
		},
		"at a configured server": {
			func(t *testing.T, n *network) {
				n.Serve(explicit, authority(t, acme("www CNAME elsewhere.example.\n")))
				n.Serve(resolver, nil)
			},
			[]func(*dnscheck.Config){configured(explicit)},
			[]string{"acme.test", "missing.acme.test", "www.acme.test"},
			acmeZone(),
		},
		"by the resolver in mode Recursive": {
			func(t *testing.T, n *network) { n.Serve(resolver, authority(t, acme())) },
			[]func(*dnscheck.Config){inMode(dnscheck.Recursive)},
			[]string{"_x.acme.test"},
			acmeZone(),
		},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			if c.serve != nil {
				c.serve(t, n)
			}
			client := newClient(t, n, c.options...)
			for _, name := range c.names {
				wantZone(t, client, name, c.want)
			}
			if len(c.options) == 0 {
				wantNoRecursiveQueryFor(t, n, "acme.test.", "_x.acme.test.", "deep.down.acme.test.")
			}
		})
	}
}

func TestZoneThatDoesNotExistIsNotDelegated(t *testing.T) {
	cases := map[string]struct{ name, domain, parent string }{
		"unregistered domain": {"www.free.test", "free.test.", "test."},
		// kyoto.jp is a public suffix and no zone.
		"unregistered domain below a suffix without a zone": {"_x.acme.kyoto.jp", "acme.kyoto.jp.", "jp."},
		"unknown top-level domain":                          {"acme.nosuchtld", "nosuchtld.", "."},
	}
	for name, c := range cases {
		inModes(t, name, func(t *testing.T, mode dnscheck.Mode) {
			jp := "jp.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\nother.kyoto NS ns.other.kyoto\n"
			n := newWorld(t, acme())
			n.Serve("192.0.2.2:53", authority(t, jp))
			n.Serve(resolver, recursor(t, resolverData+"jp. NS a.nic.jp.\na.nic.jp. A 192.0.2.2\nother.kyoto.jp. A 192.0.2.9\n"))
			if mode == dnscheck.Recursive && c.parent != "." {
				n.Serve(resolver, authority(t, testZone, jp))
			}
			_, err := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.AllowPrivate = mode, true }).Zone(t.Context(), c.name)
			var gone *delegation.NotDelegatedError
			if !errors.As(err, &gone) || string(gone.Domain) != c.domain || string(gone.Parent) != c.parent {
				t.Errorf("error %v, want that %s is not delegated by %s", err, c.domain, c.parent)
			}
		})
	}
}

func TestZoneSaysWhoWasAskedWhenNobodyAnswers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(explicit, rcode(5))
		_, err := newClient(t, n, configured(explicit)).Zone(t.Context(), "acme.test")
		var unreachable *delegation.UnreachableError
		if !errors.As(err, &unreachable) || len(unreachable.Attempts) != 1 || unreachable.Attempts[0].Server != explicit {
			t.Errorf("error %v, want an UnreachableError with one attempt at %s", err, explicit)
		}
	})
}

func TestZoneOfAFaultyNameIsANameError(t *testing.T) {
	t.Parallel()
	_, err := newClient(t, newNetwork()).Zone(t.Context(), "acme..test")
	var fault *dnsquery.NameError
	if !errors.As(err, &fault) {
		t.Errorf("error %v, want a NameError", err)
	}
}

// movedZone has two servers that the delegation names, and NS records of three
// servers of a former host, which only the zone names.
func movedZone(more string) string {
	return "acme.test.\n@ SOA ns1 b 1 1 1 1 60\n@ NS ns1\n@ NS ns2\n@ NS old1.former.example.\n@ NS old2.former.example.\n@ NS old3.former.example.\n" +
		"ns1 A 192.0.2.11\nns2 A 192.0.2.12\n" + more
}

var formerHost = []string{"192.0.2.31:53", "192.0.2.32:53", "192.0.2.33:53"}

func movedWorld(t *testing.T, zone string, former handler) *network {
	t.Helper()
	n := newWorld(t, zone)
	n.Serve("192.0.2.1:53", authority(t, "test.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\na.nic A 192.0.2.1\n"+
		"acme NS ns1.acme\nacme NS ns2.acme\nns1.acme A 192.0.2.11\nns2.acme A 192.0.2.12\n"))
	n.Serve(resolver, recursor(t, resolverData+"old1.former.example. A 192.0.2.31\nold2.former.example. A 192.0.2.32\nold3.former.example. A 192.0.2.33\n"))
	for _, address := range formerHost {
		n.Serve(address, former)
	}
	return n
}

func withQuorum(q dnscheck.Quorum) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) { c.Quorum = q }
}

var formerStates = map[string]struct {
	answer handler
	code   dnscheck.Code
}{
	"refuse": {rcode(dns.RcodeRefused), dnscheck.RefusingServers},
	"dead":   {silent, dnscheck.DeadServers},
	"lame":   {rcode(dns.RcodeNotAuth), dnscheck.LameServers},
	"fail":   {rcode(dns.RcodeServerFailure), dnscheck.FailingServers},
}

func TestServersThatOnlyTheZoneNamesDoNotCountForTheMajority(t *testing.T) {
	for state, former := range formerStates {
		bubble(t, state, func(t *testing.T) {
			n := movedWorld(t, movedZone(right), former.answer)
			report := mustCheck(t, newClient(t, n), expecting("acme.test"))
			wantEqual(t, "servers", 5, len(report.Servers))
			wantEqual(t, "published", true, report.Published())
		})
	}
}

func TestServersThatOnlyTheZoneNamesAreToLeaveTheZoneAndNotTheDelegation(t *testing.T) {
	for state, former := range formerStates {
		for _, quorum := range []dnscheck.Quorum{dnscheck.QuorumMajority, dnscheck.QuorumAll} {
			bubble(t, state+" "+string(quorum), func(t *testing.T) {
				zone, want := movedZone(""), []dnscheck.Code{dnscheck.RecordMissing, former.code}
				if quorum == dnscheck.QuorumAll {
					zone, want = movedZone(right), []dnscheck.Code{former.code}
				}
				n := movedWorld(t, zone, former.answer)
				findings := diagnose(t, n, newClient(t, n, withQuorum(quorum)), expecting("acme.test"), hints)
				wantCodes(t, findings, want...)
				last := findings[len(findings)-1]
				if !strings.Contains(last.Sentence, "old1.former.example, old2.former.example and old3.former.example") ||
					!strings.Contains(last.Sentence, "Only the NS records in the zone acme.test name them") ||
					!strings.HasPrefix(last.Fix, "Remove old1.former.example") {
					t.Errorf("finding %+v", last)
				}
				if strings.Contains(last.Fix, "from the delegation") || strings.Contains(last.Fix, "Set the zone up") || strings.Contains(last.Fix, "firewall") {
					t.Errorf("the delegation is blamed, which does not name the servers: %s", last.Fix)
				}
			})
		}
	}
}

// Resolvers that have seen the NS records of the zone do ask there.
func TestServerThatOnlyTheZoneNamesAndThatLacksTheRecordIsStillInTheWay(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := movedWorld(t, movedZone(right), authority(t, movedZone("")))
		client := newClient(t, n)
		wantEqual(t, "published", false, mustCheck(t, client, expecting("acme.test")).Published())
		findings := diagnose(t, n, client, expecting("acme.test"), hints)
		wantCodes(t, findings, dnscheck.PartlyUpdated)
		if !strings.Contains(findings[0].Sentence, "Only the NS records in the zone acme.test name them") || strings.Contains(findings[0].Fix, "removed from the delegation") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

// The servers of the delegation are the way to all others.
func TestServersThatOnlyTheZoneNamesMakeNoMajority(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := movedWorld(t, movedZone(right), authority(t, movedZone(right)))
		client := newClient(t, n)
		wantEqual(t, "published before", true, mustCheck(t, client, expecting("acme.test")).Published())
		n.Serve("192.0.2.11:53", silent)
		n.Serve("192.0.2.12:53", silent)
		wantEqual(t, "published", false, mustCheck(t, client, expecting("acme.test")).Published())
		findings := diagnose(t, n, client, expecting("acme.test"), hints)
		wantCodes(t, findings, dnscheck.DeadServers)
		if strings.Contains(findings[0].Sentence, "Only the NS records") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

func TestServersThatOnlyTheTargetsZoneNamesDoNotCountForACNAME(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := movedWorld(t, movedZone("_x CNAME _y\n_y "+vendorRecord), rcode(dns.RcodeRefused))
		wantEqual(t, "published", true, mustCheck(t, newClient(t, n), expecting("_x.acme.test")).Published())
	})
}
