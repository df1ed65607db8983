// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// validating is a resolver that vouches for the root, and for acme.test. does
// what the state says.
func validating(t *testing.T, state dnscheck.SecurityState) handler {
	healthy := recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")
	return answering(func(request *dns.Msg, transport string) *dns.Msg {
		packed, err := request.Pack()
		if err != nil {
			panic(err)
		}
		m := new(dns.Msg)
		if err := m.Unpack(healthy(packed, transport)[0]); err != nil {
			panic(err)
		}
		own := dns.IsSubDomain("acme.test.", request.Question[0].Name)
		m.AuthenticatedData = request.AuthenticatedData && (!own || state == dnscheck.Secure) && state != dnscheck.UnknownSecurity
		if own && state == dnscheck.Bogus && !request.CheckingDisabled {
			failure := new(dns.Msg).SetRcode(request, dns.RcodeServerFailure)
			failure.SetEdns0(1232, false)
			failure.IsEdns0().Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: dns.ExtendedErrorCodeSignatureExpired, ExtraText: "expired yesterday"}}
			return failure
		}
		return m
	})
}

func TestSecurityIsWhatAValidatingResolverSays(t *testing.T) {
	cases := map[dnscheck.SecurityState]string{
		dnscheck.Secure:          "validated the answer",
		dnscheck.Insecure:        "not signed",
		dnscheck.Bogus:           `Signature Expired ("expired yesterday")`,
		dnscheck.UnknownSecurity: "does not validate",
	}
	for state, says := range cases {
		t.Run(string(state), func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newWorld(t, acme(acmeTXT))
				n.serve(resolver, validating(t, state))
				client := newClient(t, n)
				report := mustCheck(t, client, txt("acme.test"))
				n.clear()
				got := client.Security(t.Context(), report)
				wantEqual(t, "state", state, got.State)
				wantEqual(t, "resolver", resolver, got.Resolver)
				if !strings.Contains(got.Detail, says) {
					t.Errorf("detail %q does not say %q", got.Detail, says)
				}
				if asked := n.sent(func(packet) bool { return true }); len(asked) > 4 {
					t.Errorf("%d questions: %v", len(asked), asked)
				}
				want := []dnscheck.Code(nil)
				if state == dnscheck.Bogus {
					want = []dnscheck.Code{dnscheck.DNSSECBogus}
				}
				wantEqual(t, "codes", want, codes(diagnose(t, n, client, txt("acme.test"), hints)))
			})
		})
	}
}

func TestSecurityIsUnknownWhenTheResolverFailsInAnyCase(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		for name, broken := range map[string]handler{"SERVFAIL, with": rcode(2), "REFUSED": rcode(5), "no answer": silent} {
			n.serve(resolver, broken)
			got := client.Security(t.Context(), report)
			wantEqual(t, "state", dnscheck.UnknownSecurity, got.State)
			if !strings.Contains(got.Detail, name) {
				t.Errorf("detail %q does not say %q", got.Detail, name)
			}
		}
	})
}

func TestNoResolverIsAskedAboutSecurityBeforeTheRecordIsPublished(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		n.clear()
		wantEqual(t, "state", dnscheck.UnknownSecurity, client.Security(t.Context(), report).State)
		explicitly := newClient(t, n, func(c *dnscheck.Config) { c.Nameservers = []string{explicit} })
		n.serve(explicit, authority(t, acme(acmeTXT)))
		published := mustCheck(t, explicitly, txt("acme.test"))
		wantEqual(t, "published", true, published.Published())
		n.clear()
		wantEqual(t, "state", dnscheck.UnknownSecurity, explicitly.Security(t.Context(), published).State)
		wantEqual(t, "packets", 0, len(n.sent(func(packet) bool { return true })))
	})
}

func TestBogusZoneIsTheCauseInModeRecursive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, validating(t, dnscheck.Bogus))
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
		report := mustCheck(t, client, txt("acme.test"))
		findings, err := client.Diagnose(t.Context(), report, hints)
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DNSSECBogus}, codes(findings))
	})
}

func TestResolverThatFailsIsTheCauseInModeRecursive(t *testing.T) {
	for name, broken := range map[string]handler{"SERVFAIL": rcode(2), "REFUSED": rcode(5)} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(resolver, broken)
				client := newClient(t, n, func(c *dnscheck.Config) { c.Mode = dnscheck.Recursive })
				findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("acme.test")), hints)
				if err != nil {
					t.Fatal(err)
				}
				wantEqual(t, "codes", []dnscheck.Code{dnscheck.ResolversUnreachable}, codes(findings))
			})
		})
	}
}

// The service's resolver validates, whichever of ours gave the record.
func TestBogusZoneIsTheCauseWhenAnotherResolverDoesNotValidate(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		careless := recursor(t, "acme.test. TXT \"acme-verification="+secret+"\"\n@ SOA a. b. 1 1 1 1 60\n")
		n := newNetwork()
		n.serve("192.0.2.54:53", careless)
		n.serve(resolver, func(request []byte, transport string) [][]byte {
			m := new(dns.Msg)
			if err := m.Unpack(request); err != nil {
				panic(err)
			}
			if m.CheckingDisabled {
				return careless(request, transport)
			}
			return rcode(dns.RcodeServerFailure)(request, transport)
		})
		client := newClient(t, n, func(c *dnscheck.Config) { c.Mode, c.Resolvers = dnscheck.Recursive, []string{resolver, "192.0.2.54"} })
		report := mustCheck(t, client, expecting("acme.test"))
		wantEqual(t, "published", true, report.Published())
		findings, err := client.Diagnose(t.Context(), report, hints)
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.DNSSECBogus}, codes(findings))
	})
}

func TestNearMissIsFoundThroughTheResolverInModeRecursive(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(resolver, recursor(t, resolverData+"www.acme.test. TXT \"acme-verification="+secret+"\"\n"))
		n.serve("192.0.2.52:53", rcode(5)) // the first resolver's trouble is not the record's
		client := newClient(t, n, func(c *dnscheck.Config) {
			c.Mode, c.Resolvers = dnscheck.Recursive, []string{"192.0.2.52", resolver}
		})
		findings, err := client.Diagnose(t.Context(), mustCheck(t, client, expecting("acme.test")), hints)
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, "codes", []dnscheck.Code{dnscheck.AtWWW}, codes(findings))
	})
}
