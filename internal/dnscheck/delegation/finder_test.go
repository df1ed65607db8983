// SPDX-License-Identifier: MPL-2.0

package delegation_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
)

func TestKnownZoneCostsOneQueryPerServerAddress(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT, `_x TXT "`+token+`"`))
		client := newClient(t, n)
		for _, name := range []string{"acme.test", "_x.acme.test"} {
			mustCheck(t, client, txt(name))
			n.Clear()
			mustCheck(t, client, txt(strings.ToUpper(name)+"."))
			want := map[dnsworld.Packet]int{}
			for _, address := range dnsworld.AcmeServers {
				want[dnsworld.Packet{Address: address, Transport: "udp", Name: name + ".", Type: "TXT", EDNS: 1232}] = 1
			}
			got := map[dnsworld.Packet]int{}
			for _, p := range n.All() {
				got[p]++
			}
			wantEqual(t, "packets", want, got)
		}
		wantNoRecursiveQueryFor(t, n, "acme.test.", "_x.acme.test.")
	})
}

func TestZoneIsDiscoveredAgainWhenItsTTLHasPassed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		now := time.Now()
		client := newClient(t, n, func(c *dnscheck.Config) { c.Now = func() time.Time { return now } })
		mustCheck(t, client, txt("acme.test"))
		n.Clear()
		now = now.Add(299 * time.Second)
		mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "packets before", 3, len(n.All()))
		now = now.Add(time.Second)
		mustCheck(t, client, txt("acme.test"))
		searched := n.Sent(func(p dnsworld.Packet) bool { return p.Address == "192.0.2.1:53" && p.Type == "SOA" })
		wantEqual(t, "queries to the parent after", 1, len(searched))
	})
}

func TestNewCutInsideAKnownZoneIsNoticed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		wantEqual(t, "zone before", "acme.test", mustCheck(t, client, txt("_x.eu.acme.test")).Zone.String())
		n.ServeAcme(authority(t, acme("eu NS ns.hosting.example.\n")))
		host(t, n, "eu.acme.test.", "_x TXT \""+token+"\"\n")
		report := mustCheck(t, client, txt("_x.eu.acme.test"))
		wantEqual(t, "zone after", "eu.acme.test", report.Zone.String())
		wantEqual(t, "published", true, report.Published())
	})
}

// acme.test itself is not checked any more, whose check led to the former host.
func TestZoneThatMovedIsFoundForANameThatWasNotCheckedBefore(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		mustCheck(t, client, txt("acme.test"))
		n.ServeAcme(rcode(dns.RcodeRefused))
		n.Serve("192.0.2.1:53", authority(t, "test.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\na.nic A 192.0.2.1\nacme NS ns.hosting.example.\n"))
		host(t, n, "acme.test.", "_x TXT \""+token+"\"\n")
		wantEqual(t, "published while the former host is remembered", false, mustCheck(t, client, txt("_x.acme.test")).Published())
		wantEqual(t, "published at the next check", true, mustCheck(t, client, txt("_x.acme.test")).Published())
	})
}

func TestDomainThatTheParentDoesNotKnowIsNotDelegated(t *testing.T) {
	cases := map[string]delegation.NotDelegatedError{
		"_x.missing.test":  {Domain: "missing.test.", Parent: "test."},
		"missing.test":     {Domain: "missing.test.", Parent: "test."},
		"acme.nosuchtld":   {Domain: "nosuchtld.", Parent: "."},
		"_x.a.nic.test":    {Domain: "nic.test.", Parent: "test."},
		"a.b.missing.test": {Domain: "missing.test.", Parent: "test."},
	}
	for name, want := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			_, err := newClient(t, n).Check(context.Background(), txt(name))
			var got *delegation.NotDelegatedError
			if !errors.As(err, &got) {
				t.Fatalf("error %v, want a NotDelegatedError", err)
			}
			wantEqual(t, "error", want, *got)
			wantNoRecursiveQueryFor(t, n, name+".", "missing.test.")
		})
	}
}

