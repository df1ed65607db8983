// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Finder finds zones and their servers, and remembers them between searches. It
// is safe for concurrent use.
type Finder struct {
	exchanger *dnsquery.Exchanger
	lookups   *dnsquery.Lookups
	zones     *zoneCache
	walks     walks
	// allowPrivate allows servers at addresses that are not public.
	allowPrivate bool
}

// NewFinder uses now, the time, for the TTLs of delegations. With allowPrivate,
// name servers are asked at addresses outside of the public internet as well.
func NewFinder(exchanger *dnsquery.Exchanger, lookups *dnsquery.Lookups, now func() time.Time, allowPrivate bool) *Finder {
	return &Finder{exchanger: exchanger, lookups: lookups, zones: newZoneCache(now), allowPrivate: allowPrivate}
}

// Search is one search on behalf of a check. Its OwnNames are not asked of a
// resolver.
func (f *Finder) Search(own *OwnNames) *Search { return &Search{Finder: f, own: own} }

// Search finds zones and asks servers.
type Search struct {
	*Finder
	own *OwnNames
}

// OwnNames are the names at which a check expects its record, in the order in
// which they were added: the checked name, then the targets of CNAMEs. The zero
// value has none.
type OwnNames struct {
	lock  sync.Mutex
	names []dnsquery.FQDN
}

// Add adds name unless it is there.
func (o *OwnNames) Add(name dnsquery.FQDN) {
	o.lock.Lock()
	defer o.lock.Unlock()
	if !slices.Contains(o.names, name) {
		o.names = append(o.names, name)
	}
}

// All gives the names in order.
func (o *OwnNames) All() []dnsquery.FQDN {
	o.lock.Lock()
	defer o.lock.Unlock()
	return slices.Clone(o.names)
}

func (o *OwnNames) contains(name dnsquery.FQDN) bool { return slices.Contains(o.All(), name) }

// first is the name that the check is about, or the root.
func (o *OwnNames) first() dnsquery.FQDN {
	if all := o.All(); len(all) > 0 {
		return all[0]
	}
	return dnsquery.Root
}

// Forget drops what led to name, after its servers have denied it.
func (f *Finder) Forget(name dnsquery.FQDN) { f.zones.forget(name) }

// doubtAfter is how old the knowledge of a zone is at least when it is doubted: many names
// may be in one zone, and each shows what is wrong with it.
const doubtAfter = time.Minute

// Doubt drops what led to name if it was not just found: some of its servers do not serve
// the zone, so that the delegation may have been changed meanwhile.
func (f *Finder) Doubt(name dnsquery.FQDN) {
	if z := f.zones.holding(name); z != nil && !f.zones.now().Before(z.found.Add(doubtAfter)) {
		f.zones.forget(name)
	}
}

// maxCuts is more than any real depth; each step leads strictly down, so this
// bounds only names made of labels upon labels that are all delegated.
const maxCuts = 16

// Zone finds the zone that holds name.
//
//	known zone, or public suffix     com.
//	  ↓ referral                      └ acme.com.
//	  ↓ referral                         └ eu.acme.com.
//	  ↓ "SOA eu.acme.com."                  └ _x     held by eu.acme.com.
//
// The error is ErrRoot, a *NotDelegatedError, an *UnreachableError, a
// *dnsquery.ResolverError or the context's.
func (s *Search) Zone(ctx context.Context, name dnsquery.FQDN) (*Zone, error) {
	if name == dnsquery.Root {
		// Only an alias comes here ("CNAME ." says that there is nothing), and
		// nothing above it could be asked.
		return nil, ErrRoot
	}
	if z := s.zones.holding(name); z != nil {
		return z, nil
	}
	waited, end, err := s.walks.join(ctx, childOf(s.nearest(name), name))
	switch {
	case err != nil:
		return nil, err
	case !waited:
		defer end()
	}
	// The walk that was waited for, or one that ended just before, may have found it.
	if z := s.zones.holding(name); z != nil {
		return z, nil
	}
	return s.walk(ctx, name)
}

// nearest is the apex of the zone where a search begins, as far as it is known.
func (s *Search) nearest(name dnsquery.FQDN) dnsquery.FQDN {
	if z := s.zones.above(name); z != nil {
		return z.Apex
	}
	return RegistrySuffix(name.Parent())
}

// walk goes down from the deepest known zone above name.
func (s *Search) walk(ctx context.Context, name dnsquery.FQDN) (*Zone, error) {
	z := s.zones.above(name)
	if z == nil {
		var err error
		if z, err = s.start(ctx, name); err != nil {
			return nil, err
		}
	}
	suffix := RegistrySuffix(name.Parent())
	for range maxCuts {
		public := suffix.In(z.Apex)
		found, err := s.nextCut(ctx, z, name)
		var unreachable *UnreachableError
		switch {
		case errors.As(err, &unreachable) && !public:
			// The delegation exists; the verdicts say why its servers are of no use.
			// Not remembered: it may be repaired meanwhile.
			return z, nil
		case err != nil:
			return nil, err
		case found.next != nil:
			z = found.next
			continue
		case public && found.missing && found.apex == z.Apex:
			return nil, NotDelegated(name, z.Apex)
		}
		if found.apex != z.Apex || !public && !z.complete {
			z = s.completeServers(ctx, z, found.apex)
		}
		s.zones.keep(z, name)
		return z, nil
	}
	return nil, &UnreachableError{Zone: z.Apex}
}

