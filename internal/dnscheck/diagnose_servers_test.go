// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

func TestServerTroubleIsNamed(t *testing.T) {
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
		says    string
	}{
		"one server late":           {servers{serving(right), serving(right), serving("")}, []dnscheck.Code{dnscheck.PartlyUpdated}, "ns1.acme.test and ns2.acme.test and not yet on ns3.acme.test"},
		"one server with old token": {servers{serving(right), serving(old), serving(old)}, []dnscheck.Code{dnscheck.PartlyUpdated}, "ns1.acme.test"},
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
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			client := newClient(t, n)
			mustCheck(t, client, expecting("acme.test"))
			for i, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
				n.Serve(address, c.servers[i](t))
			}
			findings := diagnose(t, n, client, expecting("acme.test"), hints)
			wantCodes(t, findings, c.want...)
			if !strings.Contains(findings[0].Sentence, c.says) {
				t.Errorf("%q does not say %q", findings[0].Sentence, c.says)
			}
		})
	}
}

func TestMissingIPv6IsNoServerTrouble(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", authority(t, testZone+"ns1.acme AAAA 2001:db8::11\nns2.acme AAAA 2001:db8::12\nns3.acme AAAA 2001:db8::13\n"))
		report := mustCheck(t, newClient(t, n), expecting("acme.test"))
		wantEqual(t, "addresses", 6, len(report.Servers))
		wantCodes(t, diagnose(t, n, newClient(t, n), expecting("acme.test"), hints), dnscheck.RecordMissing)
	})
}

// Behind one name there may be several machines, and one of them may be late.
func TestServerWhoseAddressesDisagreeIsPartlyUpdated(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(right))
		n.Serve("192.0.2.1:53", authority(t, testZone+"ns1.acme AAAA 2001:db8::11\n"))
		n.Serve("[2001:db8::11]:53", authority(t, acme()))
		findings := diagnose(t, n, newClient(t, n), expecting("acme.test"), hints)
		wantCodes(t, findings, dnscheck.PartlyUpdated)
		wantEqual(t, "sentence", "The TXT record at acme.test is on ns1.acme.test (192.0.2.11), ns2.acme.test (192.0.2.12) and ns3.acme.test (192.0.2.13) "+
			"and not yet on ns1.acme.test (2001:db8::11).",
			findings[0].Sentence)
	})
}

func TestServerNameWithoutAnAddressIsTheDelegationsFault(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", authority(t, testZone+"typo NS ns1.nowhere.example.\ntypo NS ns2.nowhere.example.\n"))
		findings := diagnose(t, n, newClient(t, n), expecting("typo.test"), hints)
		wantEqual(t, "findings", []dnscheck.Finding{{
			Code:     dnscheck.DeadServers,
			Sentence: "Every name server (ns1.nowhere.example and ns2.nowhere.example) has no address, and so cannot be asked about typo.test.",
			Fix:      "Correct the name servers at the registrar (or in the parent zone), or publish an address of the server.",
		}}, findings)
	})
}

func TestExplicitServerThatRefusesIsAMatterOfConfiguration(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(explicit, rcode(5))
		client := newClient(t, n, configured(explicit))
		findings := diagnose(t, n, client, expecting("acme.test"), hints)
		wantEqual(t, "findings", []dnscheck.Finding{{
			Code: dnscheck.RefusingServers, Sentence: explicit + " refuses queries for acme.test.",
			Fix: "Set the zone up there, or correct the configured name servers.",
		}}, findings)
	})
}

func TestExplicitServersAreNotCalledTheDelegatedOnes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.21:53", authority(t, acme(right)))
		client := newClient(t, n, configured(explicit))
		h := hints
		h.Nameservers = []string{"192.0.2.21"}
		wantCodes(t, diagnose(t, n, client, expecting("acme.test"), h), dnscheck.RecordMissing)
	})
}

func TestQuorumOfAllNamesTheOneServerThatIsSilent(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(right))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Quorum = dnscheck.QuorumAll })
		mustCheck(t, client, expecting("acme.test"))
		n.Serve("192.0.2.12:53", silent)
		wantCodes(t, diagnose(t, n, client, expecting("acme.test"), hints), dnscheck.DeadServers)
	})
}

// The zone was moved: it names its new servers, the registrar still the old ones.
func TestRecordOnServersThatTheParentDoesNotNameIsDelegatedElsewhere(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		moved := "acme.test.\n@ SOA ns b 1 1 1 1 60\n@ NS ns.hosting.example.\n"
		n := newWorld(t, moved)
		n.Serve("192.0.2.21:53", authority(t, moved+right))
		findings := diagnose(t, n, newClient(t, n), expecting("acme.test"), hints)
		wantCodes(t, findings, dnscheck.DelegatedElsewhere)
		wantEqual(t, "sentence", "The TXT record at acme.test is on ns.hosting.example, but acme.test is delegated to "+
			"ns1.acme.test, ns2.acme.test and ns3.acme.test, where it is missing.", findings[0].Sentence)
	})
}

