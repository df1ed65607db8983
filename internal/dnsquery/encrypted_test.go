// SPDX-License-Identifier: MPL-2.0

package dnsquery_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/pipetest"
)

// dohServer is dohHandler with a certificate for example.com.
func dohServer(t *testing.T, answer handler) (*httptest.Server, *tls.Config) {
	t.Helper()
	server := httptest.NewTLSServer(dohHandler(answer))
	t.Cleanup(server.Close)
	return server, server.Client().Transport.(*http.Transport).TLSClientConfig
}

// dohHandler answers RFC 8484 at /dns-query.
func dohHandler(answer handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /dns-query", func(w http.ResponseWriter, r *http.Request) {
		request, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/dns-message" || r.Header.Get("Accept") != "application/dns-message" {
			w.WriteHeader(http.StatusUnsupportedMediaType)
			return
		}
		if request[0] != 0 || request[1] != 0 { // RFC 8484 §4.1 wants the id 0
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/dns-message")
		_, _ = w.Write(answer(request, "tcp")[0])
	})
	mux.HandleFunc("POST /moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/dns-query", http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("POST /page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>sign in</html>"))
	})
	mux.HandleFunc("POST /endless", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/dns-message")
		_, _ = w.Write(bytes.Repeat([]byte{0}, 70_000))
	})
	return mux
}

// tcpOnly is a network that lets TCP to one address out and nothing else.
func tcpOnly(names map[string]string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		to, open := names[address]
		if network != "tcp" || !open {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.EACCES}
		}
		return new(net.Dialer).DialContext(ctx, network, to)
	}
}

func recursiveClient(t *testing.T, change func(*dnscheck.Config)) *dnscheck.Client {
	t.Helper()
	return newClient(t, newNetwork(), inMode(dnscheck.Recursive), func(c *dnscheck.Config) { c.Timeout = 10 * time.Second }, change)
}

func TestRecordIsSeenOverHTTPSWhereUDPIsClosed(t *testing.T) {
	t.Parallel()
	answer := recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")
	server, trusted := dohServer(t, answer)
	for _, entry := range []string{"https://example.com", "https://example.com/dns-query", "https://example.com/dns-query{?dns}", "https://example.com:443/"} {
		client := recursiveClient(t, func(c *dnscheck.Config) {
			c.Resolvers, c.TLSConfig = []string{"192.0.2.53", entry}, trusted
			c.DialContext = tcpOnly(map[string]string{"example.com:443": server.Listener.Addr().String()})
		})
		report := mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "published over "+entry, true, report.Published())
		wantEqual(t, "verdict of the closed one", dnscheck.Unreachable, report.Servers[0].Verdict)
	}
}

func TestRecordIsSeenOverTLSWhereUDPIsClosed(t *testing.T) {
	t.Parallel()
	_, trusted := dohServer(t, silent)
	address := dotServer(t, recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n"))
	names := map[string]string{"example.com:853": address, "example.com:8853": address}
	for _, entry := range []string{"tls://example.com", "tls://example.com:8853"} {
		client := recursiveClient(t, func(c *dnscheck.Config) {
			c.Resolvers, c.TLSConfig, c.DialContext = []string{entry}, trusted, tcpOnly(names)
		})
		wantEqual(t, "published over "+entry, true, mustCheck(t, client, txt("acme.test")).Published())
	}
}

// dotServer frames like TCP within TLS (RFC 7858 §3.3).
func dotServer(t *testing.T, answer handler) string {
	t.Helper()
	certificate, _ := dohServer(t, silent)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", certificate.TLS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed at the end of the test
			}
			go dnsworld.ServeTCP(conn, answer)
		}
	}()
	return listener.Addr().String()
}

func TestZoneIsDiscoveredThroughAnHTTPSResolver(t *testing.T) {
	t.Parallel()
	n := newWorld(t, acme(acmeTXT))
	server, _ := dohServer(t, recursor(t, resolverData))
	client := newClient(t, n, func(c *dnscheck.Config) {
		c.Resolvers, c.HTTPTransport = []string{server.URL}, server.Client().Transport
	})
	report := mustCheck(t, client, txt("acme.test"))
	wantEqual(t, "published", true, report.Published())
	wantNoRecursiveQueryFor(t, n, "acme.test.")
}

