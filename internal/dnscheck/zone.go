// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// zone is one zone cut and the servers that it is delegated to, or names itself.
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
// at or below bailiwick, the zone of the server that sent this (RFC 2181 §5.4.1).
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

// merge adds the servers that only other knows. Resolvers ask those that the
// parent names and, once they have seen it, those that the zone itself names; a
// record is published when it is on all of them.
func (z *zone) merge(other *zone) *zone {
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

// zoneCache remembers zone cuts until their TTL ends, and which zone an owner
// name was found in. That acme.com. is a cut says nothing about _x.acme.com.,
// which may be below another one, so each owner name is walked to once.
type zoneCache struct {
	now func() time.Time

	lock  sync.Mutex
	zones map[dnsquery.FQDN]*zone
	owner map[dnsquery.FQDN]dnsquery.FQDN
}

func newZoneCache(now func() time.Time) *zoneCache {
	return &zoneCache{now: now, zones: map[dnsquery.FQDN]*zone{}, owner: map[dnsquery.FQDN]dnsquery.FQDN{}}
}

// holding is the zone of name when nothing has to be asked for it: the name is a
// known apex, or was walked to before.
func (c *zoneCache) holding(name dnsquery.FQDN) *zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	if z := c.live(name); z != nil {
		return z
	}
	return c.live(c.owner[name])
}

// above is the deepest known cut strictly above name, where a walk can begin.
func (c *zoneCache) above(name dnsquery.FQDN) *zone {
	c.lock.Lock()
	defer c.lock.Unlock()
	for name != "." {
		name = name.Parent()
		if z := c.live(name); z != nil {
			return z
		}
	}
	return nil
}

// live needs the lock.
func (c *zoneCache) live(apex dnsquery.FQDN) *zone {
	z := c.zones[apex]
	if z != nil && !c.now().Before(z.expires) {
		delete(c.zones, apex)
		return nil
	}
	return z
}

func (c *zoneCache) keep(z *zone, name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.zones[z.apex] = z
	c.owner[name] = z.apex
}

// forget drops what led to name, after its servers have denied it.
func (c *zoneCache) forget(name dnsquery.FQDN) {
	c.lock.Lock()
	defer c.lock.Unlock()
	delete(c.zones, name)
	delete(c.zones, c.owner[name])
	delete(c.owner, name)
}

// Zone says who answers for a name.
type Zone struct {
	// Apex of the zone that holds the name.
	Apex dnsquery.FQDN
	// Nameservers of the zone by name, sorted: those that the parent names and
	// those that the zone itself names.
	Nameservers []dnsquery.FQDN
	// Contact is the mailbox of whoever runs the zone, written as a domain name
	// (RNAME of the SOA, RFC 1035 section 3.3.13); "" when no server answered with it.
	Contact dnsquery.FQDN
}

// NameserverNames are the name servers as people write them, without final dot.
func (z Zone) NameserverNames() []string { return shownNames(z.Nameservers) }

// Zone finds the zone that holds name, and its servers. In mode Authoritative no
// resolver is asked for the name itself. Errors are those of Check.
func (c *Client) Zone(ctx context.Context, name string) (Zone, error) {
	owner, err := dnsquery.ParseFQDN(name)
	if err != nil {
		return Zone{}, err
	}
	ctx, _ = dnsquery.WithBudget(ctx, maxPackets)
	var found Zone
	switch {
	case c.mode == Recursive:
		found, err = c.resolvedZone(ctx, owner)
	case len(c.nameservers) > 0:
		found, err = c.explicitZone(ctx, owner)
	default:
		found, err = c.delegatedZone(ctx, owner)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return Zone{}, fmt.Errorf("finding the zone that holds %s: %w", owner, err)
	}
	return found, nil
}