func TestAbsenceOfADelegationIsNotRemembered(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.Serve("192.0.2.1:53", authority(t, "test.\n@ SOA a.nic b 1 1 1 1 900\n"))
		client := newClient(t, n)
		if _, err := client.Check(context.Background(), txt("acme.test")); err == nil {
			t.Fatal("a domain without delegation was checked without an error")
		}
		n.Serve("192.0.2.1:53", authority(t, testZone))
		wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
	})
}

func TestUnreachableParentServersAreAnErrorThatNamesThem(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", silent)
		_, err := newClient(t, n).Check(context.Background(), txt("acme.test"))
		var unreachable *delegation.UnreachableError
		if !errors.As(err, &unreachable) || unreachable.Zone != "test." || len(unreachable.Attempts) != 1 {
			t.Fatalf("error %v, want an UnreachableError for test with one attempt", err)
		}
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "a.nic.test (192.0.2.1)") {
			t.Errorf("error %q names neither the server nor the timeout", err)
		}
	})
}

// A firewall that drops UDP port 53 is such a network: a top-level domain has
// thirteen servers with two addresses each.
func TestManySilentServersAreKnownAsSuchInSeconds(t *testing.T) {
	zone := func(count int, owner, host string) string {
		var text strings.Builder
		for i := range count {
			fmt.Fprintf(&text, "%s NS n%d.%s\nn%d.%s A 192.0.2.%d\nn%d.%s AAAA 2001:db8::%d\n", owner, i, host, i, host, 100+i, i, host, 100+i)
		}
		return text.String()
	}
	cases := map[string]struct {
		root, parent string
		want         time.Duration
	}{
		"top-level domain": {root: "@ SOA a. b. 1 1 1 1 900\n" + zone(13, "test.", "nic.test."), want: 6 * time.Second},
		"domain":           {root: resolverData, parent: zone(8, "acme", "acme"), want: 8 * time.Second},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(resolver, recursor(t, c.root))
			n.Serve("192.0.2.1:53", authority(t, "test.\n@ SOA a.nic b 1 1 1 1 900\n@ NS a.nic\na.nic A 192.0.2.1\n"+c.parent))
			for i := range 13 {
				n.Serve(fmt.Sprintf("192.0.2.%d:53", 100+i), silent)
				n.Serve(fmt.Sprintf("[2001:db8::%d]:53", 100+i), silent)
			}
			start := time.Now()
			report, err := newClient(t, n).Check(context.Background(), txt("acme.test"))
			wantEqual(t, "time", c.want, time.Since(start))
			var unreachable *delegation.UnreachableError
			if c.parent == "" && (!errors.As(err, &unreachable) || len(unreachable.Attempts) != 26) {
				t.Errorf("error %v, want an UnreachableError with 26 attempts", err)
			}
			if c.parent != "" && len(report.Servers) != 16 {
				t.Errorf("%d answers, want 16", len(report.Servers))
			}
		})
	}
}

func TestAddressesAreLookedUpAgainSoonWhenHalfOfTheLookupFailed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", authority(t, testZone+"out NS ns.hosting.example.\n"))
		host(t, n, "out.test.", "@ TXT \""+token+"\"\n")
		honest := recursor(t, resolverData+"ns.hosting.example. AAAA 2001:db8::21\n")
		n.Serve(resolver, choose(func(request *dns.Msg) dnsworld.Handler {
			if q := request.Question[0]; q.Name == "ns.hosting.example." && q.Qtype == dns.TypeA {
				return silent
			}
			return honest
		}))
		client := newClient(t, n)
		wantEqual(t, "published by IPv6 alone", false, mustCheck(t, client, txt("out.test")).Published())
		n.Serve(resolver, honest)
		n.Clear()
		mustCheck(t, client, txt("out.test"))
		wantEqual(t, "questions to the resolver at once", 0, len(n.Sent(func(p dnsworld.Packet) bool { return p.Address == resolver && p.Name == "ns.hosting.example." })))
		pass(t, 30*time.Second)
		wantEqual(t, "published half a minute later", true, mustCheck(t, client, txt("out.test")).Published())
	})
}