func TestEncryptedResolverThatCannotBeUsedIsNamedWithTheWayToIt(t *testing.T) {
	t.Parallel()
	server, trusted := dohServer(t, recursor(t, resolverData))
	dot := dotServer(t, recursor(t, resolverData))
	names := map[string]string{
		"example.com:443": server.Listener.Addr().String(), "stranger.test:443": server.Listener.Addr().String(),
		"stranger.test:853": dot,
	}
	cases := map[string]struct{ entry, says string }{
		"missing path":      {"https://example.com/none", "https://example.com/none over HTTPS: answered HTTP status 404"},
		"redirect":          {"https://example.com/moved", "https://example.com/moved over HTTPS: answered HTTP status 307"},
		"captive portal":    {"https://example.com/page", `answered with content type "text/html"`},
		"endless answer":    {"https://example.com/endless", "more than 65535 octets"},
		"other certificate": {"https://stranger.test", "https://stranger.test/dns-query over HTTPS: "},
		"other DoT name":    {"tls://stranger.test", "tls://stranger.test:853 over TLS: TLS handshake: "},
		"closed port":       {"tls://example.com", "tls://example.com:853 over TLS: dial tcp: permission denied"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := recursiveClient(t, func(config *dnscheck.Config) {
				config.Resolvers, config.TLSConfig, config.DialContext = []string{c.entry}, trusted, tcpOnly(names)
			})
			_, err := client.Check(t.Context(), txt("acme.test"))
			var dead *dnsquery.ResolverError
			if !errors.As(err, &dead) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want a ResolverError that says %q", err, c.says)
			}
		})
	}
}

// transports are the ways to a resolver. Each puts two resolvers into a world and
// returns their entries.
var transports = map[string]func(t *testing.T, n *network, config *dnscheck.Config, resolvers ...handler){
	"UDP": func(_ *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		for i, answer := range resolvers {
			address := []string{liar, resolver}[i]
			n.Serve(address, answer)
			config.Resolvers = append(config.Resolvers, address)
		}
	},
	"TCP after a truncated answer": func(_ *testing.T, n *network, config *dnscheck.Config, resolvers ...handler) {
		for i, answer := range resolvers {
			address := []string{liar, resolver}[i]
			n.Serve(address, func(request []byte, transport string) [][]byte {
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
		if mapped := to[address]; mapped != "" && transport == "tcp" {
			return new(net.Dialer).DialContext(ctx, transport, mapped)
		}
		return n.Dial(ctx, transport, address)
	}
}

// overEach runs a test for each way to the resolvers in each mode.
func overEach(t *testing.T, test func(t *testing.T, mode dnscheck.Mode, clientOf func(resolvers ...handler) *dnscheck.Client)) {
	t.Helper()
	for way, set := range transports {
		for _, mode := range dnsworld.Modes {
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
		"SERVFAIL": dns.RcodeServerFailure, "NOTIMP": dns.RcodeNotImplemented, "FORMERR": dns.RcodeFormatError, "NOTAUTH": dns.RcodeNotAuth,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overEach(t, func(t *testing.T, _ dnscheck.Mode, clientOf func(...handler) *dnscheck.Client) {
				honest := recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")
				report := mustCheck(t, clientOf(addressesOnly(t, code), honest), txt("acme.test"))
				wantEqual(t, "published by the next resolver", true, report.Published())

				alone := clientOf(addressesOnly(t, code))
				findings := causes(t, alone, txt("acme.test"), hints)
				wantText(t, findings, dnscheck.ResolversUnreachable, "dns.resolvers", "every record type")
				wantNoText(t, findings, "Check the addresses", "could be asked", "authoritative", "not delegated", "regist")
			})
		})
	}
}

func TestDomainThatAResolverMissesIsNotCalledTheRegistrysOverEveryTransport(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, mode dnscheck.Mode, clientOf func(...handler) *dnscheck.Client) {
		client := clientOf(recursor(t, resolverData))
		findings := causes(t, client, txt("missing.test"), hints)
		if mode == dnscheck.Authoritative {
			wantText(t, findings, dnscheck.NotDelegated, `the name servers of "test" say that it does not exist`)
			return
		}
		for _, f := range findings {
			if said := f.Sentence; !strings.Contains(said, "according to the resolver") && !strings.Contains(said, "According to the resolver") {
				t.Errorf("%q does not say whose word it is", said)
			}
		}
	})
}

func TestResolverOverHTTPSIsFoundAgainWhenItsConnectionHasDied(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		network, server, trusted := pipetest.NewNetwork(dohHandler(recursor(t, resolverData+"acme.test. TXT \""+token+"\"\n")))
		defer server.Close()
		client := newClient(t, newNetwork(), inMode(dnscheck.Recursive, "https://example.com"), func(c *dnscheck.Config) {
			c.DialContext, c.TLSConfig = network.Dial, trusted
		})
		wantEqual(t, "published", true, mustCheck(t, client, txt("acme.test")).Published())
		network.Kill()
		_, first := client.Check(t.Context(), txt("acme.test"))
		_, second := client.Check(t.Context(), txt("acme.test"))
		report, err := client.Check(t.Context(), txt("acme.test"))
		if err != nil || !report.Published() || network.Dials() != 2 {
			t.Errorf("%d connections, and after %v and %v: %v", network.Dials(), first, second, err)
		}
	})
}
