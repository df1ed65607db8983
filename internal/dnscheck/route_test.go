// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// unroutable is a machine that has no route for one address family.
func unroutable(n *network, family int, err error) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) {
		c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "[") == (family == 6) {
				return nil, &net.OpError{Op: "dial", Net: network, Err: err}
			}
			return n.dial(ctx, network, address)
		}
	}
}

const sixDelegation = "six NS ns1.six\nsix NS ns2.six\nns1.six AAAA 2001:db8::61\nns2.six AAAA 2001:db8::62\n"

func sixWorld(t *testing.T) *network {
	t.Helper()
	n := newWorld(t, acme())
	n.serve("192.0.2.1:53", authority(t, testZone+sixDelegation))
	zone := "six.test.\n@ SOA ns1 b 1 1 1 1 60\n@ NS ns1\n@ NS ns2\nns1 AAAA 2001:db8::61\nns2 AAAA 2001:db8::62\n" + right
	n.serve("[2001:db8::61]:53", authority(t, zone))
	n.serve("[2001:db8::62]:53", authority(t, zone))
	return n
}

// Numbers beyond 10000 are those of Windows.
var noIPv6 = map[string]error{
	"ENETUNREACH": syscall.ENETUNREACH, "EHOSTUNREACH": syscall.EHOSTUNREACH, "EAFNOSUPPORT": syscall.EAFNOSUPPORT, "EADDRNOTAVAIL": syscall.EADDRNOTAVAIL,
	"WSAENETUNREACH": syscall.Errno(10051), "WSAEHOSTUNREACH": syscall.Errno(10065), "WSAEAFNOSUPPORT": syscall.Errno(10047), "WSAEADDRNOTAVAIL": syscall.Errno(10049),
}

func TestMachineWithoutIPv6IsToldThatItLacksAnIPv6Route(t *testing.T) {
	for name, reason := range noIPv6 {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := sixWorld(t)
				client := newClient(t, n, unroutable(n, 6, reason))
				report := mustCheck(t, client, expecting("six.test"))
				findings, err := client.Diagnose(t.Context(), report, hints)
				wantEqual(t, "error", nil, err)
				wantEqual(t, "findings", []dnscheck.Finding{{
					Code: dnscheck.NoRoute,
					Sentence: "Every name server (ns1.six.test and ns2.six.test) has IPv6 addresses only, and this machine has no IPv6 route to them, " +
						"so that nothing is known from there about six.test.",
					Fix: `Give this machine an IPv6 route, or set dns.mode = "recursive" with a resolver in dns.resolvers that this machine reaches.`,
				}}, findings)
				for _, line := range report.Lines() {
					if !strings.Contains(line, "this machine has no IPv6 route to it") {
						t.Errorf("line %q", line)
					}
				}
			})
		})
	}
}

func TestServersWithIPv6OnlyAreAskedByAMachineThatHasIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		wantEqual(t, "published", true, mustCheck(t, newClient(t, sixWorld(t)), expecting("six.test")).Published())
	})
}

func TestMachineWithoutIPv4IsToldThatItLacksAnIPv4Route(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(right))
		n.serve("[2001:db8::53]:53", recursor(t, strings.ReplaceAll(resolverData, "a.nic.test.          A  192.0.2.1\n", "a.nic.test. AAAA 2001:db8::1\n")))
		n.serve("[2001:db8::1]:53", authority(t, testZone))
		client := newClient(t, n, unroutable(n, 4, syscall.ENETUNREACH), func(c *dnscheck.Config) { c.Resolvers = []string{"2001:db8::53"} })
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("acme.test")), hints)
		wantEqual(t, "error", nil, err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.NoRoute}, codes(findings))
		if !strings.Contains(findings[0].Sentence, "no IPv4 route") || strings.Contains(findings[0].Sentence+findings[0].Fix, "IPv6") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

// Silence has more causes than one.
func TestSilentServersWithIPv6OnlyAreNamedAsSuch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		n.serve("[2001:db8::61]:53", silent)
		n.serve("[2001:db8::62]:53", silent)
		client := newClient(t, n)
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("six.test")), hints)
		wantEqual(t, "error", nil, err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DeadServers}, codes(findings))
		if !strings.Contains(findings[0].Sentence, "over IPv6 only") || !strings.Contains(findings[0].Fix, "firewall") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

// Where another server answers over IPv6, a route is not what is missing.
func TestOneUnreachableServerIsNoSignOfAMachineWithoutIPv6(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		n.serve("[2001:db8::62]:53", nil)
		client := newClient(t, n)
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("six.test")), hints)
		wantEqual(t, "error", nil, err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DeadServers}, codes(findings))
		if strings.Contains(findings[0].Sentence, "route") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

func TestConfiguredServerWithIPv6OnlyWantsARouteOrAnotherAddress(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		client := newClient(t, n, unroutable(n, 6, syscall.ENETUNREACH), configured("[2001:db8::61]:53"))
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("six.test")), hints)
		wantEqual(t, "error", nil, err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.NoRoute}, codes(findings))
		if !strings.Contains(findings[0].Fix, "IPv4 address in dns.nameservers") || strings.Contains(findings[0].Fix, "recursive") {
			t.Errorf("fix %q", findings[0].Fix)
		}
	})
}

func TestResolverWithIPv6OnlyWantsARouteOrAnotherResolver(t *testing.T) {
	for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
		for _, entry := range []string{"2001:db8::53", "tls://[2001:db8::53]:853", "https://[2001:db8::53]/dns-query"} {
			t.Run(string(mode)+" "+entry, func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					n := newNetwork()
					client := newClient(t, n, unroutable(n, 6, syscall.ENETUNREACH), func(c *dnscheck.Config) { c.Mode, c.Resolvers = mode, []string{entry} })
					_, err := client.Check(t.Context(), expecting("six.test"))
					findings := dnscheck.DiagnoseError(err)
					wantEqual(t, "codes", []dnscheck.Code{dnscheck.ResolversUnreachable}, codes(findings))
					if !strings.Contains(findings[0].Fix, "no IPv6 route") || !strings.Contains(findings[0].Fix, "IPv4 address") {
						t.Errorf("fix %q", findings[0].Fix)
					}
				})
			})
		}
	}
}

func TestRegistryWithIPv6OnlyWantsARoute(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, recursor(t, "test. NS a.nic.test.\na.nic.test. AAAA 2001:db8::1\n@ SOA a. b. 1 1 1 1 900\n"))
		_, err := newClient(t, n, unroutable(n, 6, syscall.EADDRNOTAVAIL)).Check(t.Context(), expecting("six.test"))
		findings := dnscheck.DiagnoseError(err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.ZoneUnreachable}, codes(findings))
		if !strings.Contains(findings[0].Fix, "no IPv6 route") || !strings.Contains(findings[0].Fix, `"recursive"`) {
			t.Errorf("fix %q", findings[0].Fix)
		}
	})
}