func (c *Client) delegatedZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	r := &zoneCheck{client: c, asked: map[dnsquery.FQDN]*outcome{}}
	r.addName(owner)
	z, err := r.locate(ctx, owner)
	if err != nil {
		return Zone{}, err
	}
	found := Zone{Apex: z.apex}
	for _, s := range z.servers {
		found.Nameservers = append(found.Nameservers, s.name)
	}
	// The zone is known without its SOA: a zone whose servers are all dead is
	// named all the same.
	m, err := r.askAny(ctx, z, dnsquery.Query{Name: z.apex, Type: dns.TypeSOA}, func(m *dns.Msg) bool { return contact(m, z.apex) != "" })
	if err == nil {
		found.Contact = contact(m, z.apex)
	}
	return found, nil
}

// explicitZone believes what the configured servers say of themselves. Where they
// refer to others, the name is in a zone of those.
func (c *Client) explicitZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	found, err := c.configuredZone(ctx, owner)
	var refers *referralError
	if errors.As(err, &refers) {
		if below, errBelow := c.delegatedZone(ctx, owner); errBelow == nil {
			return below, nil
		}
	}
	return found, err
}

func (c *Client) configuredZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	r := &zoneCheck{client: c, asked: map[dnsquery.FQDN]*outcome{}}
	return climb(owner, func(q dnsquery.Query) (*dns.Msg, error) {
		m, attempts := r.race(ctx, c.nameservers, queriesAtOnce, q, func(m *dns.Msg) bool { return m.Authoritative && dnsquery.IsAnswer(m) })
		if m == nil {
			return nil, &ZoneUnreachableError{Zone: q.Name, Attempts: attempts, Configured: true}
		}
		return m, nil
	})
}

// resolvedZone asks the resolvers, which mode Recursive is about.
func (c *Client) resolvedZone(ctx context.Context, owner dnsquery.FQDN) (Zone, error) {
	resolver := ""
	found, err := climb(owner, func(q dnsquery.Query) (*dns.Msg, error) {
		got, err := c.resolvers.Resolve(ctx, q)
		resolver = got.Resolver
		return got.Message, err
	})
	if err != nil {
		return Zone{}, err
	}
	if gone := undelegated(owner, found.Apex); gone != nil {
		gone.Resolver = resolver
		return Zone{}, gone
	}
	return found, nil
}

// climb asks for the SOA of owner and, where the answer does not tell (a CNAME
// stands there), of the names above it, then for the servers of the zone.
func climb(owner dnsquery.FQDN, ask func(dnsquery.Query) (*dns.Msg, error)) (Zone, error) {
	for asked := owner; asked != "."; asked = asked.Parent() {
		m, err := ask(dnsquery.Query{Name: asked, Type: dns.TypeSOA})
		if err != nil {
			return Zone{}, err
		}
		apex := apexIn(m, asked)
		if apex == "" {
			continue
		}
		servers, err := ask(dnsquery.Query{Name: apex, Type: dns.TypeNS})
		if err != nil {
			return Zone{}, err
		}
		names := dnsquery.NameServers(dnsquery.RRset(servers.Answer, apex, dns.TypeNS))
		return Zone{Apex: apex, Nameservers: names, Contact: contact(m, apex)}, nil
	}
	return Zone{}, &ZoneUnreachableError{Zone: owner}
}

// apexIn is the zone that an answer to "SOA owner" names, or "". Behind a CNAME
// the authority section speaks about the zone of the target.
func apexIn(m *dns.Msg, owner dnsquery.FQDN) dnsquery.FQDN {
	if !dnsquery.IsAnswer(m) {
		return ""
	}
	if len(dnsquery.RRset(m.Answer, owner, dns.TypeSOA)) > 0 {
		return owner
	}
	if soa := dnsquery.NegativeSOA(m.Ns, owner); soa != nil && dnsquery.CNAMETarget(m.Answer, owner) == "" {
		return dnsquery.Canonical(soa.Hdr.Name)
	}
	return ""
}

func contact(m *dns.Msg, apex dnsquery.FQDN) dnsquery.FQDN {
	for _, rr := range append(dnsquery.RRset(m.Answer, apex, dns.TypeSOA), dnsquery.RRset(m.Ns, apex, dns.TypeSOA)...) {
		if soa, ok := rr.(*dns.SOA); ok {
			return dnsquery.Canonical(soa.Mbox)
		}
	}
	return ""
}