// start finds, through the resolvers, the servers of the public suffix of name. If
// a suffix is no zone of its own, as some third-level ones, its parent is asked.
func (s *Search) start(ctx context.Context, name dnsquery.FQDN) (*Zone, error) {
	for suffix := RegistrySuffix(name.Parent()); ; suffix = suffix.Parent() {
		if s.own.contains(suffix) {
			continue
		}
		found, err := s.lookups.NameServers(ctx, suffix)
		if err != nil {
			return nil, err
		}
		// A resolver alone answers that it does not exist; the servers above decide.
		if len(found.NameServers) == 0 && suffix != dnsquery.Root {
			continue
		}
		z := &Zone{Apex: suffix, expires: found.Expires}
		for _, name := range found.NameServers[:min(len(found.NameServers), MaxServers)] {
			z.Servers = append(z.Servers, Server{Name: name})
		}
		return z, nil
	}
}

// cut is what one response on the way down tells: either a zone further down to go
// on with, or the apex that holds the name, which may be deeper than the asked zone
// where its servers serve both.
type cut struct {
	next    *Zone
	apex    dnsquery.FQDN
	missing bool // the name does not exist (NXDOMAIN)
}

// nextCut asks the servers of z for the SOA of name. Where the response does not
// tell the zone (there is a CNAME, or a server leaves the SOA out), it asks label
// by label upwards:
//
//	SOA _x.eu.acme.com.   CNAME …           nothing about the zone
//	SOA    eu.acme.com.   SOA acme.com.     no zone cut in between
func (s *Search) nextCut(ctx context.Context, z *Zone, name dnsquery.FQDN) (cut, error) {
	for asked := name; asked != z.Apex; asked = asked.Parent() {
		q := dnsquery.Query{Name: asked, Type: dns.TypeSOA}
		m, err := s.AskAny(ctx, z, q, func(m *dns.Msg) bool {
			c := s.readCut(m, z, asked)
			return c.next != nil || c.apex != "" || (m.Authoritative && dnsquery.IsAnswer(m))
		})
		if err != nil {
			return cut{}, err
		}
		if c := s.readCut(m, z, asked); c.next != nil || c.apex != "" {
			return c, nil
		}
	}
	return cut{apex: z.Apex}, nil
}

// readCut says what a response to "SOA asked" tells about the zone of asked.
func (s *Search) readCut(m *dns.Msg, z *Zone, asked dnsquery.FQDN) cut {
	if !dnsquery.IsAnswer(m) {
		return cut{}
	}
	if len(dnsquery.RRset(m.Answer, asked, dns.TypeSOA)) > 0 && m.Authoritative {
		return cut{apex: asked}
	}
	if dnsquery.CNAMETarget(m.Answer, asked) != "" {
		return cut{} // the authority section then speaks about the target
	}
	if soa := dnsquery.NegativeSOA(m.Ns, asked); soa != nil {
		apex := dnsquery.Canonical(soa.Hdr.Name)
		if !m.Authoritative || !apex.In(z.Apex) {
			return cut{}
		}
		return cut{apex: apex, missing: m.Rcode == dns.RcodeNameError}
	}
	for _, rr := range m.Ns {
		apex := dnsquery.Canonical(rr.Header().Name)
		if rr.Header().Rrtype != dns.TypeNS || !asked.In(apex) || !apex.Below(z.Apex) || len(m.Answer) > 0 {
			continue
		}
		return cut{next: newZone(apex, z.Apex, dnsquery.RRset(m.Ns, apex, dns.TypeNS), m.Extra, s.zones.now())}
	}
	return cut{}
}

// completeServers adds the servers that the zone itself names to those its parent
// names. Where servers of the parent serve the child too, there was no referral,
// and apex is below z: then only the zone's own NS records count.
func (s *Search) completeServers(ctx context.Context, z *Zone, apex dnsquery.FQDN) *Zone {
	q := dnsquery.Query{Name: apex, Type: dns.TypeNS}
	m, err := s.AskAny(ctx, z, q, func(m *dns.Msg) bool {
		return m.Authoritative && len(dnsquery.RRset(m.Answer, apex, dns.TypeNS)) > 0
	})
	var own *Zone
	if err == nil {
		own = newZone(apex, apex, dnsquery.RRset(m.Answer, apex, dns.TypeNS), m.Extra, s.zones.now())
	}
	switch {
	case apex == z.Apex:
		own = z.merge(own)
	case own == nil:
		own = &Zone{Apex: apex, Servers: z.Servers, Unasked: z.Unasked, expires: z.expires}
	}
	all := *own
	all.complete, all.found = err == nil, s.zones.now()
	return &all
}
