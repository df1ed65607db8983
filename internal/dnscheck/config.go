// SPDX-License-Identifier: MPL-2.0

package dnscheck

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

// Mode says whom a Client asks for the record.
type Mode string

const (
	// Authoritative asks every authoritative server of the record's zone.
	Authoritative Mode = "authoritative"
	// Recursive asks the configured resolvers for the record itself. It is for
	// networks that let no DNS out but to their resolver. The resolver may
	// remember an absence it was asked about (RFC 2308), so a look before the
	// record is published can delay the moment it is seen.
	Recursive Mode = "recursive"
)

const (
	defaultTimeout    = 2 * time.Second
	defaultResolvConf = "/etc/resolv.conf"
)

// Config is what New needs; the zero value asks authoritative servers that are
// discovered through the resolvers of the system.
type Config struct {
	// Mode is Authoritative when empty.
	Mode Mode
	// Resolvers are "system", host[:port] (UDP, and TCP for long answers),
	// tls://host[:port] (RFC 7858) or https://host[:port][/path] (RFC 8484), tried
	// in order until one answers. Empty means "system". A host name is looked up
	// by the system, so give an address where the system has no resolver.
	Resolvers []string
	// Quorum is how many servers must have the record; QuorumMajority when empty.
	// Mode Recursive has no servers to count.
	Quorum Quorum
	// Nameservers are authoritative servers, host[:port], asked in place of the
	// discovered ones. With them a resolver is asked only where a CNAME, DNAME or
	// delegation leads into a zone that they do not serve: for that zone's servers.
	Nameservers []string
	// AllowPrivate asks name servers at addresses that are not of the public
	// internet although the DNS alone names them: a split horizon. Resolvers and
	// Nameservers may be anywhere.
	AllowPrivate bool
	// Timeout bounds one query to one server address; the query is sent a second
	// time when half of it has passed. 2 s when zero. Fetching an answer that was
	// truncated over TCP has the same time again, as has asking a server from
	// before EDNS once more.
	Timeout time.Duration
	// ResolvConf is the file that "system" stands for, read at the first lookup;
	// /etc/resolv.conf when empty.
	ResolvConf string
	// DialContext opens the connection for "udp" and "tcp"; net.Dialer when nil.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
	// TLSConfig is for tls:// and https:// resolvers; nil means the certificate
	// authorities of the system.
	TLSConfig *tls.Config
	// Proxy gives the proxy for the URL of an https:// resolver, nil for none; nil
	// never gives one. The connection to it is opened by DialContext.
	Proxy func(*url.URL) (*url.URL, error)
	// HTTPTransport carries the queries to https:// resolvers; when nil, a
	// transport over DialContext, Proxy and TLSConfig.
	HTTPTransport http.RoundTripper
	// Now times answers and ages the caches; time.Now when nil.
	Now func() time.Time
	// Random gives query ids; crypto/rand when nil.
	Random io.Reader
}

func (c Config) withDefaults() Config {
	if c.Mode == "" {
		c.Mode = Authoritative
	}
	if c.Quorum == "" {
		c.Quorum = QuorumMajority
	}
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
	if c.Mode != Authoritative && c.Mode != Recursive {
		return fmt.Errorf("dns mode %q is not known: use %q or %q", c.Mode, Authoritative, Recursive)
	}
	if !c.Quorum.known() {
		return fmt.Errorf("dns quorum %q is not known: use %q, %q or %q", c.Quorum, QuorumAll, QuorumMajority, QuorumAny)
	}
	if c.Mode == Recursive && len(c.Nameservers) > 0 {
		return fmt.Errorf("dns mode %q asks resolvers, so nameservers %q would never be asked: remove them or use mode %q",
			Recursive, c.Nameservers, Authoritative)
	}
	if c.Timeout < 0 {
		return fmt.Errorf("dns timeout %s is negative: use a duration above zero, or zero for %s", c.Timeout, defaultTimeout)
	}
	return nil
}
