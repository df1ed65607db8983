// SPDX-License-Identifier: MPL-2.0

package publicaddr

import "net/netip"

// special are blocks of the special-purpose registries (RFC 6890) that netip.Addr
// has no method for, and that are no part of the public internet. Of 2001::/23,
// the IETF's own protocols, Teredo carries an IPv4 address; no zone or site is
// served from the others. 192.88.99.0/24 led to 6to4 relays (RFC 7526).
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", // 240/4 includes the broadcast address
	"2001::/23",
)

// allocated is all of IPv6 that IANA gives out as global unicast; what is outside
// (site-local, translated and discard-only addresses) reaches nobody or somebody
// near.
var allocated = netip.MustParsePrefix("2000::/3")

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

// Is reports whether addr is a global unicast address of the public internet.
func Is(addr netip.Addr) bool {
	addr = reached(addr)
	if addr.Is6() && !allocated.Contains(addr) {
		return false
	}
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && !within(addr, special) && !within(addr, documentation)
}

// Documentation reports whether addr is set aside for documentation and tests.
func Documentation(addr netip.Addr) bool { return within(reached(addr), documentation) }

// reached is the address that a packet to addr ends at.
func reached(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	for _, e := range embedding {
		if octets := addr.AsSlice(); addr.Is6() && e.block.Contains(addr) {
			inner, _ := netip.AddrFromSlice(octets[e.at : e.at+4])
			return inner
		}
	}
	return addr
}

func prefixes(texts ...string) []netip.Prefix {
	found := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		found = append(found, netip.MustParsePrefix(text))
	}
	return found
}

func within(addr netip.Addr, blocks []netip.Prefix) bool {
	for _, block := range blocks {
		if block.Contains(addr) {
			return true
		}
	}
	return false
}
