// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Port is the port of DNS servers (RFC 1035 section 4.2).
const Port = "53"

// Endpoint turns host[:port] into the host:port that a dialer takes. The host is an IP address
// or a host name; a bare IPv6 address needs brackets only when a port follows.
func Endpoint(entry string) (string, error) { return endpointAt(entry, Port) }

func endpointAt(entry, defaultPort string) (string, error) {
	bare := entry
	if strings.HasPrefix(entry, "[") && strings.HasSuffix(entry, "]") {
		bare = entry[1 : len(entry)-1]
	}
	if addr, ok := address(bare); ok {
		return net.JoinHostPort(addr, defaultPort), nil
	}
	host, port := entry, defaultPort
	if strings.Contains(entry, ":") {
		var err error
		if host, port, err = net.SplitHostPort(entry); err != nil {
			return "", endpointError(entry, "it is neither an address nor host:port")
		}
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", endpointError(entry, fmt.Sprintf("%q is not a port number", port))
	}
	if addr, ok := address(host); ok {
		return net.JoinHostPort(addr, port), nil
	}
	if reason := hostNameFault(host); reason != "" {
		return "", endpointError(entry, reason)
	}
	return net.JoinHostPort(host, port), nil
}

// address takes what is surely one: the library lets an IPv6 zone be anything,
// so that "fe80::1%eth0]:53" would be an address as a whole.
func address(text string) (string, bool) {
	addr, err := netip.ParseAddr(text)
	if err != nil || strings.Trim(strings.ToLower(addr.Zone()), "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" {
		return "", false
	}
	return addr.String(), true
}

func endpointError(entry, reason string) error {
	return fmt.Errorf("%q is not a DNS server (%s): use an address or host name with an optional port, "+
		`such as "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53" or "ns1.example.net"`, entry, reason)
}

// hostNameFault says why host is not a host name, or "". A last label of digits
// only is a mistyped IPv4 address, never a top-level domain (RFC 3696 §2).
func hostNameFault(host string) string {
	if _, err := ParseFQDN(host); err != nil {
		return err.Error()
	}
	last := host[strings.LastIndexByte(strings.TrimSuffix(host, "."), '.')+1:]
	if strings.Trim(last, "0123456789.") == "" {
		return "it looks like an incomplete IPv4 address"
	}
	return ""
}
