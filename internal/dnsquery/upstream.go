// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// upstream is one resolver and the way to it.
type upstream struct {
	label   string // as errors name it
	via     string // "UDP", "TLS", "HTTPS", for errors
	address string // host:port to dial; "" for HTTPS
	host    string // the name that its certificate must have
	url     string // for HTTPS
}

const (
	tlsPort   = "853"        // RFC 7858 §3.1
	queryPath = "/dns-query" // what public resolvers use; RFC 8484 leaves it open
)

// parseUpstream reads host[:port], tls://host[:port] or https://host[:port]/path.
func parseUpstream(entry string) (upstream, error) {
	scheme, rest, found := strings.Cut(entry, "://")
	switch {
	case !found:
		address, err := Endpoint(entry)
		return upstream{label: address, via: "UDP", address: address}, err
	case scheme == "tls":
		address, err := endpointAt(rest, tlsPort)
		if err != nil {
			return upstream{}, fmt.Errorf("%q: %w", entry, err)
		}
		host, _, _ := net.SplitHostPort(address)
		return upstream{label: "tls://" + address, via: "TLS", address: address, host: host}, nil
	case scheme == "https":
		return parseDoH(entry)
	}
	return upstream{}, fmt.Errorf(`%q has the scheme %q: use "tls://" (DNS over TLS), "https://" (DNS over HTTPS) or host[:port]`, entry, scheme)
}

// parseDoH takes a URL or a URI template with the variable dns (RFC 8484 §4.1),
// which POST does not use.
func parseDoH(entry string) (upstream, error) {
	u, err := url.Parse(strings.TrimSuffix(entry, "{?dns}"))
	if err != nil {
		return upstream{}, fmt.Errorf("%q is not a URL: %w", entry, err)
	}
	_, hostErr := endpointAt(u.Host, "443")
	switch {
	case hostErr != nil:
		return upstream{}, fmt.Errorf("%q: %w", entry, hostErr)
	case u.User != nil || u.Fragment != "":
		return upstream{}, fmt.Errorf("%q has a user or a fragment: use a URL such as %q", entry, "https://dns.example"+queryPath)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = queryPath
	}
	return upstream{label: u.String(), via: "HTTPS", url: u.String()}, nil
}
