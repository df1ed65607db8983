// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/net/publicsuffix"
)

// infrastructureTTL is the TTL of SOA, NS and name server addresses, in seconds: long, as in real zones, so that
// negative answers are bounded by the SOA minimum and not by the SOA's own TTL.
const infrastructureTTL = 3600

// bootstrap makes the zones of a fresh world. The picture for zones acme.test and eu.acme.test:
//
//	.                     parent
//	└── test.             parent
//	    ├── sandbox-dns   authoritative servers (the names of all name servers)
//	    └── acme          authoritative servers
//	        └── eu        authoritative servers, delegated by acme.test
func bootstrap(config Config) (zones, delegations *store) {
	hosts := nameServerHosts(config.Servers)
	zones, delegations = newStore(config.Now, primaryName), newStore(config.Now, parentName)
	for i := 1; i < config.Servers; i++ {
		zones.addSecondary(authoritativeName(i))
	}

	root := newZone(".", []string{parentHost}, config.NegativeTTL)
	parents := map[string]*zone{".": root}
	served := map[string]*zone{}
	all := append([]string{hostZone}, config.Zones...)
	for _, origin := range all {
		served[origin] = newZone(origin, hosts, config.NegativeTTL)
	}
	for _, host := range append(hosts, parentHost) {
		addAddresses(served[hostZone], host, config.Servers)
	}
	for _, origin := range all {
		if above, ok := enclosing(served, origin); ok {
			delegate(above, origin, hosts)
			continue
		}
		suffix := suffixOf(origin)
		if parents[suffix] == nil {
			parents[suffix] = newZone(suffix, []string{parentHost}, config.NegativeTTL)
			delegate(root, suffix, []string{parentHost})
		}
		delegate(parents[suffix], origin, hosts)
	}
	// Glue: the parent must know the name servers' addresses, or nobody gets down to their zone
	// (RFC 1034 section 4.2.1). They stand in the root when "test" itself is among the user's zones.
	above := root
	if suffix, ok := parents[suffixOf(hostZone)]; ok {
		above = suffix
	}
	for _, host := range append(hosts, parentHost) {
		addAddresses(above, host, config.Servers)
	}
	zones.publishAll(served)
	delegations.publishAll(parents)
	return zones, delegations
}

// primaryName is the only authoritative server that takes updates.
const primaryName = "authoritative-1"

func newZone(origin string, hosts []string, negativeTTL time.Duration) *zone {
	z := &zone{origin: origin, names: map[string]map[uint16][]dns.RR{}}
	z.put(&dns.SOA{
		Hdr: header(origin, dns.TypeSOA, infrastructureTTL), Ns: hosts[0], Mbox: "hostmaster." + hostZone,
		Serial: 1, Refresh: 3600, Retry: 600, Expire: 604800, Minttl: uint32(negativeTTL / time.Second),
	})
	delegate(z, origin, hosts)
	return z
}

func delegate(z *zone, name string, hosts []string) {
	for _, host := range hosts {
		z.put(&dns.NS{Hdr: header(name, dns.TypeNS, infrastructureTTL), Ns: host})
	}
}

func addAddresses(z *zone, host string, servers int) {
	last := parentAddress
	for i, known := range nameServerHosts(servers) {
		if known == host {
			last = firstServerAddress + i
		}
	}
	z.put(&dns.A{Hdr: header(host, dns.TypeA, infrastructureTTL), A: net.ParseIP(ipv4(last))})
	z.put(&dns.AAAA{Hdr: header(host, dns.TypeAAAA, infrastructureTTL), AAAA: net.ParseIP(ipv6(last))})
}

func header(name string, rrtype uint16, ttl uint32) dns.RR_Header {
	return dns.RR_Header{Name: name, Rrtype: rrtype, Class: dns.ClassINET, Ttl: ttl}
}

// enclosing finds the nearest served zone above origin.
func enclosing(served map[string]*zone, origin string) (*zone, bool) {
	for name := labelAbove(origin); name != "."; name = labelAbove(name) {
		if z, ok := served[name]; ok {
			return z, true
		}
	}
	return nil, false
}

// suffixOf is the public suffix that delegates origin; a zone that is itself a public suffix hangs below the root.
func suffixOf(origin string) string {
	name := strings.TrimSuffix(origin, ".")
	suffix, _ := publicsuffix.PublicSuffix(name)
	if suffix == name {
		return "."
	}
	return suffix + "."
}

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
