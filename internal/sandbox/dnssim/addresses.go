// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"fmt"
	"net"
)

// hostZone holds the names of the world's own name servers, so that Records of a user's zone never lists them.
const hostZone = "sandbox-dns.test."

const parentHost = "parent." + hostZone

const parentAddress = 1

// firstServerAddress makes the primary 192.0.2.53, easy to recognize in a log.
const firstServerAddress = 53

// nameServerHosts lists the host names of the authoritative servers, the primary first.
func nameServerHosts(servers int) []string {
	hosts := make([]string, servers)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("ns%d.%s", i+1, hostZone)
	}
	return hosts
}

// The documentation ranges of RFC 5737 and RFC 3849: nothing can answer there by accident.
func ipv4(last int) string { return fmt.Sprintf("192.0.2.%d", last) }
func ipv6(last int) string { return fmt.Sprintf("2001:db8::%d", last) }

func port53(ip string) string { return net.JoinHostPort(ip, "53") }

// AddressMap maps "192.0.2.53:53" and its like, the addresses that the world's records give for its name servers,
// to the loopback host:port that stands behind them (UDP and TCP alike). A client under test dials through it.
func (w *World) AddressMap() map[string]string {
	routes := map[string]string{
		port53(ipv4(parentAddress)): w.parent.addr,
		port53(ipv6(parentAddress)): w.parent.addr,
	}
	for i, server := range w.authoritative {
		routes[port53(ipv4(firstServerAddress+i))] = server.addr
		routes[port53(ipv6(firstServerAddress+i))] = server.addr
	}
	return routes
}
