// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
)

func TestProblemOfServersIsNamed(t *testing.T) {
	old := `@ TXT "acme-verification=fedcba9876543210"` + "\n"
	type servers = [3]func(t *testing.T) handler
	serving := func(zone string) func(*testing.T) handler {
		return func(t *testing.T) handler { return authority(t, acme(zone)) }
	}
	dead := func(*testing.T) handler { return silent }
	gone := func(*testing.T) handler { return nil }
	refusing := func(*testing.T) handler { return rcode(5) }
	failing := func(*testing.T) handler { return rcode(2) }
	stranger := func(*testing.T) handler { return rcode(9) }
	parent := func(t *testing.T) handler { return authority(t, testZone) }
	cases := map[string]struct {
		servers servers
		want    []dnscheck.Code
		text    string
	}{
		"one server late":           {servers{serving(right), serving(right), serving("")}, []dnscheck.Code{dnscheck.PartlyUpdated}, "ns1.acme.test and ns2.acme.test and not yet on ns3.acme.test"},
		"one server with old token": {servers{serving(right), serving(old), serving(old)}, []dnscheck.Code{dnscheck.PartlyUpdated}, "ns1.acme.test"},
		// Of two DNS hosts that copy from none, one was edited wrongly.
		"one server with quotes": {servers{serving(right), serving(right), serving(`@ TXT "\"` + expectedValue + `\""` + "\n")}, []dnscheck.Code{dnscheck.PartlyUpdated}, "not yet on ns3.acme.test. The value at acme.test contains quotes"},
		// Secondaries answer with the serial that they have.
		"one server with an older serial": {servers{serving(right), serving(right), func(t *testing.T) handler {
			return authority(t, strings.Replace(acme("@ TXT \"acme-verification=0\"\n"), "SOA ns1 b 1 ", "SOA ns1 b 0 ", 1))
		}}, []dnscheck.Code{dnscheck.PartlyUpdated}, "is on ns1.acme.test and ns2.acme.test and not yet on ns3.acme.test"},
		"two dead, one has it":      {servers{serving(right), dead, gone}, []dnscheck.Code{dnscheck.DeadServers}, "ns2.acme.test and ns3.acme.test do not answer"},
		"one dead, nothing there":   {servers{serving(""), serving(""), dead}, []dnscheck.Code{dnscheck.RecordMissing, dnscheck.DeadServers}, ""},
		"two dead, old token":       {servers{serving(old), dead, dead}, []dnscheck.Code{dnscheck.DeadServers, dnscheck.OlderToken}, ""},
		"one of each":               {servers{refusing, failing, stranger}, []dnscheck.Code{dnscheck.LameServers, dnscheck.RefusingServers, dnscheck.FailingServers}, "ns3.acme.test is listed"},
		"all lame":                  {servers{stranger, stranger, stranger}, []dnscheck.Code{dnscheck.LameServers}, "Every name server (ns1.acme.test, ns2.acme.test and ns3.acme.test) is listed"},
		"all serve the parent only": {servers{parent, parent, parent}, []dnscheck.Code{dnscheck.LameServers}, "Every name server"},
		"all refuse":                {servers{refusing, refusing, refusing}, []dnscheck.Code{dnscheck.RefusingServers}, "Every name server"},
		"all fail":                  {servers{failing, failing, failing}, []dnscheck.Code{dnscheck.FailingServers}, "Every name server"},
		"all dead":                  {servers{dead, dead, gone}, []dnscheck.Code{dnscheck.DeadServers}, "Every name server"},
	}
	for name, c := range cases {
		// Where nothing is known of the zone yet, its search meets the problem first.
		for _, known := range []bool{true, false} {
			bubble(t, fmt.Sprintf("%s, zone known: %t", name, known), func(t *testing.T) {
				n := newWorld(t, acme())
				client := newClient(t, n)
				if known {
					mustCheck(t, client, expecting("acme.test"))
				}
				for i, address := range dnsworld.AcmeServers {
					n.Serve(address, c.servers[i](t))
				}
				findings := diagnose(t, n, client, expecting("acme.test"), hints)
				wantCodes(t, findings, c.want...)
				wantText(t, findings[:1], c.want[0], c.text)
			})
		}
	}
}

// unroutable is a machine that has no route for one address family.
func unroutable(family int, err error) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) {
		dial := c.DialContext
		c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "[") == (family == 6) {
				return nil, &net.OpError{Op: "dial", Net: network, Err: err}
			}
			return dial(ctx, network, address)
		}
	}
}

