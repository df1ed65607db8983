// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// transports are the ways to a resolver. Each puts two resolvers into a world and
// returns their entries.
var transports = map[string]func(t *testing.T, n *network, config *dnscheck.Config, resolvers ...handler){
	"UDP": func(_ *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		for i, answer := range resolvers {
			address := []string{liar, resolver}[i]
			n.serve(address, answer)
			config.Resolvers = append(config.Resolvers, address)
		}
	},
	"TCP after a truncated answer": func(_ *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		for i, answer := range resolvers {
			address := []string{liar, resolver}[i]
			n.serve(address, func(request []byte, transport string) [][]byte {
				if transport == "tcp" {
					return answer(request, transport)
				}
				return answering(func(request *dns.Msg, _ string) *dns.Msg {
					m := new(dns.Msg).SetReply(request)
					m.Truncated = true
					return m
				})(request, transport)
			})
			config.Resolvers = append(config.Resolvers, address)
		}
	},
	"DNS over TLS": func(t *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		t.Helper()
		_, config.TLSConfig = dohServer(t, silent)
		to := map[string]string{}
		for i, answer := range resolvers {
			entry := []string{"example.com:853", "example.com:8853"}[i]
			to[entry] = dotServer(t, answer)
			config.Resolvers = append(config.Resolvers, "tls://"+entry)
		}
		config.DialContext = besideWorld(n, to)
	},
	"DNS over HTTPS": func(t *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		t.Helper()
		to := map[string]string{}
		for i, answer := range resolvers {
			entry := []string{"example.com:443", "example.com:8443"}[i]
			server, trusted := dohServer(t, answer)
			to[entry], config.TLSConfig = server.Listener.Addr().String(), trusted
			config.Resolvers = append(config.Resolvers, "https://"+entry)
		}
		config.DialContext = besideWorld(n, to)
	},
}

// besideWorld reaches some names on loopback and all else in the world.
func besideWorld(n *network, to map[string]string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, transport, address string) (net.Conn, error) {
		if real := to[address]; real != "" && transport == "tcp" {
			return new(net.Dialer).DialContext(ctx, transport, real)
		}
		return n.dial(ctx, transport, address)
	}
}

// overEach runs a test for each way to the resolvers in each mode.
func overEach(t *testing.T, test func(t *testing.T, mode dnscheck.Mode, clientOf func(resolvers ...handler) *dnscheck.Client)) {
	t.Helper()
	for way, set := range transports {
		for _, mode := range modes {
			t.Run(way+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				test(t, mode, func(resolvers ...handler) *dnscheck.Client {
					n := newWorld(t, acme(acmeTXT))
					return newClient(t, n, func(c *dnscheck.Config) {
						c.Mode, c.Resolvers, c.Timeout = mode, nil, 10*time.Second
						set(t, n, c, resolvers...)
					})
				})
			})
		}
	}
}

func TestResolverThatIsOfNoUseIsSetAsideOverEveryTransport(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]int{
		"NXDOMAIN": dns.RcodeNameError, "empty": dns.RcodeSuccess, "REFUSED": dns.RcodeRefused,
		"SERVFAIL": dns.RcodeServerFailure, "NOTIMP": dns.RcodeNotImplemented, "FORMERR": dns.RcodeFormatError,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overEach(t, func(t *testing.T, _ dnscheck.Mode, clientOf func(...handler) *dnscheck.Client) {
				honest := recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")
				report := mustCheck(t, clientOf(addressesOnly(t, code), honest), txt("acme.test"))
				wantEqual(t, "published by the next resolver", true, report.Published())

				alone := clientOf(addressesOnly(t, code))
				report, err := alone.Check(t.Context(), txt("acme.test"))
				findings := dnscheck.DiagnoseError(err)
				if err == nil {
					if findings, err = alone.Diagnose(t.Context(), report, hints); err != nil {
						t.Fatal(err)
					}
				}
				wantSaid(t, findings, dnscheck.ResolversUnreachable, "dns.resolvers", "every record type")
				wantUnsaid(t, findings, "Check the addresses", "not delegated", "regist")
			})
		})
	}
}

func TestDomainThatAResolverMissesIsNotCalledTheRegistrysOverEveryTransport(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, mode dnscheck.Mode, clientOf func(...handler) *dnscheck.Client) {
		client := clientOf(recursor(t, resolverData))
		report, err := client.Check(t.Context(), expecting("missing.test"))
		findings := dnscheck.DiagnoseError(err)
		if err == nil {
			if findings, err = client.Diagnose(t.Context(), report, hints); err != nil {
				t.Fatal(err)
			}
		}
		if mode == dnscheck.Authoritative {
			wantSaid(t, findings, dnscheck.NotDelegated, `the name servers of "test" say that it does not exist`)
			return
		}
		for _, f := range findings {
			if said := f.Sentence; !strings.Contains(said, "according to the resolver") && !strings.Contains(said, "According to the resolver") {
				t.Errorf("%q does not say whose word it is", said)
			}
		}
	})
}