func TestRecordOnTheHintedServersIsDelegatedElsewhere(t *testing.T) {
	for _, state := range []string{"answering", "refusing"} {
		bubble(t, state, func(t *testing.T) {
			n := newWorld(t, acme())
			n.Serve("192.0.2.21:53", authority(t, acme(right)))
			client := newClient(t, n)
			mustCheck(t, client, expecting("acme.test"))
			want := []dnscheck.Code{dnscheck.DelegatedElsewhere}
			if state == "refusing" {
				want = []dnscheck.Code{dnscheck.RefusingServers, dnscheck.DelegatedElsewhere}
				n.ServeAcme(rcode(5))
			}
			h := hints
			h.Nameservers = []string{"192.0.2.21"}
			wantCodes(t, diagnose(t, n, client, expecting("acme.test"), h), want...)
		})
	}
}

func TestErrorOfACheckIsAFindingOfItsOwn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		cutOff := newClient(t, newNetwork())
		halfCutOff := newNetwork()
		halfCutOff.Serve(resolver, recursor(t, resolverData))
		cases := map[dnscheck.Code]struct {
			client *dnscheck.Client
			name   string
		}{
			dnscheck.NotDelegated:         {client, "_x.unregistered.test"},
			dnscheck.BadName:              {client, "a..test"},
			dnscheck.ResolversUnreachable: {cutOff, "acme.test"},
			dnscheck.ZoneUnreachable:      {newClient(t, halfCutOff), "acme.test"},
		}
		for want, c := range cases {
			_, err := c.client.Check(t.Context(), expecting(c.name))
			findings := dnscheck.DiagnoseError(err)
			wantCodes(t, findings, want)
		}
		wantEqual(t, "codes of another error", 0, len(dnscheck.DiagnoseError(errors.New("disk full"))))
	})
}

func TestDomainThatTheRegistryAnswersForIsNotDelegated(t *testing.T) {
	cases := map[string]struct {
		mode   dnscheck.Mode
		parent string
	}{
		"a resolver says NXDOMAIN":             {dnscheck.Recursive, testZone},
		"a resolver says NOERROR":              {dnscheck.Recursive, testZone + "ns1.free A 192.0.2.99\n"},
		"the registry has an address below it": {dnscheck.Authoritative, testZone + "ns1.free A 192.0.2.99\n"},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme())
			n.Serve("192.0.2.1:53", authority(t, c.parent))
			if c.mode == dnscheck.Recursive {
				n.Serve(resolver, authority(t, c.parent))
			}
			client := newClient(t, n, inMode(c.mode))
			report := mustCheck(t, client, expecting("free.test"))
			findings, err := client.Diagnose(t.Context(), report, hints)
			if err != nil {
				t.Fatal(err)
			}
			wantCodes(t, findings, dnscheck.NotDelegated)
			if !strings.Contains(findings[0].Sentence, "The domain free.test is not delegated") {
				t.Errorf("sentence %q", findings[0].Sentence)
			}
		})
	}
}

// unroutable is a machine that has no route for one address family.
func unroutable(n *network, family int, err error) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) {
		c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "[") == (family == 6) {
				return nil, &net.OpError{Op: "dial", Net: network, Err: err}
			}
			return n.Dial(ctx, network, address)
		}
	}
}

const sixDelegation = "six NS ns1.six\nsix NS ns2.six\nns1.six AAAA 2001:db8::61\nns2.six AAAA 2001:db8::62\n"

func sixWorld(t *testing.T) *network {
	t.Helper()
	n := newWorld(t, acme())
	n.Serve("192.0.2.1:53", authority(t, testZone+sixDelegation))
	zone := "six.test.\n@ SOA ns1 b 1 1 1 1 60\n@ NS ns1\n@ NS ns2\nns1 AAAA 2001:db8::61\nns2 AAAA 2001:db8::62\n" + right
	n.Serve("[2001:db8::61]:53", authority(t, zone))
	n.Serve("[2001:db8::62]:53", authority(t, zone))
	return n
}

// Numbers beyond 10000 are those of Windows.
var noIPv6 = map[string]error{
	"ENETUNREACH": syscall.ENETUNREACH, "EHOSTUNREACH": syscall.EHOSTUNREACH, "EAFNOSUPPORT": syscall.EAFNOSUPPORT, "EADDRNOTAVAIL": syscall.EADDRNOTAVAIL,
	"WSAENETUNREACH": syscall.Errno(10051), "WSAEHOSTUNREACH": syscall.Errno(10065), "WSAEAFNOSUPPORT": syscall.Errno(10047), "WSAEADDRNOTAVAIL": syscall.Errno(10049),
}

