// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// A walk needs one good answer per step, not all of them: few servers at a time
// have their addresses found, and few addresses at a time are asked, so that a
// top-level domain sees three packets and one dead server costs nothing. Where
// those are all in vain, the others are asked together: that no server answers
// has to be known in seconds, however many there are.
const (
	namesAtOnce   = 4
	queriesAtOnce = 3
	// firstAddresses and otherAddresses bound the addresses of the two groups.
	firstAddresses = 2 * namesAtOnce
	otherAddresses = maxServers - namesAtOnce
)

// askAny returns the first answer from a server of z that good accepts.
func (r *zoneCheck) askAny(ctx context.Context, z *zone, q dnsquery.Query, good func(*dns.Msg) bool) (*dns.Msg, error) {
	var failed dnsquery.Attempts
	unasked := z.unasked
	first := min(namesAtOnce, len(z.servers))
	for at, some := range [][]server{z.servers[:first], z.servers[first:]} {
		targets, missing := r.targets(ctx, some)
		for _, a := range missing {
			failed = append(failed, dnsquery.Attempt{Server: a.Name, Address: a.Address, Err: a.Err})
		}
		atOnce, bound := queriesAtOnce, firstAddresses
		if at > 0 {
			atOnce, bound = len(targets), otherAddresses
		}
		targets, left := withinBudget(targets, addressesPerServer, bound)
		unasked += left
		m, attempts := r.race(ctx, interleave(targets), atOnce, q, good)
		if m != nil {
			return m, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		failed = append(failed, attempts...)
	}
	return nil, &ZoneUnreachableError{Zone: z.apex, Attempts: failed, Unasked: unasked}
}

// race asks atOnce targets at a time, goes on to the next when one fails, and to
// two when one is silent, and drops the rest at the first good answer.
func (r *zoneCheck) race(ctx context.Context, targets []target, atOnce int, q dnsquery.Query, good func(*dns.Msg) bool) (*dns.Msg, dnsquery.Attempts) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan target, len(targets))
	for _, t := range targets {
		queue <- t
	}
	close(queue)

	var lock sync.Mutex
	var first *dns.Msg
	var failed dnsquery.Attempts
	var askers sync.WaitGroup
	var ask func()
	ask = func() {
		for t := range queue {
			if ctx.Err() != nil {
				return
			}
			got, err := r.client.exchanger.Exchange(ctx, t.dial, q)
			lock.Lock()
			switch {
			case err == nil && good(got.Message):
				if first == nil {
					first = got.Message
				}
				cancel()
			case err == nil:
				failed = append(failed, t.failed(unusable(got.Message, q.Name)))
			default:
				failed = append(failed, t.failed(err))
			}
			lock.Unlock()
			if errors.Is(err, context.DeadlineExceeded) {
				askers.Go(ask)
			}
		}
	}
	for range min(atOnce, len(targets)) {
		askers.Go(ask)
	}
	askers.Wait()
	return first, failed
}

// interleave puts the first address of every server before the second of any.
func interleave(targets []target) []target {
	var ordered []target
	seen := map[string]int{}
	for round := 0; len(ordered) < len(targets); round++ {
		clear(seen)
		for _, t := range targets {
			if seen[t.name] == round {
				ordered = append(ordered, t)
			}
			seen[t.name]++
		}
	}
	return ordered
}
