// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// systemResolvers stands for the name servers of the operating system.
const systemResolvers = "system"

// Resolvers asks the configured recursive servers one after the other until one
// gives a usable answer, and begins with that one the next time: a dead first
// entry costs its timeout once, not once per lookup.
type Resolvers struct {
	exchanger  *Exchanger
	entries    []upstream // as configured; one stands for those of the system
	resolvConf string
	preferred  atomic.Int32
	trusted    sync.Map // by label: upstreams that resolve more than addresses

	lock  sync.Mutex
	known []upstream // nil before they are read
}

// NewResolvers reads the entries of config.Resolvers. It opens no connection and
// reads no file. The error names the entry that is not valid.
func NewResolvers(config Config, exchanger *Exchanger) (*Resolvers, error) {
	config = config.WithDefaults()
	fixed := make([]upstream, len(config.Resolvers))
	for i, entry := range config.Resolvers {
		if entry == systemResolvers {
			fixed[i] = upstream{label: entry}
			continue
		}
		var err error
		if fixed[i], err = parseUpstream(entry); err != nil {
			return nil, fmt.Errorf("resolver %w, or %q", err, systemResolvers)
		}
	}
	return &Resolvers{exchanger: exchanger, entries: fixed, resolvConf: config.ResolvConf}, nil
}

// upstreams are all resolvers. Only a lookup reads the file: explicit name servers work
// without one.
func (r *Resolvers) upstreams() ([]upstream, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.known == nil {
		all, err := expand(r.entries, r.resolvConf)
		if err != nil {
			return nil, err
		}
		r.known = all
	}
	return r.known, nil
}

// forget has the next lookup read the resolvers of the system again: where none responds,
// the machine may have changed its network.
func (r *Resolvers) forget() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.known = nil
}

func expand(entries []upstream, path string) ([]upstream, error) {
	var all []upstream
	for _, entry := range entries {
		if entry.label != systemResolvers {
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

// ResolverReply is the response of one resolver, or why none came.
type ResolverReply struct {
	Resolver string // as errors name it
	Via      string // "UDP", "TLS" or "HTTPS"
	Reply
	// Err is an error of Exchange, an HTTP or TLS error, ErrNotResolver, or a
	// *DenialError about a resolver that cannot be trusted.
	Err error
}

func (r ResolverReply) usable() bool { return r.Err == nil && IsAnswer(r.Message) }

// Resolve gives the first usable answer of a resolver: NOERROR or NXDOMAIN. The
// error is a *ResolverError, or the context's.
func (r *Resolvers) Resolve(ctx context.Context, q Query) (ResolverReply, error) {
	replies, err := r.Replies(ctx, q)
	if err != nil {
		return ResolverReply{}, err
	}
	if last := replies[len(replies)-1]; last.usable() {
		return last, nil
	}
	return ResolverReply{}, NewResolverError(q, replies)
}

// Replies asks one resolver after the other until one gives a usable answer. Only
// the last reply can be usable. The error is a *ResolverError when no resolver is
// known, or the context's.
func (r *Resolvers) Replies(ctx context.Context, q Query) ([]ResolverReply, error) {
	return r.askUntil(ctx, q, ResolverReply.usable)
}

// FirstReply gives the first response of any code, SERVFAIL included. The error is
// a *ResolverError, or the context's.
func (r *Resolvers) FirstReply(ctx context.Context, q Query) (ResolverReply, error) {
	replies, err := r.askUntil(ctx, q, func(got ResolverReply) bool { return got.Err == nil })
	if err != nil {
		return ResolverReply{}, err
	}
	last := replies[len(replies)-1]
	if last.Err != nil {
		return last, NewResolverError(q, replies)
	}
	return last, nil
}

// ReplyFrom asks the resolver that an earlier reply, or Others, named. The error is
// that of the reply.
func (r *Resolvers) ReplyFrom(ctx context.Context, resolver string, q Query) (ResolverReply, error) {
	upstreams, err := r.upstreams()
	if err != nil {
		return ResolverReply{}, err
	}
	for _, u := range upstreams {
		if u.label == resolver {
			got := r.askOne(ctx, u, q)
			return got, got.Err
		}
	}
	return ResolverReply{}, fmt.Errorf("resolver %s is not configured", resolver)
}

// Others are the resolvers except the named one.
func (r *Resolvers) Others(resolver string) []string {
	upstreams, err := r.upstreams()
	if err != nil {
		return nil
	}
	var others []string
	for _, u := range upstreams {
		if u.label != resolver {
			others = append(others, u.label)
		}
	}
	return others
}

func (r *Resolvers) askUntil(ctx context.Context, q Query, isEnough func(ResolverReply) bool) ([]ResolverReply, error) {
	upstreams, err := r.upstreams()
	if err != nil {
		return nil, &ResolverError{Asked: q.String(), Attempts: Attempts{{Server: systemResolvers, Err: err}}}
	}
	first := int(r.preferred.Load())
	replies := make([]ResolverReply, 0, 1)
	for i := range upstreams {
		at := (first + i) % len(upstreams)
		replies = append(replies, r.askOne(ctx, upstreams[at], q))
		if denied := r.denial(ctx, upstreams[at], q, replies[i]); denied != nil {
			replies[i].Err = denied
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if isEnough(replies[i]) {
			r.preferred.Store(int32(at))
			break
		}
	}
	if !slices.ContainsFunc(replies, func(got ResolverReply) bool { return got.Err == nil }) {
		r.forget()
	}
	return replies, nil
}

func (r *Resolvers) askOne(ctx context.Context, u upstream, q Query) ResolverReply {
	q.RecursionDesired = true
	got, err := r.exchanger.exchange(ctx, u, q)
	if err == nil && IsReferral(got.Message) {
		err = ErrNotResolver
	}
	if err == nil && provesTrust(q, got.Message) {
		r.trust(u)
	}
	return ResolverReply{Resolver: u.label, Via: u.via, Reply: got, Err: err}
}
