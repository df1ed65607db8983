// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"net"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const vendorRecord = `TXT "acme-verification=` + secret + `"` + "\n"

// leadingOut are zones whose configured servers do not hold the record of
// _x.acme.test., which is in vendor.test.
var leadingOut = map[string]struct{ acme, vendor string }{
	"a CNAME":         {"_x CNAME token.vendor.test.\n", "token " + vendorRecord},
	"two CNAMEs":      {"_x CNAME _y\n_y CNAME token.vendor.test.\n", "token " + vendorRecord},
	"a DNAME":         {"below DNAME vendor.test.\n_x CNAME token.below\n", "token " + vendorRecord},
	"a CNAME at both": {"_x CNAME token.vendor.test.\n", "token CNAME last\nlast " + vendorRecord},
}

func TestConfiguredServersAreNotAskedToSpeakForTheZoneThatACNAMELeadsTo(t *testing.T) {
	for name, c := range leadingOut {
		bubble(t, name, func(t *testing.T) {
			n := withVendor(t, acme(c.acme), c.vendor)
			report := mustCheck(t, newClient(t, n, configured(explicit)), expecting("_x.acme.test"))
			wantEqual(t, "published", true, report.Published())
			wantNoRecursiveQueryFor(t, n, "_x.acme.test.", "_y.acme.test.", "token.below.acme.test.", "token.vendor.test.", "last.vendor.test.")
			for _, line := range report.Lines() {
				if strings.Contains(line, "refused") {
					t.Errorf("the configured server is blamed for another zone: %s", line)
				}
			}
		})
	}
}

func TestRecordThatIsMissingInTheZoneOfTheTargetIsToBePublishedThere(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := withVendor(t, acme("_x CNAME token.vendor.test.\n"), "")
		wantCodes(t, causes(t, newClient(t, n, configured(explicit)), expecting("_x.acme.test"), hints), dnscheck.CNAMEAtName)
	})
}

func TestConfiguredServerThatServesTheTargetSpeaksForIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := withVendor(t, acme(), "")
		n.Serve(explicit, authority(t, acme("_x CNAME token.vendor.test.\n"), vendorZone+"token "+vendorRecord))
		report := mustCheck(t, newClient(t, n, configured(explicit)), expecting("_x.acme.test"))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "packets to others", 0, len(n.Sent(func(p packet) bool { return p.Address != explicit })))
	})
}

// Nothing is known about the target, so that the record may well be there.
func TestTargetThatNobodyCanBeAskedAboutIsNotChecked(t *testing.T) {
	dead := func(n *network) { n.Serve("192.0.2.21:53", silent) }
	cases := map[string]struct {
		change  func(*network)
		servers []string
		fix     string
	}{
		"configured, no resolver":        {func(n *network) { n.Serve(resolver, nil) }, []string{explicit}, "dns.resolvers"},
		"configured, target's zone dead": {dead, []string{explicit}, "name servers of token.vendor.test"},
		"configured, target undelegated": {func(n *network) { n.Serve("192.0.2.1:53", authority(t, testZone)) }, []string{explicit}, "dns.resolvers"},
		"discovered, target's zone dead": {dead, nil, "name servers of token.vendor.test"},
		"discovered, target's registry is dead": {func(n *network) {
			n.ServeAcme(authority(t, acme("_x CNAME token.vendor.example.\n")))
			n.Serve(resolver, recursor(t, strings.Replace(resolverData, "example.             NS a.nic.test.", "example. NS dead.nic.test.\ndead.nic.test. A 192.0.2.99", 1)))
		}, nil, "name servers of token.vendor.example"},
	}
	for name, c := range cases {
		bubble(t, name, func(t *testing.T) {
			n := withVendor(t, acme("_x CNAME token.vendor.test.\n"), "token "+vendorRecord)
			c.change(n)
			client := newClient(t, n, configured(c.servers...))
			report := mustCheck(t, client, expecting("_x.acme.test"))
			wantEqual(t, "published", false, report.Published())
			wantEqual(t, "verdict", dnscheck.Unchecked, report.Servers[0].Verdict)
			findings, err := client.Diagnose(t.Context(), report, hints)
			wantEqual(t, "error", nil, err)
			wantText(t, findings, dnscheck.NotChecked, "could not be checked", c.fix)
			line := dnscheck.Finding{Code: dnscheck.NotChecked, Sentence: report.Lines()[0]}
			wantText(t, []dnscheck.Finding{line}, dnscheck.NotChecked, "was not checked")
			wantNoText(t, append(findings, line), "leads nowhere", "Publish", "no TXT record")
		})
	}
}