// host serves a zone, with more records, on ns.hosting.example.
func host(t *testing.T, n *dnsworld.Network, origin, more string) {
	t.Helper()
	n.Serve("192.0.2.21:53", authority(t, origin+"\n@ SOA a b 1 1 1 1 60\n@ NS ns.hosting.example.\n"+more))
}

func TestAllServersOfTheZoneThatHoldsTheNameAreAsked(t *testing.T) {
	const (
		hosted  = "ns.hosting.example"
		present = dnscheck.Present
	)
	all := func(v dnscheck.Verdict) map[string]dnscheck.Verdict {
		return map[string]dnscheck.Verdict{"ns1.acme.test": v, "ns2.acme.test": v, "ns3.acme.test": v}
	}
	both := acme(acmeTXT, "_x CNAME _y\n_y TXT \""+token+"\"\n")
	inEU := acme("eu NS ns.hosting.example.\ny TXT \"" + token + "\"\n")
	six := "ns1.acme AAAA 2001:db8::11\nns2.acme AAAA 2001:db8::12\nns3.acme AAAA 2001:db8::13\n"
	cases := map[string]struct {
		zone      string // of acme.test
		serve     func(t *testing.T, n *dnsworld.Network)
		name      string
		apex      string
		verdicts  map[string]dnscheck.Verdict // by server name; nil: not compared
		addresses int                         // that were asked; 0: not compared
		published bool
	}{
		"below the registrable domain": {
			zone: acme("eu NS ns.hosting.example.\n"), serve: func(t *testing.T, n *dnsworld.Network) { host(t, n, "eu.acme.test.", "_x TXT \""+token+"\"\n") },
			name: "_x.eu.acme.test", apex: "eu.acme.test", verdicts: map[string]dnscheck.Verdict{hosted: present}, published: true,
		},
		"no server serves the zone": {
			zone: acme(), serve: func(t *testing.T, n *dnsworld.Network) { n.ServeAcme(authority(t, testZone)) },
			name: "acme.test", apex: "acme.test", verdicts: all(dnscheck.Lame),
		},
		// An IPv4-only machine gets "network is unreachable" for IPv6 at once.
		"one address of each server answers": {
			zone: acme(acmeTXT), serve: func(t *testing.T, n *dnsworld.Network) { n.Serve(parent, authority(t, testZone+six)) },
			name: "acme.test", apex: "acme.test", addresses: 6, published: true,
		},
		"glue for a name outside the parent is not believed": {
			zone: acme(), serve: func(t *testing.T, n *dnsworld.Network) {
				forged := records(t, ".", "ns.hosting.example. 60 A 192.0.2.66")
				n.Serve(parent, changed(authority(t, "test.\n@ SOA a b 1 1 1 1 60\nout NS ns.hosting.example.\n"), func(_, response *dns.Msg) {
					response.Extra = append(response.Extra, forged...)
				}))
				host(t, n, "out.test.", "@ TXT \""+token+"\"\n")
				n.Serve("192.0.2.66:53", rcode(dns.RcodeRefused))
			},
			name: "out.test", apex: "out.test", verdicts: map[string]dnscheck.Verdict{hosted: present}, addresses: 1, published: true,
		},
		// Without glue a resolver would be asked for the address of ns1, but ns1 is also
		// where the record has to be.
		"the owner name is a server name": {
			zone: acme("ns1 TXT \"" + token + "\"\n"), serve: func(t *testing.T, n *dnsworld.Network) {
				n.Serve(parent, authority(t, testZone, acme("ns1 TXT \""+token+"\"\n")))
			},
			name: "ns1.acme.test", apex: "acme.test", published: true,
			verdicts: map[string]dnscheck.Verdict{"ns1.acme.test": dnscheck.Unreachable, "ns2.acme.test": present, "ns3.acme.test": present},
		},
		// The server of test. serves acme.test. too and never refers: the SOA shows the
		// zone cut, and the zone's own NS records show the servers.
		"one server serves parent and child": {
			zone: both, serve: func(t *testing.T, n *dnsworld.Network) { n.Serve(parent, authority(t, testZone, both)) },
			name: "acme.test", apex: "acme.test", verdicts: all(present), published: true,
		},
		"one server serves parent and child, at a CNAME": {
			zone: both, serve: func(t *testing.T, n *dnsworld.Network) { n.Serve(parent, authority(t, testZone, both)) },
			name: "_x.acme.test", apex: "acme.test", verdicts: all(present), published: true,
		},
		"one server serves parent and child, at a missing name": {
			zone: acme(), serve: func(t *testing.T, n *dnsworld.Network) { n.Serve(parent, authority(t, testZone, acme())) },
			name: "_x.acme.test", apex: "acme.test", verdicts: all(dnscheck.Absent),
		},
		// After a CNAME the authority section is about the zone of the target, here one
		// above the zone that holds the name.
		"a CNAME leads to the zone above": {
			zone: inEU, serve: func(t *testing.T, n *dnsworld.Network) {
				eu := "eu.acme.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns.hosting.example.\n_x CNAME y.acme.test.\n"
				soa := records(t, "acme.test.", "@ SOA ns1 b 1 1 1 1 60")
				n.ServeAcme(changed(authority(t, inEU, eu), func(request, response *dns.Msg) {
					if request.Question[0].Qtype == dns.TypeSOA && len(response.Answer) > 0 && response.Answer[0].Header().Rrtype == dns.TypeCNAME {
						response.Ns = soa
					}
				}))
				n.Serve("192.0.2.21:53", authority(t, eu))
			},
			name: "_x.eu.acme.test", apex: "eu.acme.test", published: true,
		},
		"a server that only the zone names": {
			zone: acme(acmeTXT, "@ NS ns.hosting.example.\n"), serve: func(t *testing.T, n *dnsworld.Network) { n.Serve("192.0.2.21:53", authority(t, acme())) },
			name: "acme.test", apex: "acme.test",
			verdicts: map[string]dnscheck.Verdict{"ns1.acme.test": present, "ns2.acme.test": present, "ns3.acme.test": present, hosted: dnscheck.Absent},
		},
		"an address that only the zone gives": {
			zone: acme(acmeTXT), serve: func(t *testing.T, n *dnsworld.Network) {
				more := records(t, "acme.test.", "ns1 A 192.0.2.11\nns1 AAAA 2001:db8::11")
				n.ServeAcme(changed(authority(t, acme(acmeTXT)), func(request, response *dns.Msg) {
					if request.Question[0].Qtype == dns.TypeNS {
						response.Extra = more
					}
				}))
				n.Serve("[2001:db8::11]:53", authority(t, acme()))
			},
			name: "acme.test", apex: "acme.test", addresses: 4,
		},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, c.zone)
			c.serve(t, n)
			start := time.Now()
			report := mustCheck(t, newClient(t, n), txt(c.name))
			wantEqual(t, "published", c.published, report.Published())
			wantEqual(t, "zone", c.apex, report.Zone.String())
			wantEqual(t, "time", time.Duration(0), time.Since(start))
			if c.verdicts != nil {
				wantEqual(t, "verdicts", c.verdicts, verdicts(report))
			}
			if c.addresses > 0 {
				wantEqual(t, "addresses", c.addresses, len(report.Servers))
			}
			wantEqual(t, "packets to the forged address", 0, len(n.SentTo("192.0.2.66:53")))
			wantNoRecursiveQueryFor(t, n, c.name+".", c.apex+".")
		})
	}
}