// serveSix adds six.test., whose two servers have IPv6 addresses only.
func serveSix(t *testing.T, n *network) {
	t.Helper()
	servers := "ns1.six AAAA 2001:db8::61\nns2.six AAAA 2001:db8::62\n"
	n.Serve(parent, authority(t, testZone+"six NS ns1.six\nsix NS ns2.six\n"+servers))
	zone := authority(t, "six.test.\n@ SOA ns1 b 1 1 1 1 60\n@ NS ns1\n@ NS ns2\n"+strings.ReplaceAll(servers, ".six", "")+right)
	n.Serve("[2001:db8::61]:53", zone)
	n.Serve("[2001:db8::62]:53", zone)
}

func TestCauseInTheServersIsNamed(t *testing.T) {
	const moved = "acme.test.\n@ SOA ns b 1 1 1 1 60\n@ NS ns.hosting.example.\n"
	six, hosting := "six.test", dnscheck.Hints{Prefix: hints.Prefix, Nameservers: []string{"192.0.2.21"}}
	cases := map[string]struct {
		name    string // acme.test when empty
		zone    string // of acme.test
		serve   func(t *testing.T, n *network)
		options []func(*dnscheck.Config)
		hints   dnscheck.Hints
		want    []dnscheck.Code
		texts   []string // in the first finding
		not     []string // in no finding
	}{
		"servers with IPv6 addresses that this machine does not reach": {
			serve: func(t *testing.T, n *network) {
				n.Serve(parent, authority(t, testZone+"ns1.acme AAAA 2001:db8::11\nns2.acme AAAA 2001:db8::12\nns3.acme AAAA 2001:db8::13\n"))
			},
			want: []dnscheck.Code{dnscheck.RecordMissing},
		},
		// Behind one name there may be several machines, and one of them may be late.
		"addresses of one server differ": {
			zone: right,
			serve: func(t *testing.T, n *network) {
				n.Serve(parent, authority(t, testZone+"ns1.acme AAAA 2001:db8::11\n"))
				n.Serve("[2001:db8::11]:53", authority(t, acme()))
			},
			want: []dnscheck.Code{dnscheck.PartlyUpdated},
			texts: []string{"The TXT record at acme.test is on ns1.acme.test (192.0.2.11), ns2.acme.test (192.0.2.12) and ns3.acme.test (192.0.2.13) " +
				"and not yet on ns1.acme.test (2001:db8::11)."},
		},
		"server names without an address": {
			name: "typo.test",
			serve: func(t *testing.T, n *network) {
				n.Serve(parent, authority(t, testZone+"typo NS ns1.nowhere.example.\ntypo NS ns2.nowhere.example.\n"))
			},
			want: []dnscheck.Code{dnscheck.DeadServers},
			texts: []string{
				"Every name server (ns1.nowhere.example and ns2.nowhere.example) has no address, and so cannot be asked about typo.test.",
				"Correct the name servers at the registrar (or in the parent zone), or publish an address of the server.",
			},
		},
		// The domain of the servers is broken, or the resolver is: nobody asked the servers.
		"server names that no resolver can look up": {
			name: "typo.test",
			serve: func(t *testing.T, n *network) {
				n.Serve(parent, authority(t, testZone+"typo NS ns1.broken.example.\ntypo NS ns2.broken.example.\n"))
				healthy := recursor(t, resolverData)
				n.Serve(resolver, choose(func(request *dns.Msg) handler {
					if dns.IsSubDomain("broken.example.", request.Question[0].Name) {
						return rcode(dns.RcodeServerFailure)
					}
					return healthy
				}))
			},
			want:  []dnscheck.Code{dnscheck.ResolversUnreachable},
			texts: []string{"Every name server (ns1.broken.example and ns2.broken.example) was not asked about typo.test: no resolver gave a usable answer", "dns.resolvers"},
			not:   []string{"does not answer", "firewall", "is up"},
		},
		"server names of the registry that no resolver can look up": {
			serve: func(t *testing.T, n *network) {
				healthy := recursor(t, resolverData)
				n.Serve(resolver, choose(func(request *dns.Msg) handler {
					if request.Question[0].Qtype != dns.TypeNS {
						return rcode(dns.RcodeServerFailure)
					}
					return healthy
				}))
			},
			want: []dnscheck.Code{dnscheck.ResolversUnreachable}, texts: []string{"addresses of the name servers of \"test\"", "answered SERVFAIL", "dns.resolvers"}, not: []string{"blocks DNS queries"},
		},
		"a configured server refuses": {
			serve:   func(_ *testing.T, n *network) { n.Serve(explicit, rcode(5)) },
			options: []func(*dnscheck.Config){configured(explicit)}, want: []dnscheck.Code{dnscheck.RefusingServers},
			texts: []string{explicit + " refuses queries for acme.test. Set the zone up there, or correct the configured name servers."},
		},
		"a configured server is not the delegated one": {
			serve:   func(t *testing.T, n *network) { n.Serve("192.0.2.21:53", authority(t, acme(right))) },
			options: []func(*dnscheck.Config){configured(explicit)}, hints: hosting, want: []dnscheck.Code{dnscheck.RecordMissing},
		},
		"one server is silent, and all have to answer": {
			zone: right, serve: func(_ *testing.T, n *network) { n.Serve("192.0.2.12:53", silent) },
			options: []func(*dnscheck.Config){withQuorum(dnscheck.QuorumAll)}, want: []dnscheck.Code{dnscheck.DeadServers},
		},
		// The zone names its new servers, the registrar still the old ones.
		"on servers that the parent does not name": {
			serve: func(t *testing.T, n *network) {
				n.ServeAcme(authority(t, moved))
				n.Serve("192.0.2.21:53", authority(t, moved+right))
			},
			want: []dnscheck.Code{dnscheck.DelegatedElsewhere},
			texts: []string{"The TXT record at acme.test is on ns.hosting.example, but acme.test is delegated to " +
				"ns1.acme.test, ns2.acme.test and ns3.acme.test, where it is missing."},
		},
		"on the hinted servers": {
			serve: func(t *testing.T, n *network) { n.Serve("192.0.2.21:53", authority(t, acme(right))) },
			hints: hosting, want: []dnscheck.Code{dnscheck.DelegatedElsewhere},
		},
		"on the hinted servers, and the others refuse": {
			serve: func(t *testing.T, n *network) {
				n.Serve("192.0.2.21:53", authority(t, acme(right)))
				n.ServeAcme(rcode(5))
			},
			hints: hosting, want: []dnscheck.Code{dnscheck.RefusingServers, dnscheck.DelegatedElsewhere},
		},
		"a resolver says NXDOMAIN for the domain": {
			name: "free.test", serve: func(t *testing.T, n *network) { n.Serve(resolver, authority(t, testZone)) },
			options: []func(*dnscheck.Config){inMode(dnscheck.Recursive)}, want: []dnscheck.Code{dnscheck.NotDelegated}, texts: []string{"The domain free.test is not delegated"},
		},
		"a resolver says NOERROR for the domain": {
			name: "free.test", serve: func(t *testing.T, n *network) { n.Serve(resolver, authority(t, testZone+"ns1.free A 192.0.2.99\n")) },
			options: []func(*dnscheck.Config){inMode(dnscheck.Recursive)}, want: []dnscheck.Code{dnscheck.NotDelegated}, texts: []string{"The domain free.test is not delegated"},
		},
		"the registry has an address below the domain": {
			name: "free.test", serve: func(t *testing.T, n *network) { n.Serve(parent, authority(t, testZone+"ns1.free A 192.0.2.99\n")) },
			want: []dnscheck.Code{dnscheck.NotDelegated}, texts: []string{"The domain free.test is not delegated"},
		},
		"the domain is not registered": {name: "_x.unregistered.test", want: []dnscheck.Code{dnscheck.NotDelegated}},
		"the name cannot exist":        {name: "a..test", want: []dnscheck.Code{dnscheck.BadName}},
		"no resolver answers": {
			serve: func(_ *testing.T, n *network) { n.Serve(resolver, nil) }, want: []dnscheck.Code{dnscheck.ResolversUnreachable},
		},
		"no server of the registry answers": {
			serve: func(_ *testing.T, n *network) { n.Serve(parent, nil) }, want: []dnscheck.Code{dnscheck.ZoneUnreachable},
		},
		"no IPv4 route": {
			serve: func(t *testing.T, n *network) {
				n.Serve("[2001:db8::53]:53", recursor(t, strings.ReplaceAll(resolverData, "a.nic.test.          A  192.0.2.1\n", "a.nic.test. AAAA 2001:db8::1\n")))
				n.Serve("[2001:db8::1]:53", authority(t, testZone))
			},
			options: []func(*dnscheck.Config){unroutable(4, syscall.ENETUNREACH), inMode(dnscheck.Authoritative, "2001:db8::53")},
			want:    []dnscheck.Code{dnscheck.NoRoute}, texts: []string{"no IPv4 route"}, not: []string{"IPv6"},
		},
		// Silence has more causes than one.
		"silent servers with IPv6 only": {
			name: six, serve: func(t *testing.T, n *network) {
				serveSix(t, n)
				n.Serve("[2001:db8::61]:53", silent)
				n.Serve("[2001:db8::62]:53", silent)
			},
			want: []dnscheck.Code{dnscheck.DeadServers}, texts: []string{"over IPv6 only", "firewall"},
		},
		// Where another server answers over IPv6, a route is not what is missing.
		"one unreachable server with IPv6 only": {
			name: six, serve: func(t *testing.T, n *network) {
				serveSix(t, n)
				n.Serve("[2001:db8::62]:53", nil)
			},
			want: []dnscheck.Code{dnscheck.DeadServers}, not: []string{"route"},
		},
		"no IPv6 route to a configured server": {
			name: six, serve: serveSix, options: []func(*dnscheck.Config){unroutable(6, syscall.ENETUNREACH), configured("[2001:db8::61]:53")},
			want: []dnscheck.Code{dnscheck.NoRoute}, texts: []string{"IPv4 address in dns.nameservers"}, not: []string{"recursive"},
		},
		"no IPv6 route to the registry": {
			name: six, serve: func(t *testing.T, n *network) {
				n.Serve(resolver, recursor(t, "test. NS a.nic.test.\na.nic.test. AAAA 2001:db8::1\n@ SOA a. b. 1 1 1 1 900\n"))
			},
			options: []func(*dnscheck.Config){unroutable(6, syscall.EADDRNOTAVAIL)},
			want:    []dnscheck.Code{dnscheck.ZoneUnreachable}, texts: []string{"no IPv6 route", `"recursive"`},
		},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(c.zone))
			if c.serve != nil {
				c.serve(t, n)
			}
			if c.hints.Prefix == "" {
				c.hints = hints
			}
			findings := diagnose(t, n, newClient(t, n, c.options...), expecting(cmp.Or(c.name, "acme.test")), c.hints)
			wantCodes(t, findings, c.want...)
			wantText(t, findings[:1], c.want[0], c.texts...)
			wantNoText(t, findings, c.not...)
		})
	}
}

