// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"fmt"
	"net/netip"
)

// PrivateAddressError means that the DNS gives a name server an address that is
// not one of the public internet. It was not asked: whoever controls a zone could
// otherwise send queries into the network of whoever checks it.
type PrivateAddressError struct {
	Server  string
	Address netip.Addr
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("not asked: %s is not a public address (configure the server in dns.nameservers, or set dns.allow_private = true for a split horizon)", e.Address)
}

// neverPublic are blocks of the special-purpose registries (RFC 6890) that
// netip.Addr has no method for.
var neverPublic = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "240.0.0.0/4", // 240/4 includes the broadcast address
	"64:ff9b:1::/48", "100::/64", "fec0::/10", "5f00::/16",
)

// documentation blocks are where reserved names such as .test have their hosts.
var documentation = prefixes(
	"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32", "3fff::/20", "2001:2::/48",
)

// embedding IPv6 blocks carry an IPv4 address at the given octet.
var embedding = []struct {
	block netip.Prefix
	at    int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12}, // NAT64, RFC 6052
	{netip.MustParsePrefix("::/96"), 12},        // IPv4-compatible, RFC 4291
	{netip.MustParsePrefix("2002::/16"), 2},     // 6to4, RFC 3056
}

func prefixes(texts ...string) []netip.Prefix {
	found := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		found = append(found, netip.MustParsePrefix(text))
	}
	return found
}

func inAny(addr netip.Addr, blocks []netip.Prefix) bool {
	for _, block := range blocks {
		if block.Contains(addr) {
			return true
		}
	}
	return false
}

// private reports whether addr may not be asked because of what the DNS says of
// a server of name. Addresses for documentation are refused where the name is
// a public one; reserved names have no others.
func private(addr netip.Addr, name string) bool {
	addr = addr.Unmap().WithZone("")
	for _, e := range embedding {
		if octets := addr.AsSlice(); addr.Is6() && e.block.Contains(addr) {
			inner, _ := netip.AddrFromSlice(octets[e.at : e.at+4])
			return private(inner, name)
		}
	}
	return !addr.IsGlobalUnicast() || addr.IsPrivate() || inAny(addr, neverPublic) ||
		inAny(addr, documentation) && publicTopLevel(topLevel(name))
}