// The configured server holds the parent, and refers to the servers of the child.
func TestNameBelowADelegationOfTheConfiguredServerIsAskedOfTheChild(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		zone := acme("eu NS ns.eu\nns.eu A 192.0.2.21\n")
		n := newWorld(t, zone)
		n.Serve("192.0.2.21:53", authority(t, "eu.acme.test.\n@ SOA ns b 1 1 1 1 60\n@ NS ns\nns A 192.0.2.21\n_x "+vendorRecord))
		client := newClient(t, n, configured(explicit))
		report := mustCheck(t, client, expecting("_x.eu.acme.test"))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "zone", "eu.acme.test", report.Zone.String())
		wantNoRecursiveQueryFor(t, n, "_x.eu.acme.test.", "eu.acme.test.")
		wantZone(t, client, "_x.eu.acme.test", dnscheck.Zone{Apex: "eu.acme.test.", Nameservers: []dnsquery.FQDN{"ns.eu.acme.test."}, Contact: "b.eu.acme.test."})

		n.Serve(resolver, nil)
		cutOff := newClient(t, n, configured(explicit))
		missed := mustCheck(t, cutOff, expecting("_x.eu.acme.test"))
		wantEqual(t, "verdict without a way to the child", dnscheck.Lame, missed.Servers[0].Verdict)
	})
}

// A configured server that does not serve the name itself is a mistake, which
// the discovered ones must not hide.
func TestConfiguredServerThatRefusesTheNameIsNotReplacedByDiscovery(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(right))
		n.Serve("192.0.2.21:53", rcode(dns.RcodeRefused))
		report := mustCheck(t, newClient(t, n, configured("192.0.2.21")), expecting("acme.test"))
		wantEqual(t, "published", false, report.Published())
		wantEqual(t, "packets to others", 0, len(n.Sent(func(p packet) bool { return p.Address != "192.0.2.21:53" })))
	})
}

// asResolver makes a response one of a resolver: with RA and without AA.
func asResolver(h handler) handler {
	return changed(h, func(_, response *dns.Msg) { response.RecursionAvailable, response.Authoritative = true, false })
}

func TestResolverAmongTheConfiguredServersBelongsIntoResolvers(t *testing.T) {
	cases := map[string]handler{
		"answers from its cache":     asResolver(authority(t, acme(right))),
		"knows nothing":              asResolver(rcode(dns.RcodeNameError)),
		"refuses queries without RD": asResolver(rcode(dns.RcodeRefused)),
		"refers from its cache":      asResolver(authority(t, testZone)),
	}
	for name, handler := range cases {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(explicit, handler)
			client := newClient(t, n, configured(explicit))
			report := mustCheck(t, client, expecting("acme.test"))
			wantEqual(t, "published", false, report.Published())
			findings, err := client.Diagnose(t.Context(), report, hints)
			wantEqual(t, "error", nil, err)
			wantResolverNamed(t, findings, strings.Join(report.Lines(), "\n"))

			_, err = client.Zone(t.Context(), "acme.test")
			wantResolverNamed(t, dnscheck.DiagnoseError(err), err.Error())
		})
	}
}

func wantResolverNamed(t *testing.T, findings []dnscheck.Finding, raw string) {
	t.Helper()
	wantText(t, findings, dnscheck.ResolverAsNameserver, explicit, "dns.resolvers")
	wantNoText(t, findings, "Set the zone up")
	if !strings.Contains(raw, "is a resolver") {
		t.Errorf("%q does not say that it is a resolver", raw)
	}
}

