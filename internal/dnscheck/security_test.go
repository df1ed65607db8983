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
	t.Helper()
	healthy := recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")
	return changed(healthy, func(request, response *dns.Msg) {
		own := dns.IsSubDomain("acme.test.", request.Question[0].Name)
		response.AuthenticatedData = request.AuthenticatedData && (!own || state == dnscheck.Secure) && state != dnscheck.UnknownSecurity
		if own && state == dnscheck.Bogus && !request.CheckingDisabled {
			*response = *new(dns.Msg).SetRcode(request, dns.RcodeServerFailure)
			response.SetEdns0(1232, false)
			response.IsEdns0().Option = []dns.EDNS0{&dns.EDNS0_EDE{InfoCode: dns.ExtendedErrorCodeSignatureExpired, ExtraText: "expired yesterday"}}
		}
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
		bubble(t, string(state), func(t *testing.T) {
			n := newWorld(t, acme(acmeTXT))
			n.Serve(resolver, validating(t, state))
			client := newClient(t, n)
			report := mustCheck(t, client, txt("acme.test"))
			n.Clear()
			got := client.Security(t.Context(), report)
			wantEqual(t, "state", state, got.State)
			wantEqual(t, "resolver", resolver, got.Resolver)
			if !strings.Contains(got.Detail, says) {
				t.Errorf("detail %q does not say %q", got.Detail, says)
			}
			if asked := n.All(); len(asked) > 4 {
				t.Errorf("%d questions: %v", len(asked), asked)
			}
			want := []dnscheck.Code(nil)
			if state == dnscheck.Bogus {
				want = []dnscheck.Code{dnscheck.DNSSECBogus}
			}
			wantCodes(t, diagnose(t, n, client, txt("acme.test"), hints), want...)
		})
	}
}

func TestSecurityIsUnknownWhenTheResolverFailsInAnyCase(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		for name, broken := range map[string]handler{"SERVFAIL, with": rcode(2), "REFUSED": rcode(5), "no answer": silent} {
			n.Serve(resolver, broken)
			got := client.Security(t.Context(), report)
			wantEqual(t, "state", dnscheck.UnknownSecurity, got.State)
			if !strings.Contains(got.Detail, name) {
				t.Errorf("detail %q does not say %q", got.Detail, name)
			}
		}
	})
}

// A resolver that has not found the servers in time, say, has an answer a moment later.
func TestSERVFAILThatDoesNotLastIsNoFailedValidation(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		healthy, failures := validating(t, dnscheck.Insecure), 0
		n.Serve(resolver, choose(func(request *dns.Msg) handler {
			if failures++; failures == 1 {
				return rcode(dns.RcodeServerFailure)
			}
			return healthy
		}))
		got := client.Security(t.Context(), report)
		wantEqual(t, "state", dnscheck.UnknownSecurity, got.State)
		if !strings.Contains(got.Detail, "SERVFAIL") {
			t.Errorf("detail %q", got.Detail)
		}
	})
}

func TestNoResolverIsAskedAboutSecurityBeforeTheRecordIsPublished(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		n.Clear()
		wantEqual(t, "state", dnscheck.UnknownSecurity, client.Security(t.Context(), report).State)
		explicitly := newClient(t, n, configured(explicit))
		n.Serve(explicit, authority(t, acme(acmeTXT)))
		published := mustCheck(t, explicitly, txt("acme.test"))
		wantEqual(t, "published", true, published.Published())
		n.Clear()
		wantEqual(t, "state", dnscheck.UnknownSecurity, explicitly.Security(t.Context(), published).State)
		wantEqual(t, "packets", 0, len(n.All()))
	})
}

func TestCauseIsWhatTheResolverSeesInModeRecursive(t *testing.T) {
	for name, c := range map[string]struct {
		resolver, first handler // first is asked before resolver
		want            dnscheck.Code
	}{
		"a bogus zone": {validating(t, dnscheck.Bogus), nil, dnscheck.DNSSECBogus},
		"SERVFAIL":     {rcode(2), nil, dnscheck.ResolversUnreachable},
		"REFUSED":      {rcode(5), nil, dnscheck.ResolversUnreachable},
		"a near miss behind a resolver that refuses": {
			recursor(t, resolverData+"www.acme.test. TXT \""+expectedValue+"\"\n"), rcode(5), dnscheck.AtWWW,
		},
	} {
		bubble(t, name, func(t *testing.T) {
			n := newNetwork()
			n.Serve(resolver, c.resolver)
			resolvers := []string{resolver}
			if c.first != nil {
				n.Serve("192.0.2.52:53", c.first)
				resolvers = []string{"192.0.2.52", resolver}
			}
			q := expecting("acme.test")
			if c.want == dnscheck.DNSSECBogus {
				q = txt("acme.test")
			}
			wantCodes(t, causes(t, newClient(t, n, inMode(dnscheck.Recursive, resolvers...)), q, hints), c.want)
		})
	}
}

// The service's resolver validates, whichever of ours gave the record.
func TestBogusZoneIsTheCauseWhenAnotherResolverDoesNotValidate(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		careless := recursor(t, "acme.test. TXT \"acme-verification="+secret+"\"\n@ SOA a. b. 1 1 1 1 60\n")
		n := newNetwork()
		n.Serve("192.0.2.54:53", careless)
		n.Serve(resolver, choose(func(request *dns.Msg) handler {
			if request.CheckingDisabled {
				return careless
			}
			return rcode(dns.RcodeServerFailure)
		}))
		client := newClient(t, n, inMode(dnscheck.Recursive, resolver, "192.0.2.54"))
		report := mustCheck(t, client, expecting("acme.test"))
		wantEqual(t, "published", true, report.Published())
		wantCodes(t, causes(t, client, expecting("acme.test"), hints), dnscheck.DNSSECBogus)
	})
}
