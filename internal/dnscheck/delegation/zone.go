// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// maxZoneAge is how long a delegation is believed at most. A wait may last for hours, and a
// zone that moves to another DNS host in it may still be answered for by the former one.
const maxZoneAge = 5 * time.Minute

// Zone is one zone and the servers that it is delegated to, or names itself. It
// is not changed once it was returned.
type Zone struct {
	Apex    dnsquery.FQDN
	Servers []Server
	// Unasked counts servers beyond MaxServers.
	Unasked int
	expires time.Time
	// complete: the servers that the zone itself names are among Servers, since found.
	complete bool
	found    time.Time
}

// Server is one name server.
type Server struct {
	Name    dnsquery.FQDN
	NamedBy NamedBy
	// glue are addresses that came with the delegation. Without them, a resolver is
	// asked for the addresses.
	glue []netip.Addr
}

// NamedBy says whose NS records name a server. Where the two differ, the
// delegation and the NS records of the zone have drifted apart.
type NamedBy struct{ Parent, Zone bool }

// newZone reads NS records of apex. Addresses are believed only for servers at or
// below bailiwick, the zone of the server that sent them (RFC 2181 §5.4.1).
func newZone(apex, bailiwick dnsquery.FQDN, rrset, extra []dns.RR, now time.Time) *Zone {
	names := dnsquery.NameServers(rrset)
	z := &Zone{
		Apex: apex, Unasked: max(0, len(names)-MaxServers),
		expires: now.Add(dnsquery.LowestTTL(rrset, maxZoneAge)),
	}
	for _, name := range names[:len(names)-z.Unasked] {
		s := Server{Name: name, NamedBy: NamedBy{Parent: apex != bailiwick, Zone: apex == bailiwick}}
		if name.In(bailiwick) {
			s.glue = dnsquery.Addresses(extra, name)
		}
		z.Servers = append(z.Servers, s)
	}
	return z
}

// merge adds the servers that only other knows. Resolvers ask those that the
// parent names and, once they have seen them, those that the zone itself names; a
// record is published when it is on all of them.
func (z *Zone) merge(other *Zone) *Zone {
	if other == nil {
		return z
	}
	all := &Zone{Apex: z.Apex, Servers: slices.Clone(z.Servers), Unasked: max(z.Unasked, other.Unasked), expires: z.expires}
	if other.expires.Before(z.expires) {
		all.expires = other.expires
	}
	for _, s := range other.Servers {
		known := slices.IndexFunc(all.Servers, func(k Server) bool { return k.Name == s.Name })
		switch {
		case known >= 0:
			all.Servers[known] = all.Servers[known].merge(s)
		case len(all.Servers) < MaxServers:
			all.Servers = append(all.Servers, s)
		default:
			all.Unasked++
		}
	}
	slices.SortFunc(all.Servers, func(a, b Server) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// merge keeps the addresses of both: a parent may know fewer, or a former one, and
// resolvers use both.
func (s Server) merge(other Server) Server {
	s.NamedBy.Parent = s.NamedBy.Parent || other.NamedBy.Parent
	s.NamedBy.Zone = s.NamedBy.Zone || other.NamedBy.Zone
	s.glue = slices.Concat(s.glue, other.glue)
	slices.SortFunc(s.glue, netip.Addr.Compare)
	s.glue = slices.Compact(s.glue)
	return s
}

// zoneCache keeps zones until their TTL ends, and which zone an owner name was
// found in. That acme.com. is a zone says nothing about _x.acme.com., which may be
// below another zone cut, so each owner name is searched for once.
type zoneCache struct {
	now func() time.Time

	lock  sync.Mutex
	zones map[dnsquery.FQDN]*Zone
	apex  map[dnsquery.FQDN]dnsquery.FQDN // by owner name
}

func newZoneCache(now func() time.Time) *zoneCache {
	return &zoneCache{now: now, zones: map[dnsquery.FQDN]*Zone{}, apex: map[dnsquery.FQDN]dnsquery.FQDN{}}
}

// holding is the zone of name where nothing has to be asked for it: the name is a
// known apex, or was searched for before.
func (c *zoneCache) holding(name dnsquery.FQDN) *Zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	if z := c.live(name); z != nil {
		return z
	}
	return c.live(c.apex[name])
}

// above is the deepest known zone strictly above name, where a search can begin.
func (c *zoneCache) above(name dnsquery.FQDN) *Zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	for name != dnsquery.Root {
		name = name.Parent()
		if z := c.live(name); z != nil {
			return z
		}
	}
	return nil
}

// live needs the lock.
func (c *zoneCache) live(apex dnsquery.FQDN) *Zone {
	z := c.zones[apex]
	if z != nil && !c.now().Before(z.expires) {
		delete(c.zones, apex)
		return nil
	}
	return z
}

func (c *zoneCache) keep(z *Zone, name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.zones[z.Apex] = z
	c.apex[name] = z.Apex
}

func (c *zoneCache) forget(name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.zones, name)
	delete(c.zones, c.apex[name])
	delete(c.apex, name)
}