// One machine may be both; AA says that it answers from data of its own.
func TestAuthoritativeServerThatOffersRecursionIsNoResolver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(explicit, changed(authority(t, acme(right)), func(_, response *dns.Msg) { response.RecursionAvailable = true }))
		client := newClient(t, n, configured(explicit))
		wantEqual(t, "published", true, mustCheck(t, client, expecting("acme.test")).Published())
		wantZone(t, client, "acme.test", acmeZone())
	})
}

// Neither is the other's fault: an entry of dns.resolvers that is a name server.
func TestNameServerAmongTheResolversBelongsIntoNameservers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, authority(t, testZone))
		wantText(t, causes(t, newClient(t, n, inMode(dnscheck.Recursive)), txt("acme.test"), hints), dnscheck.ResolversUnreachable, "dns.nameservers")
	})
}

// The DNS of a domain is its owner's to write, and who checks it is elsewhere.
func TestServerAtAnAddressThatIsNotPublicIsNamedAndNotAsked(t *testing.T) {
	for _, address := range []string{
		"127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.251", "255.255.255.255", "0.0.0.0", "240.0.0.1",
		"::1", "::", "fe80::1", "fd00::1", "ff02::fb", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::7f00:1",
		"0.1.2.3", "192.0.0.8", "192.88.99.1", "255.0.0.1", "fec0::1", "100::1", "::ffff:169.254.169.254", "::ffff:0:7f00:1", "2001:0:7f00:1::", "4000::1",
	} {
		bubble(t, address, func(t *testing.T) {
			rrtype := "A"
			if strings.Contains(address, ":") {
				rrtype = "AAAA"
			}
			zone := "out.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns\n@ TXT \"" + token + "\"\n"
			n := newWorld(t, acme())
			n.Serve("192.0.2.1:53", authority(t, testZone+"out NS ns.out\nns.out "+rrtype+" "+address+"\n"))
			n.Serve(net.JoinHostPort(address, "53"), authority(t, zone))
			client := newClient(t, n)
			report := mustCheck(t, client, txt("out.test"))
			wantEqual(t, "published", false, report.Published())
			wantEqual(t, "packets outside of the public world", 0, len(n.Sent(func(p packet) bool { return !strings.HasPrefix(p.Address, "192.0.2.") })))
			wantText(t, causes(t, client, txt("out.test"), hints), dnscheck.PrivateAddress, "ns.out.test", "dns.allow_private")
			if lines := strings.Join(report.Lines(), "\n"); !strings.Contains(lines, "ns.out.test") || !strings.Contains(lines, "dns.allow_private") {
				t.Errorf("%q does not name the server and the setting", lines)
			}
		})
	}
}

func TestServerAtAPrivateAddressIsAskedWhereTheConfigurationAllowsIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", authority(t, testZone+"out NS ns.out\nns.out A 10.0.0.1\n"))
		n.Serve("10.0.0.1:53", authority(t, "out.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns\nns A 10.0.0.1\n@ TXT \""+token+"\"\n"))
		allowed := newClient(t, n, func(c *dnscheck.Config) { c.AllowPrivate = true })
		wantEqual(t, "published with AllowPrivate", true, mustCheck(t, allowed, txt("out.test")).Published())
		named := newClient(t, n, configured("10.0.0.1"))
		wantEqual(t, "published at a configured server", true, mustCheck(t, named, txt("out.test")).Published())
	})
}

// A public name has no host at an address for documentation; a reserved one has
// no other.
func TestAddressesForDocumentationAreRefusedForPublicNamesAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.Serve(resolver, recursor(t, resolverData+"com. NS a.nic.test.\n"))
		_, err := newClient(t, n).Check(t.Context(), txt("acme.com"))
		findings := dnscheck.DiagnoseError(err)
		wantCodes(t, findings, dnscheck.PrivateAddress)
		wantEqual(t, "packets to the server", 0, len(n.SentTo("192.0.2.1:53")))
		wantEqual(t, "published at a reserved name", true, mustCheck(t, newClient(t, n), txt("acme.test")).Published())
	})
}
