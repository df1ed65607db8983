// SPDX-License-Identifier: MPL-2.0

package dnsquery_test

import (
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
		bubble(t, name, func(t *testing.T) {
			n := newWorld(t, acme(acmeTXT))
			n.Serve(liar, broken)
			client := newClient(t, n, inMode(dnscheck.Authoritative, liar, resolver))
			wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
			n.Clear()
			if _, err := client.Check(t.Context(), txt("acme.example")); err == nil {
				t.Fatal("a zone that no server serves was found")
			}
			again := n.SentTo(liar)
			now := n.Sent(func(p packet) bool { return p.Address == resolver && p.Name == "example." })
			wantEqual(t, "queries to the one that works", 1, len(now))
			wantEqual(t, "queries to the broken resolver afterwards", 0, len(again))
		})
	}
}

func TestDeadResolversAreAnErrorThatNamesThem(t *testing.T) {
	inModes(t, "", func(t *testing.T, mode dnscheck.Mode) {
		n := newNetwork()
		n.Serve("192.0.2.51:53", silent)
		client := newClient(t, n, inMode(mode, "192.0.2.51", "192.0.2.52"))
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
}

// An authoritative server among the resolvers must not make a record missing.
func TestServerThatRefersIsNoResolver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve("192.0.2.1:53", authority(t, testZone))
		n.Serve(resolver, recursor(t, "acme.test. TXT \""+token+"\"\n"))
		ask := func(resolvers ...string) (dnscheck.Report, error) {
			client := newClient(t, n, inMode(dnscheck.Recursive, resolvers...))
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

// A wait may last longer than a machine stays in a network.
func TestSystemResolversAreReadAgainWhenNoneResponds(t *testing.T) {
	for name, first := range map[string]string{"a resolver that is gone": "nameserver 192.0.2.52\n", "no file": ""} {
		bubble(t, name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "resolv.conf")
			list := func(text string) {
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if first != "" {
				list(first)
			}
			client := newClient(t, newWorld(t, acme(acmeTXT)), func(c *dnscheck.Config) { c.Resolvers, c.ResolvConf = nil, path })
			if _, err := client.Check(t.Context(), txt("acme.test")); err == nil {
				t.Fatal("found without a resolver")
			}
			list("nameserver 192.0.2.53\n")
			wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
		})
	}
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
		explicitly := configured(explicit)
		mustCheck(t, newClient(t, n, without, explicitly), txt("acme.test"))
	})
}

func TestExplicitNameServersNeedNoResolver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme("_x CNAME _y\n_y TXT \""+token+"\"\n"))
		client := newClient(t, n, configured(explicit, "192.0.2.12", "192.0.2.13"))
		wantEqual(t, "published", true, mustCheck(t, client, txt("_x.acme.test")).Published())
		report := mustCheck(t, client, txt("deep.below.acme.test"))
		wantEqual(t, "published", false, report.Published())
		wantEqual(t, "zone", "acme.test", report.Zone.String())
		wantEqual(t, "lines", []string{
			"192.0.2.11:53: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
			"192.0.2.12: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
			"192.0.2.13: no TXT record at deep.below.acme.test (NXDOMAIN: there is no such name)",
		}, report.Lines())
		others := n.Sent(func(p packet) bool { return p.Recursion || p.Address == resolver || p.Address == "192.0.2.1:53" })
		wantEqual(t, "packets to others", 0, len(others))
	})
}

func TestRecursiveModeAsksTheResolversForTheRecord(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve(resolver, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n_x.acme.test. CNAME acme.test.\n_l CNAME _l\n"))
		n.Serve(liar, silent)
		client := newClient(t, n, inMode(dnscheck.Recursive, liar, resolver))
		report := mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "published although the first resolver is dead", true, report.Published())
		wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
			liar: dnscheck.Unreachable, resolver: dnscheck.Present,
		}, verdicts(report))
		wantEqual(t, "published through a CNAME", true, mustCheck(t, client, txt("_x.acme.test")).Published())
		wantEqual(t, "published in a loop", false, mustCheck(t, client, txt("_l")).Published())
		missing := mustCheck(t, client, txt("missing.acme.test"))
		wantEqual(t, "published when missing", false, missing.Published())
		others := n.Sent(func(p packet) bool { return !p.Recursion })
		wantEqual(t, "packets without recursion", 0, len(others))
	})
}

