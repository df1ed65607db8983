// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// ParseBaseURL checks the address that credentials will be sent to: absolute,
// https (plain http on loopback only), without user, query or fragment. The
// result has no trailing slash, its host no capitals and no port that the scheme implies.
func ParseBaseURL(text string) (*url.URL, error) {
	base, err := url.Parse(text)
	switch {
	case err != nil:
		// The parser's error repeats the text, which may hold a password.
		return nil, errors.New("the base URL cannot be parsed as a URL")
	case base.Host == "" || base.Opaque != "":
		return nil, fmt.Errorf("the base URL needs a scheme and a host, as in https://api.example.com/v1")
	case base.User != nil || base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return nil, fmt.Errorf("the base URL for %s must not hold a user, a query or a fragment", base.Host)
	case base.Scheme == "http" && !IsLoopback(base.Hostname()):
		return nil, fmt.Errorf("the base URL http://%s would send credentials unencrypted; use https (http is accepted on loopback only)", base.Host)
	case base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("the base URL has the scheme %q; use https", base.Scheme)
	}
	base.Path, base.RawPath = strings.TrimRight(base.Path, "/"), strings.TrimRight(base.RawPath, "/")
	ofScheme := map[string]string{"https": ":443", "http": ":80"}[base.Scheme]
	base.Host = strings.TrimSuffix(strings.ToLower(base.Host), ofScheme)
	return base, nil
}

// IsLoopback reports whether a host, without port, is this machine by name or
// address.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// hostOnly is the part of an address that may stand in an error.
func hostOnly(u *url.URL) string {
	if host, _, err := net.SplitHostPort(u.Host); err == nil && !IsLoopback(host) {
		return host
	}
	return u.Host
}
