// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	defaultTimeout    = 2 * time.Second
	defaultResolvConf = "/etc/resolv.conf"
)

// Config is what NewExchanger and NewResolvers need; the zero value asks the
// resolvers of the system.
type Config struct {
	// Resolvers are "system", host[:port] (UDP, and TCP for long answers),
	// tls://host[:port] (RFC 7858) or https://host[:port][/path] (RFC 8484), tried
	// in order until one answers. Empty means "system". A host name is looked up
	// by the system, so give an address where the system has no resolver.
	Resolvers []string
	// Timeout bounds one query to one server address; the query is sent a second
	// time when half of it has passed. 2 s when zero. A truncated answer is fetched
	// over TCP, and a server without EDNS is asked again, with the same timeout each.
	Timeout time.Duration
	// ResolvConf is the file with the resolvers of "system", read at the first lookup, and
	// again after one to which none responded; /etc/resolv.conf when empty.
	ResolvConf string
	// DialContext opens the connection for "udp" and "tcp"; net.Dialer when nil.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	// TLSConfig is for tls:// and https:// resolvers; nil means the certificate
	// authorities of the system.
	TLSConfig *tls.Config
	// Proxy gives the proxy for the URL of an https:// resolver, nil for none; without
	// Proxy there is none. The connection to it is opened by DialContext.
	Proxy func(*url.URL) (*url.URL, error)
	// HTTPTransport carries the queries to https:// resolvers; when nil, a
	// transport over DialContext, Proxy and TLSConfig.
	HTTPTransport http.RoundTripper
	// Now times answers and ages the caches; time.Now when nil.
	Now func() time.Time
	// Random gives query IDs; crypto/rand when nil.
	Random io.Reader
}

// WithDefaults fills the fields that are zero.
func (c Config) WithDefaults() Config {
	if len(c.Resolvers) == 0 {
		c.Resolvers = []string{systemResolvers}
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.ResolvConf == "" {
		c.ResolvConf = defaultResolvConf
	}
	if c.DialContext == nil {
		c.DialContext = new(net.Dialer).DialContext
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return c
}

func (c Config) validate() error {
	if c.Timeout < 0 {
		return fmt.Errorf("dns timeout %s is negative: use a duration above zero, or zero for %s", c.Timeout, defaultTimeout)
	}
	return nil
}
