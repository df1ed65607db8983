// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

func TestNextResolverIsAskedWhenOneFails(t *testing.T) {
	cases := map[string]handler{"silent": silent, "refusing": rcode(dns.RcodeRefused), "failing": rcode(dns.RcodeServerFailure), "absent": nil}
	for name, broken := range cases {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(acmeTXT))
				n.serve("192.0.2.52:53", broken)
				client := newClient(t, n, func(c *dnscheck.Config) { c.Resolvers = []string{"192.0.2.52", resolver} })
				wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
				n.clear()
				if _, err := client.Check(t.Context(), txt("acme.example")); err == nil {
					t.Fatal("a zone that no server serves was found")
				}
				again := n.sent(func(p packet) bool { return p.address == "192.0.2.52:53" })
				now := n.sent(func(p packet) bool { return p.address == resolver && p.name == "example." })
				wantEqual(t, "queries to the one that works", 1, len(now))
				wantEqual(t, "queries to the broken resolver afterwards", 0, len(again))
			})
		})
	}
}

func TestDeadResolversAreAnErrorThatNamesThem(t *testing.T) {
	for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
		t.Run(string(mode), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				n.serve("192.0.2.51:53", silent)
				client := newClient(t, n, func(c *dnscheck.Config) {
					c.Mode, c.Resolvers = mode, []string{"192.0.2.51", "192.0.2.52"}
				})
				_, err := client.Check(t.Context(), txt("acme.test"))
				var dead *dnsquery.ResolverError
				if !errors.As(err, &dead) || len(dead.Attempts) != 2 {
					t.Fatalf("error %v, want a ResolverError with two attempts", err)
				}
				for _, want := range []string{"192.0.2.51:53 over UDP: no answer within 2s", "192.0.2.52:53 over UDP: dial udp: network is unreachable"} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("error %q does not say %q", err, want)
					}
				}
			})
		})
	}
}

// An authoritative server among the resolvers must not make a record missing.
func TestServerThatRefersIsNoResolver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve("192.0.2.1:53", authority(t, testZone))
		n.serve(resolver, recursor(t, "acme.test. TXT \""+token+"\"\n"))
		ask := func(resolvers ...string) (dnscheck.Report, error) {
			client := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = dnscheck.Recursive, resolvers })
			return client.Check(t.Context(), txt("acme.test"))
		}
		report, err := ask("192.0.2.1", resolver)
		wantEqual(t, "error", nil, err)
		wantEqual(t, "published", true, report.Published())
		_, err = ask("192.0.2.1")
		if err == nil || !strings.Contains(err.Error(), "192.0.2.1:53 over UDP: it is no resolver") {
			t.Errorf("error %v, want one that says that it is no resolver", err)
		}
	})
}

func TestSystemResolversComeFromTheConfiguredFile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "resolv.conf")
		if err := os.WriteFile(path, []byte("search acme.test\nnameserver 192.0.2.53\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Resolvers, c.ResolvConf = nil, path })
		wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
	})
}

func TestMissingResolverFileIsNamedWhenAResolverIsNeeded(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "missing")
		n := newWorld(t, acme(acmeTXT))
		without := func(c *dnscheck.Config) { c.Resolvers, c.ResolvConf = nil, path }
		_, err := newClient(t, n, without).Check(t.Context(), txt("acme.test"))
		if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), path) {
			t.Errorf("error %v does not name the missing file", err)
		}
		explicitly := func(c *dnscheck.Config) { c.Nameservers = []string{explicit} }
		mustCheck(t, newClient(t, n, without, explicitly), txt("acme.test"))
	})
}

func TestExplicitNameServersNeedNoResolver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("_x CNAME _y\n_y TXT \""+token+"\"\n"))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{explicit, "192.0.2.12", "192.0.2.13"} })
		wantEqual(t, "published", true, mustCheck(t, client, txt("_x.acme.test")).Published())
		report := mustCheck(t, client, txt("deep.below.acme.test"))
		wantEqual(t, "published", false, report.Published())
		wantEqual(t, "zone", "acme.test", report.Zone.String())
		wantEqual(t, "lines", []string{
			"192.0.2.11:53: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
			"192.0.2.12: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
			"192.0.2.13: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
		}, report.Lines())
		others := n.sent(func(p packet) bool { return p.recursion || p.address == resolver || p.address == "192.0.2.1:53" })
		wantEqual(t, "packets to others", 0, len(others))
	})
}

func TestRecursiveModeAsksTheResolversForTheRecord(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.serve(resolver, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n_x.acme.test. CNAME acme.test.\n_l CNAME _l\n"))
		n.serve("192.0.2.52:53", silent)
		client := newClient(t, n, func(c *dnscheck.Config) {
			c.Mode, c.Resolvers = dnscheck.Recursive, []string{"192.0.2.52", resolver}
		})
		report := mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "published although the first resolver is dead", true, report.Published())
		wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
			"192.0.2.52:53": dnscheck.Unreachable, resolver: dnscheck.Present,
		}, verdicts(report))
		wantEqual(t, "published through a CNAME", true, mustCheck(t, client, txt("_x.acme.test")).Published())
		wantEqual(t, "published in a loop", false, mustCheck(t, client, txt("_l")).Published())
		missing := mustCheck(t, client, txt("missing.acme.test"))
		wantEqual(t, "published when missing", false, missing.Published())
		others := n.sent(func(p packet) bool { return !p.recursion })
		wantEqual(t, "packets without recursion", 0, len(others))
	})
}

func TestRecursiveModeReportsAResolverThatFails(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, rcode(dns.RcodeServerFailure))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
		report, err := client.Check(context.Background(), txt("acme.test"))
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "lines", []string{"192.0.2.53:53: answered SERVFAIL for acme.test"}, report.Lines())
	})
}
