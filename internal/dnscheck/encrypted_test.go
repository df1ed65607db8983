// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// dohServer answers RFC 8484 at /dns-query with a certificate for example.com.
func dohServer(t *testing.T, answer handler) (*httptest.Server, *tls.Config) {
	t.Helper()
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
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	trusted := server.Client().Transport.(*http.Transport).TLSClientConfig
	return server, trusted
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
	config := dnscheck.Config{Config: dnsquery.Config{Timeout: 10 * time.Second}, Mode: dnscheck.Recursive}
	change(&config)
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
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
			go func() {
				defer conn.Close()
				for {
					request, err := receive(conn, "tcp")
					if err != nil {
						return
					}
					got := answer(request, "tcp")[0]
					_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(got))), got...))
				}
			}()
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
