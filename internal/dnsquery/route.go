// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
)

// The address families, as texts name them.
const (
	IPv4 = "IPv4"
	IPv6 = "IPv6"
)

// Errors of a machine without a route; the numbers are those of Windows, which
// package syscall has no names for (WSAENETUNREACH and so on). For IPv4 only the
// first ones are proof: the others also tell of a neighbour that is down, or of
// local ports that are used up.
var (
	errsUnrouted = []error{syscall.ENETUNREACH, syscall.Errno(10051)}
	errsNoIPv6   = []error{
		syscall.EHOSTUNREACH, syscall.EAFNOSUPPORT, syscall.EADDRNOTAVAIL,
		syscall.Errno(10065), syscall.Errno(10047), syscall.Errno(10049),
	}
)

// NoRoute is the address family for which this machine has no route to the
// server, or "" for another error. The address is as shown.
func NoRoute(err error, address string) string {
	family := AddressFamily(err, address)
	is := func(target error) bool { return errors.Is(err, target) }
	if slices.ContainsFunc(errsUnrouted, is) || family == IPv6 && slices.ContainsFunc(errsNoIPv6, is) {
		return family
	}
	return ""
}

// AddressFamily is IPv4 or IPv6 by the address of a server, as shown; "" for a host
// name, unless the error says where the connection went to.
func AddressFamily(err error, address string) string {
	var dialed *net.OpError
	if errors.As(err, &dialed) && dialed.Addr != nil {
		address = dialed.Addr.String()
	}
	_, bare, found := strings.Cut(address, "://")
	if !found {
		bare = address
	}
	host, _, _ := strings.Cut(bare, "/")
	addr, errAddr := netip.ParseAddr(strings.Trim(host, "[]"))
	if errAddr != nil {
		split, errPort := netip.ParseAddrPort(host)
		if errPort != nil {
			return ""
		}
		addr = split.Addr()
	}
	if addr.Unmap().Is4() {
		return IPv4
	}
	return IPv6
}

// Unrouted is the address family for which this machine has no route, where that
// is why every attempt failed; else "".
func (all Attempts) Unrouted() string {
	for _, family := range []string{IPv6, IPv4} {
		if all.Every(func(a Attempt) bool { return NoRoute(a.Err, a.target()) == family }) {
			return family
		}
	}
	return ""
}

// target is the address of an attempt; resolvers are named by it.
func (a Attempt) target() string {
	if a.Address != "" {
		return a.Address
	}
	return a.Server
}
