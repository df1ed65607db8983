// SPDX-License-Identifier: MPL-2.0

package dnscheck

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
	ipv4 = "IPv4"
	ipv6 = "IPv6"
)

// What a machine without a route says; the numbers are those of Windows, which
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

// noRoute is the address family for which this machine has no route to the
// server, or "" when err says something else. The address is as shown.
func noRoute(err error, address string) string {
	family := familyOf(err, address)
	is := func(target error) bool { return errors.Is(err, target) }
	if slices.ContainsFunc(errsUnrouted, is) || family == ipv6 && slices.ContainsFunc(errsNoIPv6, is) {
		return family
	}
	return ""
}

// familyOf a server's address; "" for a host name, unless the error knows where
// the connection went to.
func familyOf(err error, address string) string {
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
		return ipv4
	}
	return ipv6
}

// unrouted is the family that all attempts failed for, for want of a route.
func unrouted(attempts []Attempt) string {
	for _, family := range []string{ipv6, ipv4} {
		if every(attempts, func(a Attempt) bool { return noRoute(a.Err, a.where()) == family }) {
			return family
		}
	}
	return ""
}

// where is the address of an attempt; resolvers are named by it.
func (a Attempt) where() string {
	if a.Address != "" {
		return a.Address
	}
	return a.Server
}

// onlyFamily is the address family of all addresses of the server, or "".
func (r Report) onlyFamily(name string) string {
	family := ""
	for _, a := range r.first() {
		if a.Name != name {
			continue
		}
		of := familyOf(a.Err, a.Address)
		if of == "" || family != "" && of != family {
			return ""
		}
		family = of
	}
	return family
}

// reaches reports whether anything came from a server by this family.
func (r Report) reaches(family string) bool {
	return slices.ContainsFunc(r.Servers, func(a ServerAnswer) bool {
		return a.Verdict != Unreachable && familyOf(nil, a.Address) == family
	})
}

// unrouted: all addresses of the server are of one family, and this machine has
// no route for it, as far as this report shows.
func (r Report) unrouted(name string) string {
	family := r.onlyFamily(name)
	if family == "" || r.reaches(family) {
		return ""
	}
	for _, a := range r.Servers {
		// Silence of another server shows that packets do leave.
		if familyOf(a.Err, a.Address) == family && noRoute(a.Err, a.Address) != family {
			return ""
		}
	}
	return family
}
