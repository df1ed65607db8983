// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/miekg/dns"
)

// systemResolvers stands for the name servers of the operating system.
const systemResolvers = "system"

// resolvers asks the configured recursive servers one after the other until one
// gives a usable answer, and begins with that one the next time: a dead first
// entry costs its timeout once, not once per lookup.
type resolvers struct {
	exchange  *exchanger
	upstreams func() ([]upstream, error)
	preferred atomic.Int32
	trusted   sync.Map // shown form of upstreams that resolve more than addresses
}

func newResolvers(config Config, exchange *exchanger) (*resolvers, error) {
	fixed := make([]upstream, len(config.Resolvers))
	for i, entry := range config.Resolvers {
		if entry == systemResolvers {
			fixed[i] = upstream{shown: entry}
			continue
		}
		var err error
		if fixed[i], err = parseUpstream(entry); err != nil {
			return nil, fmt.Errorf("resolver %w, or %q", err, systemResolvers)
		}
	}
	// Only a lookup reads the file: explicit name servers work without one.
	upstreams := sync.OnceValues(func() ([]upstream, error) { return expand(fixed, config.ResolvConf) })
	return &resolvers{exchange: exchange, upstreams: upstreams}, nil
}

func expand(entries []upstream, path string) ([]upstream, error) {
	var all []upstream
	for _, entry := range entries {
		if entry.shown != systemResolvers {
			all = append(all, entry)
			continue
		}
		system, err := systemUpstreams(path, systemAdapters)
		if err != nil {
			return nil, err
		}
		all = append(all, system...)
	}
	return all, nil
}

// resolverReply is what one resolver said, or why it said nothing.
type resolverReply struct {
	address string
	via     string
	reply
	err error
}

func (r resolverReply) usable() bool { return r.err == nil && isAnswer(r.msg) }

// ask returns the replies in the order of asking; only the last can be usable.
func (r *resolvers) ask(ctx context.Context, q query) ([]resolverReply, error) {
	return r.askUntil(ctx, q, resolverReply.usable)
}

func (r *resolvers) askUntil(ctx context.Context, q query, good func(resolverReply) bool) ([]resolverReply, error) {
	upstreams, err := r.upstreams()
	if err != nil {
		return nil, &ResolverError{Asked: q.String(), Attempts: []Attempt{{Server: systemResolvers, Err: err}}}
	}
	first := int(r.preferred.Load())
	replies := make([]resolverReply, 0, 1)
	for i := range upstreams {
		at := (first + i) % len(upstreams)
		replies = append(replies, r.askOne(ctx, upstreams[at], q))
		if denied := r.denial(ctx, upstreams[at], q, replies[i]); denied != nil {
			replies[i].err = denied
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if good(replies[i]) {
			r.preferred.Store(int32(at))
			break
		}
	}
	return replies, nil
}

func (r *resolvers) askOne(ctx context.Context, u upstream, q query) resolverReply {
	q.recursion = true
	got, err := r.exchange.askUpstream(ctx, u, q)
	if err == nil && refers(got.msg) {
		err = errNoResolver
	}
	if err == nil && provesTrust(q, got.msg) {
		r.trust(u)
	}
	return resolverReply{address: u.shown, via: u.via, reply: got, err: err}
}

var errNoResolver = errors.New("it is no resolver: it refers to other name servers")

// refers: an authoritative server that was configured by mistake says whom to ask
// in place of asking for us, which is no word about the record.
func refers(m *dns.Msg) bool {
	return m.Rcode == dns.RcodeSuccess && !m.Authoritative && !m.RecursionAvailable && len(m.Answer) == 0 &&
		slices.ContainsFunc(m.Ns, func(rr dns.RR) bool { return rr.Header().Rrtype == dns.TypeNS })
}

// askPreferred gives the first answer of any kind, SERVFAIL included.
func (r *resolvers) askPreferred(ctx context.Context, q query) (resolverReply, error) {
	replies, err := r.askUntil(ctx, q, func(got resolverReply) bool { return got.err == nil })
	if err != nil {
		return resolverReply{}, err
	}
	last := replies[len(replies)-1]
	if last.err != nil {
		return last, &ResolverError{Asked: q.String(), Attempts: resolverAttempts(replies)}
	}
	return last, nil
}

// others are the other resolvers.
func (r *resolvers) others(shown string) []string {
	upstreams, err := r.upstreams()
	if err != nil {
		return nil
	}
	var others []string
	for _, u := range upstreams {
		if u.shown != shown {
			others = append(others, u.shown)
		}
	}
	return others
}

// askAt asks the resolver that an earlier reply came from.
func (r *resolvers) askAt(ctx context.Context, shown string, q query) (resolverReply, error) {
	upstreams, err := r.upstreams()
	if err != nil {
		return resolverReply{}, err
	}
	for _, u := range upstreams {
		if u.shown == shown {
			got := r.askOne(ctx, u, q)
			return got, got.err
		}
	}
	return resolverReply{}, fmt.Errorf("resolver %s is not configured", shown)
}

// lookup is ask for those who need one usable answer.
func (r *resolvers) lookup(ctx context.Context, q query) (*dns.Msg, error) {
	got, err := r.usableReply(ctx, q)
	return got.msg, err
}

// usableReply is lookup for those who say where the answer is from.
func (r *resolvers) usableReply(ctx context.Context, q query) (resolverReply, error) {
	replies, err := r.ask(ctx, q)
	if err != nil {
		return resolverReply{}, err
	}
	if last := replies[len(replies)-1]; last.usable() {
		return last, nil
	}
	return resolverReply{}, &ResolverError{Asked: q.String(), Attempts: resolverAttempts(replies)}
}

func resolverAttempts(replies []resolverReply) []Attempt {
	attempts := make([]Attempt, 0, len(replies))
	for _, r := range replies {
		err := r.err
		if err == nil {
			err = &rcodeError{rcode: r.msg.Rcode}
		}
		attempts = append(attempts, Attempt{Server: r.address, Via: r.via, Err: err})
	}
	return attempts
}
