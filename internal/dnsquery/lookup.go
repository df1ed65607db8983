// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// MaxAge bounds how long delegations and addresses are believed, whatever their
// TTL: a top-level domain says two days, and a user who has just changed the
// delegation waits in front of the same process.
const MaxAge = time.Hour

// halfAge bounds how long the addresses of one family count as all, after the
// lookup of the other family failed: a lost packet must not hide the only address
// that this machine can reach, and a resolver that always fails must not be asked
// by every check.
const halfAge = 30 * time.Second

// leastAge keeps a zone whose records or absences have a TTL of nothing from
// having its servers looked up by every check; mostAbsence is how long a user who
// adds an address to a name server waits at most.
const (
	leastAge    = 30 * time.Second
	mostAbsence = 5 * time.Minute
)

// Lookups remembers what the resolvers answer about name servers, by TTL, also
// that there is nothing, and lets concurrent checks share one question.
type Lookups struct {
	resolvers *Resolvers
	now       func() time.Time
	calls     *sharedCalls

	lock  sync.Mutex
	known map[string]Lookup
}

// Lookup is what is known of one name: the name servers of a zone, or the
// addresses of a host.
type Lookup struct {
	NameServers []FQDN
	Addresses   []netip.Addr
	Expires     time.Time
}

// NewLookups starts with no knowledge; now ages what is learned.
func NewLookups(r *Resolvers, now func() time.Time) *Lookups {
	return &Lookups{resolvers: r, now: now, calls: newSharedCalls(), known: map[string]Lookup{}}
}

// NameServers gives those of zone; none where the resolver knows no such zone. The
// error is a *ResolverError, or the context's.
func (l *Lookups) NameServers(ctx context.Context, zone FQDN) (Lookup, error) {
	return l.share(ctx, "NS "+string(zone), func(ctx context.Context) (Lookup, error) {
		got, err := l.resolvers.Resolve(ctx, Query{Name: zone, Type: dns.TypeNS})
		if err != nil {
			return Lookup{}, err
		}
		rrset := RRset(got.Message.Answer, zone, dns.TypeNS)
		age := LowestTTL(rrset, MaxAge)
		if len(rrset) == 0 {
			age = absenceAge(got.Message, zone)
		}
		return Lookup{NameServers: NameServers(rrset), Expires: l.now().Add(age)}, nil
	})
}

// Addresses gives those of host, IPv4 and IPv6 as one finding: a host without IPv6
// is known as such for as long as its IPv4 address is. The error is a
// *ResolverError, or the context's.
func (l *Lookups) Addresses(ctx context.Context, host FQDN) (Lookup, error) {
	return l.share(ctx, "ADDR "+string(host), func(ctx context.Context) (Lookup, error) {
		var answers [2]*dns.Msg
		var errs [2]error
		var both sync.WaitGroup
		for i, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
			both.Go(func() {
				got, err := l.resolvers.Resolve(ctx, Query{Name: host, Type: qtype})
				answers[i], errs[i] = got.Message, err
			})
		}
		both.Wait()

		found := Lookup{Expires: l.now().Add(MaxAge)}
		for _, m := range answers {
			if m == nil {
				found.Expires = earlier(found.Expires, l.now().Add(halfAge))
				continue
			}
			found.Addresses = append(found.Addresses, Addresses(m.Answer, EndOfChain(m.Answer, host))...)
			found.Expires = earlier(found.Expires, l.now().Add(max(leastAge, LowestTTL(m.Answer, MaxAge))))
		}
		slices.SortFunc(found.Addresses, netip.Addr.Compare)
		if len(found.Addresses) > 0 {
			return found, nil
		}
		if err := cmp.Or(errs[0], errs[1]); err != nil {
			return Lookup{}, err
		}
		for _, m := range answers {
			found.Expires = earlier(found.Expires, l.now().Add(absenceAge(m, EndOfChain(m.Answer, host))))
		}
		return found, nil
	})
}

// share answers from what is known, or lets all who ask for key at the same time
// wait for one lookup.
func (l *Lookups) share(ctx context.Context, key string, find func(context.Context) (Lookup, error)) (Lookup, error) {
	if found, ok := l.remembered(key); ok {
		return found, nil
	}
	return l.calls.do(ctx, key, func(ctx context.Context) (Lookup, error) {
		// Another lookup may have ended between the check above and this one.
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

func (l *Lookups) remembered(key string) (Lookup, bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	found, ok := l.known[key]
	return found, ok && l.now().Before(found.Expires)
}

// absenceAge is how long to believe that there is nothing at name.
func absenceAge(m *dns.Msg, name FQDN) time.Duration {
	soa := NegativeSOA(m.Ns, name)
	if soa == nil {
		return leastAge
	}
	return max(leastAge, min(NegativeTTL(soa), mostAbsence))
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// sharedCalls lets concurrent askers of one key share one lookup. It belongs to none
// of them: one that gives up does not fail the others, and the last one to give
// up ends it. (golang.org/x/sync/singleflight has no such end: a cancelled run
// would leave queries behind until their timeout.)
type sharedCalls struct {
	lock  sync.Mutex
	calls map[string]*call
}

type call struct {
	waiters int
	cancel  context.CancelFunc
	done    chan struct{}
	found   Lookup
	err     error
}

func newSharedCalls() *sharedCalls { return &sharedCalls{calls: map[string]*call{}} }

func (f *sharedCalls) do(ctx context.Context, key string, find func(context.Context) (Lookup, error)) (Lookup, error) {
	c := f.join(ctx, key, find)
	select {
	case <-c.done:
		return c.found, c.err
	case <-ctx.Done():
		f.leave(key, c)
		return Lookup{}, ctx.Err()
	}
}

func (f *sharedCalls) join(ctx context.Context, key string, find func(context.Context) (Lookup, error)) *call {
	f.lock.Lock()
	defer f.lock.Unlock()
	if c := f.calls[key]; c != nil {
		c.waiters++
		return c
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &call{waiters: 1, cancel: cancel, done: make(chan struct{})}
	f.calls[key] = c
	go func() {
		defer cancel()
		c.found, c.err = find(own)
		f.lock.Lock()
		defer f.lock.Unlock()
		f.remove(key, c)
		close(c.done)
	}()
	return c
}

func (f *sharedCalls) leave(key string, c *call) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if c.waiters--; c.waiters == 0 {
		f.remove(key, c)
		c.cancel()
	}
}

// remove needs the lock, so that nobody joins a call that is about to end.
func (f *sharedCalls) remove(key string, c *call) {
	if f.calls[key] == c {
		delete(f.calls, key)
	}
}
