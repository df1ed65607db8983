// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"net"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// The DNS of a domain is its owner's to write, and who checks it is elsewhere.
func TestServerAtAnAddressThatIsNotPublicIsNamedAndNotAsked(t *testing.T) {
	for _, address := range []string{
		"127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.251", "255.255.255.255", "0.0.0.0", "240.0.0.1",
		"::1", "::", "fe80::1", "fd00::1", "ff02::fb", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::7f00:1",
		"0.1.2.3", "192.0.0.8", "192.88.99.1", "255.0.0.1", "fec0::1", "100::1", "::ffff:169.254.169.254", "::ffff:0:7f00:1", "2001:0:7f00:1::", "4000::1",
	} {
		t.Run(address, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				rrtype := "A"
				if strings.Contains(address, ":") {
					rrtype = "AAAA"
				}
				zone := "out.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns\n@ TXT \"" + token + "\"\n"
				n := newWorld(t, acme())
				n.serve("192.0.2.1:53", authority(t, testZone+"out NS ns.out\nns.out "+rrtype+" "+address+"\n"))
				n.serve(net.JoinHostPort(address, "53"), authority(t, zone))
				client := newClient(t, n)
				report := mustCheck(t, client, txt("out.test"))
				wantEqual(t, "published", false, report.Published())
				wantEqual(t, "packets outside of the public world", 0, len(n.sent(func(p packet) bool { return !strings.HasPrefix(p.address, "192.0.2.") })))
				findings, err := client.Diagnose(t.Context(), report, hints)
				if err != nil {
					t.Fatal(err)
				}
				wantEqual(t, "codes", []dnscheck.Code{dnscheck.PrivateAddress}, codes(findings))
				for _, text := range []string{findings[0].Sentence + findings[0].Fix, strings.Join(report.Lines(), "\n")} {
					if !strings.Contains(text, "ns.out.test") || !strings.Contains(text, "dns.allow_private") {
						t.Errorf("%q names the server or the setting not", text)
					}
				}
			})
		})
	}
}

func TestServerAtAPrivateAddressIsAskedWhereTheConfigurationAllowsIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.serve("192.0.2.1:53", authority(t, testZone+"out NS ns.out\nns.out A 10.0.0.1\n"))
		n.serve("10.0.0.1:53", authority(t, "out.test.\n@ SOA a b 1 1 1 1 60\n@ NS ns\nns A 10.0.0.1\n@ TXT \""+token+"\"\n"))
		allowed := newClient(t, n, func(c *dnscheck.Config) { c.AllowPrivate = true })
		wantEqual(t, "published with AllowPrivate", true, mustCheck(t, allowed, txt("out.test")).Published())
		named := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{"10.0.0.1"} })
		wantEqual(t, "published at a configured server", true, mustCheck(t, named, txt("out.test")).Published())
	})
}

// A public name has no host at an address for documentation; a reserved one has
// no other.
func TestAddressesForDocumentationAreRefusedForPublicNamesAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.serve(resolver, recursor(t, resolverData+"com. NS a.nic.test.\n"))
		_, err := newClient(t, n).Check(t.Context(), txt("acme.com"))
		findings := dnscheck.DiagnoseError(err)
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.PrivateAddress}, codes(findings))
		wantEqual(t, "packets to the server", 0, len(n.sent(func(p packet) bool { return p.address == "192.0.2.1:53" })))
		wantEqual(t, "published at a reserved name", true, mustCheck(t, newClient(t, n), txt("acme.test")).Published())
	})
}