func TestRecursiveModeReportsAResolverThatFails(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, rcode(dns.RcodeServerFailure))
		report := mustCheck(t, newClient(t, n, inMode(dnscheck.Recursive)), txt("acme.test"))
		wantEqual(t, "lines", []string{"192.0.2.53:53: answered SERVFAIL for acme.test"}, report.Lines())
	})
}

// addressesOnly is a resolver of a container or VPN: it resolves A and AAAA and
// answers every other type with rcode and nothing else.
func addressesOnly(t *testing.T, code int) handler {
	t.Helper()
	honest := recursor(t, resolverData)
	return choose(func(request *dns.Msg) handler {
		if qtype := request.Question[0].Qtype; qtype == dns.TypeA || qtype == dns.TypeAAAA {
			return honest
		}
		return rcode(code)
	})
}

var denials = map[string]int{"NXDOMAIN": dns.RcodeNameError, "an empty answer": dns.RcodeSuccess}

func TestResolverThatDeniesTopLevelDomainsIsNamedAndSetAside(t *testing.T) {
	for name, code := range denials {
		inModes(t, name, func(t *testing.T, mode dnscheck.Mode) {
			n := newWorld(t, acme(acmeTXT))
			n.Serve(liar, addressesOnly(t, code))
			n.Serve(resolver, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"))
			both := newClient(t, n, inMode(mode, liar, resolver))
			wantEqual(t, "published", true, mustCheck(t, both, txt("acme.test")).Published())
			n.Clear()
			mustCheck(t, both, txt("acme.test"))
			wantEqual(t, "later packets to the resolver that was set aside", 0, len(n.SentTo(liar)))

			alone := newClient(t, n, inMode(mode, liar))
			for _, owner := range []string{"acme.test", "acme.com"} {
				_, err := alone.Check(t.Context(), txt(owner))
				wantResolverAccused(t, err)
				_, err = alone.Zone(t.Context(), owner)
				wantResolverAccused(t, err)
			}
		})
	}
}

func wantResolverAccused(t *testing.T, err error) {
	t.Helper()
	findings := dnscheck.DiagnoseError(err)
	wantText(t, findings, dnscheck.ResolversUnreachable, liar, "dns.resolvers")
	wantNoText(t, findings, "register", "registrar")
}

// The denial comes from one resolver alone; the root knows the domain.
func TestResolverThatDeniesAPrivateSuffixIsCheckedAtTheRoot(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.Serve(resolver, recursor(t, strings.Replace(resolverData, "test.                NS a.nic.test.\n", "", 1)))
		wantEqual(t, "published", true, mustCheck(t, newClient(t, n), txt("acme.test")).Published())
		asked := n.SentTo("192.0.2.3:53")
		wantEqual(t, "packets to the root", 1, len(asked))
	})
}

// In mode Recursive no server of the registry is asked, so that its word is not
// known.
func TestDenialByAResolverIsReportedAsTheResolversAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.Serve(resolver, recursor(t, "@ NS a.root.example.\ntest. NS a.nic.test.\ntest. SOA a. b. 1 1 1 1 900\n"))
		client := newClient(t, n, inMode(dnscheck.Recursive))
		_, err := client.Zone(t.Context(), "_x.free.test")
		raw := dnscheck.Finding{Code: dnscheck.NotDelegated, Sentence: err.Error(), Fix: "Ask another resolver"}
		for _, findings := range [][]dnscheck.Finding{causes(t, client, txt("free.test"), hints), dnscheck.DiagnoseError(err), {raw}} {
			wantText(t, findings, dnscheck.NotDelegated, "resolver "+resolver, "Ask another resolver")
			wantNoText(t, findings, "name servers of", "answers for it")
		}
	})
}

// Networks that redirect all queries to a resolver of their own.
func TestResolverThatAnswersInPlaceOfTheNameServersIsTheNetworksDoing(t *testing.T) {
	for name, intercept := range map[string]handler{
		"answering": recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"),
		"refusing":  changed(rcode(dns.RcodeRefused), func(_, response *dns.Msg) { response.RecursionAvailable = true }),
	} {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(resolver, recursor(t, resolverData))
			n.Serve(parent, intercept)
			n.Serve("192.0.2.3:53", intercept)
			n.ServeAcme(intercept)
			findings := causes(t, newClient(t, n), txt("acme.test"), hints)
			wantText(t, findings, dnscheck.ZoneUnreachable, "this network redirects DNS queries", `dns.mode = "recursive"`)
			wantNoText(t, findings, "dns.nameservers", "registrar")
		})
	}
}