func TestErrorThatIsNotAboutTheDNSHasNoCause(t *testing.T) {
	t.Parallel()
	wantCodes(t, dnscheck.DiagnoseError(errors.New("disk full")))
}

// Numbers beyond 10000 are those of Windows.
var noIPv6 = map[string]error{
	"ENETUNREACH": syscall.ENETUNREACH, "EHOSTUNREACH": syscall.EHOSTUNREACH, "EAFNOSUPPORT": syscall.EAFNOSUPPORT, "EADDRNOTAVAIL": syscall.EADDRNOTAVAIL,
	"WSAENETUNREACH": syscall.Errno(10051), "WSAEHOSTUNREACH": syscall.Errno(10065), "WSAEAFNOSUPPORT": syscall.Errno(10047), "WSAEADDRNOTAVAIL": syscall.Errno(10049),
}

func TestMachineWithoutIPv6IsToldThatItLacksAnIPv6Route(t *testing.T) {
	for name, reason := range noIPv6 {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			serveSix(t, n)
			wantEqual(t, "published with IPv6", true, mustCheck(t, newClient(t, n), expecting("six.test")).Published())
			client := newClient(t, n, unroutable(6, reason))
			wantEqual(t, "findings", []dnscheck.Finding{{
				Code: dnscheck.NoRoute,
				Sentence: "Every name server (ns1.six.test and ns2.six.test) has IPv6 addresses only, and this machine has no IPv6 route to them, " +
					"so that they could not be asked about six.test.",
				Fix: `Give this machine an IPv6 route, or set dns.mode = "recursive" with a resolver in dns.resolvers that this machine can reach.`,
			}}, diagnose(t, n, client, expecting("six.test"), hints))
			for _, line := range mustCheck(t, client, expecting("six.test")).Lines() {
				if !strings.Contains(line, "this machine has no IPv6 route to it") {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

func TestResolverWithIPv6OnlyNeedsARouteOrAnotherResolver(t *testing.T) {
	for _, entry := range []string{"2001:db8::53", "tls://[2001:db8::53]:853", "https://[2001:db8::53]/dns-query"} {
		inModes(t, entry, func(t *testing.T, mode dnscheck.Mode) {
			n := newNetwork()
			client := newClient(t, n, unroutable(6, syscall.ENETUNREACH), inMode(mode, entry))
			wantText(t, causes(t, client, expecting("six.test"), hints), dnscheck.ResolversUnreachable, "no IPv6 route", "IPv4 address")
		})
	}
}