func TestMachineWithoutIPv6IsToldThatItLacksAnIPv6Route(t *testing.T) {
	for name, reason := range noIPv6 {
		bubble(t, name, func(t *testing.T) {
			n := sixWorld(t)
			client := newClient(t, n, unroutable(n, 6, reason))
			report := mustCheck(t, client, expecting("six.test"))
			findings, err := client.Diagnose(t.Context(), report, hints)
			wantEqual(t, "error", nil, err)
			wantEqual(t, "findings", []dnscheck.Finding{{
				Code: dnscheck.NoRoute,
				Sentence: "Every name server (ns1.six.test and ns2.six.test) has IPv6 addresses only, and this machine has no IPv6 route to them, " +
					"so that they could not be asked about six.test.",
				Fix: `Give this machine an IPv6 route, or set dns.mode = "recursive" with a resolver in dns.resolvers that this machine can reach.`,
			}}, findings)
			for _, line := range report.Lines() {
				if !strings.Contains(line, "this machine has no IPv6 route to it") {
					t.Errorf("line %q", line)
				}
			}
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
		n.Serve("[2001:db8::53]:53", recursor(t, strings.ReplaceAll(resolverData, "a.nic.test.          A  192.0.2.1\n", "a.nic.test. AAAA 2001:db8::1\n")))
		n.Serve("[2001:db8::1]:53", authority(t, testZone))
		client := newClient(t, n, unroutable(n, 4, syscall.ENETUNREACH), func(c *dnscheck.Config) { c.Resolvers = []string{"2001:db8::53"} })
		findings := causes(t, client, expecting("acme.test"), hints)
		wantCodes(t, findings, dnscheck.NoRoute)
		if !strings.Contains(findings[0].Sentence, "no IPv4 route") || strings.Contains(findings[0].Sentence+findings[0].Fix, "IPv6") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

// Silence has more causes than one.
func TestSilentServersWithIPv6OnlyAreNamedAsSuch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		n.Serve("[2001:db8::61]:53", silent)
		n.Serve("[2001:db8::62]:53", silent)
		client := newClient(t, n)
		findings := causes(t, client, expecting("six.test"), hints)
		wantCodes(t, findings, dnscheck.DeadServers)
		if !strings.Contains(findings[0].Sentence, "over IPv6 only") || !strings.Contains(findings[0].Fix, "firewall") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

// Where another server answers over IPv6, a route is not what is missing.
func TestOneUnreachableServerIsNoSignOfAMachineWithoutIPv6(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		n.Serve("[2001:db8::62]:53", nil)
		client := newClient(t, n)
		findings := causes(t, client, expecting("six.test"), hints)
		wantCodes(t, findings, dnscheck.DeadServers)
		if strings.Contains(findings[0].Sentence, "route") {
			t.Errorf("finding %+v", findings[0])
		}
	})
}

func TestConfiguredServerWithIPv6OnlyWantsARouteOrAnotherAddress(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := sixWorld(t)
		client := newClient(t, n, unroutable(n, 6, syscall.ENETUNREACH), configured("[2001:db8::61]:53"))
		findings := causes(t, client, expecting("six.test"), hints)
		wantCodes(t, findings, dnscheck.NoRoute)
		if !strings.Contains(findings[0].Fix, "IPv4 address in dns.nameservers") || strings.Contains(findings[0].Fix, "recursive") {
			t.Errorf("fix %q", findings[0].Fix)
		}
	})
}

func TestResolverWithIPv6OnlyWantsARouteOrAnotherResolver(t *testing.T) {
	for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
		for _, entry := range []string{"2001:db8::53", "tls://[2001:db8::53]:853", "https://[2001:db8::53]/dns-query"} {
			bubble(t, string(mode)+" "+entry, func(t *testing.T) {
				n := newNetwork()
				client := newClient(t, n, unroutable(n, 6, syscall.ENETUNREACH), inMode(mode, entry))
				_, err := client.Check(t.Context(), expecting("six.test"))
				findings := dnscheck.DiagnoseError(err)
				wantCodes(t, findings, dnscheck.ResolversUnreachable)
				if !strings.Contains(findings[0].Fix, "no IPv6 route") || !strings.Contains(findings[0].Fix, "IPv4 address") {
					t.Errorf("fix %q", findings[0].Fix)
				}
			})
		}
	}
}

func TestRegistryWithIPv6OnlyWantsARoute(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, recursor(t, "test. NS a.nic.test.\na.nic.test. AAAA 2001:db8::1\n@ SOA a. b. 1 1 1 1 900\n"))
		_, err := newClient(t, n, unroutable(n, 6, syscall.EADDRNOTAVAIL)).Check(t.Context(), expecting("six.test"))
		findings := dnscheck.DiagnoseError(err)
		wantCodes(t, findings, dnscheck.ZoneUnreachable)
		if !strings.Contains(findings[0].Fix, "no IPv6 route") || !strings.Contains(findings[0].Fix, `"recursive"`) {
			t.Errorf("fix %q", findings[0].Fix)
		}
	})
}
