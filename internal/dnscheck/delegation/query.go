// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"context"
	"errors"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// A search needs one usable response for each step, not all of them: few servers
// at a time have their addresses looked up, and few addresses at a time are asked,
// so that a top-level domain receives three packets and one dead server costs
// nothing. Where all of those fail, the others are asked together: that no server
// answers has to be known in seconds, however many there are.
const (
	serversAtOnce = 4
	queriesAtOnce = 3
	// firstAddresses and otherAddresses bound the addresses of the two groups.
	firstAddresses = 2 * serversAtOnce
	otherAddresses = MaxServers - serversAtOnce
)

// AskAny returns the first response from a server of z that isUsable accepts. The
// error is an *UnreachableError or the context's.
func (s *Search) AskAny(ctx context.Context, z *Zone, q dnsquery.Query, isUsable func(*dns.Msg) bool) (*dns.Msg, error) {
	var failed dnsquery.Attempts
	unasked := z.Unasked
	first := min(serversAtOnce, len(z.Servers))
	for group, servers := range [][]Server{z.Servers[:first], z.Servers[first:]} {
		targets, failures := s.targets(ctx, servers)
		for _, f := range failures {
			failed = append(failed, f.attempt())
		}
		atOnce, total := queriesAtOnce, firstAddresses
		if group > 0 {
			atOnce, total = len(targets), otherAddresses
		}
		targets, left := withinBudget(targets, AddressesPerServer, total)
		unasked += left
		m, attempts := s.race(ctx, interleave(targets), atOnce, q, isUsable)
		if m != nil {
			return m, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		failed = append(failed, attempts...)
	}
	return nil, &UnreachableError{Zone: z.Apex, Attempts: failed, Unasked: unasked}
}

// AskTargets returns the first response from one of the targets that isUsable
// accepts, or nil and what came of each.
func (f *Finder) AskTargets(ctx context.Context, targets []Target, q dnsquery.Query, isUsable func(*dns.Msg) bool) (*dns.Msg, dnsquery.Attempts) {
	return f.race(ctx, targets, queriesAtOnce, q, isUsable)
}

// race asks atOnce targets at a time, goes on to the next when one fails, and to
// two when one is silent, and drops the rest at the first usable response.
func (f *Finder) race(ctx context.Context, targets []Target, atOnce int, q dnsquery.Query, isUsable func(*dns.Msg) bool) (*dns.Msg, dnsquery.Attempts) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan Target, len(targets))
	for _, t := range targets {
		queue <- t
	}
	close(queue)

	var lock sync.Mutex
	var first *dns.Msg
	var failed dnsquery.Attempts
	var workers sync.WaitGroup
	var work func()
	work = func() {
		for t := range queue {
			if ctx.Err() != nil {
				return
			}
			reply, err := f.exchanger.Exchange(ctx, t.Dial, q)
			lock.Lock()
			switch {
			case err == nil && isUsable(reply.Message):
				if first == nil {
					first = reply.Message
				}
				cancel()
			case err == nil:
				failed = append(failed, Failure{Target: t, Err: unusable(reply.Message, q.Name)}.attempt())
			default:
				failed = append(failed, Failure{Target: t, Err: err}.attempt())
			}
			lock.Unlock()
			if errors.Is(err, context.DeadlineExceeded) {
				workers.Go(work)
			}
		}
	}
	for range min(atOnce, len(targets)) {
		workers.Go(work)
	}
	workers.Wait()
	return first, failed
}

// unusable says what is wrong with a response that is not an authoritative answer.
func unusable(m *dns.Msg, name dnsquery.FQDN) error {
	zone := Referral(m, name)
	switch {
	case fromResolver(m):
		return ErrResolver
	case zone != "":
		return &ReferralError{Zone: zone}
	case !dnsquery.IsAnswer(m):
		return &dnsquery.RcodeError{Rcode: m.Rcode}
	}
	return errNotAuthoritative
}

// fromResolver reports whether the server offers recursion (RA) and does not
// answer from data of its own. Resolvers that refuse queries without RD say so
// with REFUSED.
func fromResolver(m *dns.Msg) bool {
	return m.RecursionAvailable && !m.Authoritative && (dnsquery.IsAnswer(m) || m.Rcode == dns.RcodeRefused)
}

// Referral is the zone to whose servers m refers for name, or "". A referral to
// the root is what servers send for names that they know nothing about.
func Referral(m *dns.Msg, name dnsquery.FQDN) dnsquery.FQDN {
	if !dnsquery.IsReferral(m) {
		return ""
	}
	for _, rr := range m.Ns {
		if apex := dnsquery.Canonical(rr.Header().Name); rr.Header().Rrtype == dns.TypeNS && apex != dnsquery.Root && name.In(apex) {
			return apex
		}
	}
	return ""
}
