// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"

	"github.com/domainverify/terraform-provider-domainverify/internal/publicaddr"
)

// PrivateAddressError means that the host of a URL has an address that is not
// public. Nothing was sent there: whoever controls the DNS of the domain could
// otherwise read from the network of whoever checks it.
type PrivateAddressError struct {
	Host    string
	Address netip.Addr
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("not fetched: %s has the address %s, which is not a public one "+
		"(name the server in http.connect_to, or set dns.allow_private = true for a split horizon)", e.Host, e.Address)
}

type proxyRefusal struct {
	proxy  string
	status int
}

func (e *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy %s refused the connection (%d %s)", e.proxy, e.status, http.StatusText(e.status))
}

// route carries every request directly or through the proxy for its URL. The two
// dial differently: a proxy is named by the user and may be anywhere.
type route struct {
	config  Config
	direct  *http.Transport
	proxied *http.Transport
}

func newRoute(config Config) *route {
	r := &route{config: config}
	// Looks are rare, and each is to find a server that answers: a connection that is kept may have
	// died without a word.
	r.direct = &http.Transport{DialContext: r.dial, ForceAttemptHTTP2: true, DisableKeepAlives: true}
	r.proxied = r.direct.Clone()
	r.proxied.DialContext = (&net.Dialer{Resolver: config.Resolver}).DialContext
	r.proxied.Proxy = func(request *http.Request) (*url.URL, error) { return config.Proxy(request.URL) }
	r.proxied.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode != http.StatusOK {
			return &proxyRefusal{proxy.Host, answer.StatusCode}
		}
		return nil
	}
	return r
}

// proxyFor is the proxy for a URL, or nil. An invalid proxy is an error when the
// request is sent.
func (r *route) proxyFor(target *url.URL) *url.URL {
	proxy, _ := r.through(target)
	return proxy
}

func (r *route) through(target *url.URL) (*url.URL, error) {
	if r.config.Proxy == nil || r.config.ConnectTo != "" {
		return nil, nil
	}
	return r.config.Proxy(target)
}

// RoundTrip implements http.RoundTripper.
func (r *route) RoundTrip(request *http.Request) (*http.Response, error) {
	proxy, err := r.through(request.URL)
	switch {
	case err != nil:
		return nil, err
	case proxy == nil:
		return r.direct.RoundTrip(request)
	}
	if addr, err := netip.ParseAddr(request.URL.Hostname()); err == nil {
		if err := r.check(request.URL.Hostname(), addr); err != nil {
			return nil, err
		}
	}
	return r.proxied.RoundTrip(request)
}

func (r *route) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Resolver: r.config.Resolver}
	if r.config.ConnectTo != "" {
		return dialer.DialContext(ctx, network, r.config.ConnectTo)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	// After resolving, and for each connection: a name may have another address
	// the next time.
	dialer.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		return r.check(host, to.Addr())
	}
	return dialer.DialContext(ctx, network, address)
}

func (r *route) check(host string, addr netip.Addr) error {
	if r.config.AllowPrivate || publicaddr.Is(addr) {
		return nil
	}
	return &PrivateAddressError{Host: host, Address: addr}
}
