// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// maxAge bounds how long delegations and addresses are believed, whatever their
// TTL: a top-level domain says two days, and a user who has just changed the
// delegation waits in front of the same process.
const maxAge = time.Hour

// halfAge bounds how long the addresses of one family count as all, after the
// lookup of the other family failed: a lost packet must not hide the only address
// that this machine can reach, and a resolver that always fails must not be asked
// by every check.
const halfAge = 30 * time.Second

// leastAge keeps a zone whose records or absences have a TTL of nothing from
// having its servers looked up at every look; mostAbsence is how long a user who
// adds an address to a name server waits at most.
const (
	leastAge    = 30 * time.Second
	mostAbsence = 5 * time.Minute
)

// lookups remembers what the resolvers said about name servers, by TTL, also
// that there is nothing, and lets concurrent checks share one question.
type lookups struct {
	resolvers *resolvers
	now       func() time.Time
	flight    *sharedCalls

	lock  sync.Mutex
	known map[string]nsLookup
}

// nsLookup is what is known of one name: the name servers of a zone, or the
// addresses of a host.
type nsLookup struct {
	servers []string
	addrs   []netip.Addr
	expires time.Time
}

func newLookups(r *resolvers, now func() time.Time) *lookups {
	return &lookups{resolvers: r, now: now, flight: newSharedCalls(), known: map[string]nsLookup{}}
}

// nameServers of zone; none where the resolver knows no such zone.
func (l *lookups) nameServers(ctx context.Context, zone string) (nsLookup, error) {
	return l.share(ctx, "NS "+zone, func(ctx context.Context) (nsLookup, error) {
		m, err := l.resolvers.lookup(ctx, query{name: zone, qtype: dns.TypeNS})
		if err != nil {
			return nsLookup{}, err
		}
		rrset := owned(m.Answer, zone, dns.TypeNS)
		age := lowestTTL(rrset, maxAge)
		if len(rrset) == 0 {
			age = absenceAge(m, zone)
		}
		return nsLookup{servers: serverNames(rrset), expires: l.now().Add(age)}, nil
	})
}

// addresses of host, IPv4 and IPv6 as one finding: a host without IPv6 is known
// as such for as long as its IPv4 address is.
func (l *lookups) addresses(ctx context.Context, host string) (nsLookup, error) {
	return l.share(ctx, "ADDR "+host, func(ctx context.Context) (nsLookup, error) {
		var answers [2]*dns.Msg
		var errs [2]error
		var both sync.WaitGroup
		for i, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
			both.Go(func() { answers[i], errs[i] = l.resolvers.lookup(ctx, query{name: host, qtype: qtype}) })
		}
		both.Wait()

		found := nsLookup{expires: l.now().Add(maxAge)}
		for _, m := range answers {
			if m == nil {
				found.expires = earlier(found.expires, l.now().Add(halfAge))
				continue
			}
			found.addrs = append(found.addrs, addressesOf(m.Answer, endOfChain(m.Answer, host))...)
			found.expires = earlier(found.expires, l.now().Add(max(leastAge, lowestTTL(m.Answer, maxAge))))
		}
		slices.SortFunc(found.addrs, netip.Addr.Compare)
		if len(found.addrs) > 0 {
			return found, nil
		}
		if err := cmp.Or(errs[0], errs[1]); err != nil {
			return nsLookup{}, err
		}
		for _, m := range answers {
			found.expires = earlier(found.expires, l.now().Add(absenceAge(m, endOfChain(m.Answer, host))))
		}
		return found, nil
	})
}

// share answers from what is known, or lets all who ask for key at the same time
// wait for one lookup.
func (l *lookups) share(ctx context.Context, key string, find func(context.Context) (nsLookup, error)) (nsLookup, error) {
	if found, ok := l.remembered(key); ok {
		return found, nil
	}
	return l.flight.do(ctx, key, func(ctx context.Context) (nsLookup, error) {
		// Another lookup may have ended between the look above and the take-off.
		if found, ok := l.remembered(key); ok {
			return found, nil
		}
		found, err := find(ctx)
		if err == nil {
			l.lock.Lock()
			l.known[key] = found
			l.lock.Unlock()
		}
		return found, err
	})
}

func (l *lookups) remembered(key string) (nsLookup, bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	found, ok := l.known[key]
	return found, ok && l.now().Before(found.expires)
}

// absenceAge is how long to believe that there is nothing at name.
func absenceAge(m *dns.Msg, name string) time.Duration {
	soa := soaAbove(m.Ns, name)
	if soa == nil {
		return leastAge
	}
	return max(leastAge, min(negativeTTL(soa), mostAbsence))
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
