// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

const liar = "192.0.2.52:53"

// addressesOnly is a resolver of a container or VPN: it resolves A and AAAA and
// answers every other type with rcode and nothing else.
func addressesOnly(t *testing.T, code int) handler {
	t.Helper()
	honest := recursor(t, resolverData)
	return func(request []byte, transport string) [][]byte {
		m := new(dns.Msg)
		if err := m.Unpack(request); err != nil {
			panic(err)
		}
		if qtype := m.Question[0].Qtype; qtype == dns.TypeA || qtype == dns.TypeAAAA {
			return honest(request, transport)
		}
		return rcode(code)(request, transport)
	}
}

var denials = map[string]int{"NXDOMAIN": dns.RcodeNameError, "an empty answer": dns.RcodeSuccess}

func TestResolverThatDeniesTopLevelDomainsIsSetAsideForTheNextOne(t *testing.T) {
	for name, code := range denials {
		for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					n := newWorld(t, acme(acmeTXT))
					n.serve(liar, addressesOnly(t, code))
					n.serve(resolver, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"))
					client := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = mode, []string{liar, resolver} })
					report := mustCheck(t, client, txt("acme.test"))
					wantEqual(t, "published", true, report.Published())
					n.clear()
					mustCheck(t, client, txt("acme.test"))
					wantEqual(t, "later packets to the resolver that was set aside", 0, len(n.sent(func(p packet) bool { return p.address == liar })))
				})
			})
		}
	}
}

func TestResolverThatDeniesTopLevelDomainsIsNamedAndTheDomainIsNotCalledUnregistered(t *testing.T) {
	for name, code := range denials {
		for _, owner := range []string{"acme.test", "acme.com"} {
			for _, mode := range []dnscheck.Mode{dnscheck.Authoritative, dnscheck.Recursive} {
				t.Run(name+" "+owner+" "+string(mode), func(t *testing.T) {
					inBubble(t, func(t *testing.T) {
						n := newWorld(t, acme(acmeTXT))
						n.serve(liar, addressesOnly(t, code))
						client := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = mode, []string{liar} })
						_, err := client.Check(context.Background(), txt(owner))
						wantResolverAccused(t, err)
						_, err = client.Zone(context.Background(), owner)
						wantResolverAccused(t, err)
					})
				})
			}
		}
	}
}

func wantResolverAccused(t *testing.T, err error) {
	t.Helper()
	var undelegated *dnscheck.NotDelegatedError
	if err == nil || errors.As(err, &undelegated) {
		t.Fatalf("error %v, want one about the resolver", err)
	}
	findings := dnscheck.DiagnoseError(err)
	if len(findings) != 1 || findings[0].Code != dnscheck.ResolversUnreachable {
		t.Fatalf("findings %v, want %s", findings, dnscheck.ResolversUnreachable)
	}
	text := findings[0].Sentence + " " + findings[0].Fix
	for _, want := range []string{liar, "dns.resolvers"} {
		if !strings.Contains(text, want) {
			t.Errorf("finding %q does not name %s", text, want)
		}
	}
	if strings.Contains(text, "register") || strings.Contains(text, "registrar") {
		t.Errorf("finding %q sends the reader to the registrar", text)
	}
}

// The denial comes from one resolver alone; the root knows the domain.
func TestResolverThatDeniesAPrivateSuffixIsCheckedAtTheRoot(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.serve(resolver, recursor(t, strings.Replace(resolverData, "test.                NS a.nic.test.\n", "", 1)))
		wantEqual(t, "published", true, mustCheck(t, newClient(t, n), txt("acme.test")).Published())
		asked := n.sent(func(p packet) bool { return p.address == "192.0.2.3:53" })
		wantEqual(t, "packets to the root", 1, len(asked))
	})
}
