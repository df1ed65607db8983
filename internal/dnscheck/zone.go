// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// zone is one zone cut and the servers that are said to serve it.
type zone struct {
	apex    dnsquery.FQDN
	servers []server
	unasked int // servers beyond maxServers
	expires time.Time
}

// server is one name server. Glue comes with the delegation; without it the
// addresses are the resolver's to find.
type server struct {
	name dnsquery.FQDN
	glue []netip.Addr
	by   namedBy
}

// namedBy says whose NS RRset a server stands in. Where the two differ, the
// delegation and the zone's own idea of its servers have drifted apart.
type namedBy struct{ parent, zone bool }

// delegated reads a delegation of apex. Addresses are believed only for servers
// at or below bailiwick, the zone of whoever said this (RFC 2181 §5.4.1).
func delegated(apex, bailiwick dnsquery.FQDN, rrset, extra []dns.RR, now time.Time) *zone {
	z := &zone{apex: apex}
	ttl := dnsquery.LowestTTL(rrset, dnsquery.MaxAge)
	by := namedBy{parent: apex != bailiwick, zone: apex == bailiwick}
	names := dnsquery.NameServers(rrset)
	z.unasked = max(0, len(names)-maxServers)
	for _, name := range names[:len(names)-z.unasked] {
		s := server{name: name, by: by}
		if name.In(bailiwick) {
			s.glue = dnsquery.Addresses(extra, name)
		}
		z.servers = append(z.servers, s)
	}
	z.expires = now.Add(ttl)
	return z
}

// joined adds the servers that only other knows. Resolvers ask those that the
// parent names and, once they have seen it, those that the zone itself names; a
// record is published when it is on all of them.
func (z *zone) joined(other *zone) *zone {
	if other == nil {
		return z
	}
	all := &zone{apex: z.apex, servers: slices.Clone(z.servers), unasked: max(z.unasked, other.unasked), expires: earlier(z.expires, other.expires)}
	for _, s := range other.servers {
		known := slices.IndexFunc(all.servers, func(k server) bool { return k.name == s.name })
		switch {
		case known < 0 && len(all.servers) < maxServers:
			all.servers = append(all.servers, s)
		case known < 0:
			all.unasked++
		case known >= 0:
			k := &all.servers[known]
			k.by.parent, k.by.zone = k.by.parent || s.by.parent, k.by.zone || s.by.zone
			// A parent may know fewer addresses, or a former one; resolvers use both.
			k.glue = slices.Concat(k.glue, s.glue)
			slices.SortFunc(k.glue, netip.Addr.Compare)
			k.glue = slices.Compact(k.glue)
		}
	}
	slices.SortFunc(all.servers, func(a, b server) int { return cmp.Compare(a.name, b.name) })
	return all
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
