// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Question is the file to check. With Expected empty, any file counts as present.
type Question struct {
	URL      string
	Expected string
}

// URLError means that the URL cannot be fetched at all.
type URLError struct {
	URL    string
	Reason string
}

func (e *URLError) Error() string { return fmt.Sprintf("%q cannot be fetched: %s", e.URL, e.Reason) }

func (q Question) parse() (*url.URL, error) {
	target, err := url.Parse(q.URL)
	switch {
	case err != nil:
		return nil, &URLError{q.URL, err.Error()}
	case target.Scheme != "https" && target.Scheme != "http":
		return nil, &URLError{q.URL, fmt.Sprintf(`its scheme is %q, not "https" or "http"`, target.Scheme)}
	case target.Hostname() == "":
		return nil, &URLError{q.URL, "it has no host"}
	case target.User != nil:
		return nil, &URLError{q.URL, "it has a user name, which no service sends"}
	case numericHost(target.Hostname()):
		return nil, &URLError{q.URL, "its host is a number, which some programs read as an IP address"}
	}
	return target, nil
}

// numericHost reports whether the last label is a number and the host is no
// ordinary IP address. Resolvers and proxies that read such hosts like inet_aton(3)
// would connect to an address that was not checked ("2130706433", "127.1", "0x7f.1").
func numericHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	host = strings.TrimSuffix(host, ".")
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if hex, found := strings.CutPrefix(last, "0x"); found {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
