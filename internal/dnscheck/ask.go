// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/publicaddr"
)

// askAll asks every target at once; the answers are in the order of the targets.
func (r *zoneCheck) askAll(ctx context.Context, i inspection, targets []target) []ServerAnswer {
	answers := make([]ServerAnswer, len(targets))
	q := dnsquery.Query{Name: i.owner, Type: i.question.Type.wire()}
	var all sync.WaitGroup
	for at, t := range targets {
		all.Go(func() {
			got, err := r.client.exchanger.Exchange(ctx, t.dial, q)
			answers[at] = i.answer(t, got, err)
		})
	}
	all.Wait()
	return answers
}

// answer judges what came from one target, or that nothing came.
func (i inspection) answer(t target, got dnsquery.Reply, err error) ServerAnswer {
	a := ServerAnswer{Owner: i.owner, Verdict: Unreachable, Err: err}
	if err == nil {
		a = i.judge(got.Message)
		a.RTT = got.RTT
	}
	a.Name, a.Address, a.by = t.name, t.address, t.by
	return a
}

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

var (
	errNoAddress        = errors.New("no address is known for this server name")
	errNotAuthoritative = errors.New("is not authoritative")
)

// target is one address of one name server.
type target struct {
	name    string // as shown or configured
	address string // as shown
	dial    string // host:port
	by      namedBy
}

func (t target) failed(err error) dnsquery.Attempt {
	return dnsquery.Attempt{Server: t.name, Address: t.address, Err: err}
}

// targets finds all addresses of the servers, in the order of the servers. Those
// without any come back as answers that say so, since they count as servers.
func (r *zoneCheck) targets(ctx context.Context, servers []server) ([]target, []ServerAnswer) {
	found := make([][]target, len(servers))
	refused := make([][]ServerAnswer, len(servers))
	errs := make([]error, len(servers))
	var all sync.WaitGroup
	for i, s := range servers {
		all.Go(func() { found[i], refused[i], errs[i] = r.addresses(ctx, s) })
	}
	all.Wait()

	var targets []target
	var missing []ServerAnswer
	for i, s := range servers {
		targets = append(targets, found[i]...)
		missing = append(missing, refused[i]...)
		if errs[i] != nil {
			missing = append(missing, ServerAnswer{Name: s.name.String(), Verdict: Unreachable, Err: errs[i], by: s.by})
		}
	}
	return targets, missing
}

func (r *zoneCheck) addresses(ctx context.Context, s server) ([]target, []ServerAnswer, error) {
	addrs := s.glue
	if len(addrs) == 0 {
		if r.isOwn(s.name) {
			return nil, nil, fmt.Errorf("%w, and looking it up would make a resolver remember the absence of the record", errNoAddress)
		}
		found, err := r.client.lookups.Addresses(ctx, s.name)
		if err != nil {
			return nil, nil, err
		}
		addrs = found.Addresses
	}
	if len(addrs) == 0 {
		return nil, nil, errNoAddress
	}
	addrs = alternateFamilies(addrs)
	targets := make([]target, 0, len(addrs))
	var refused []ServerAnswer
	for _, addr := range addrs {
		if !r.client.allowPrivate && private(addr, r.name()) {
			err := &PrivateAddressError{Server: s.name.String(), Address: addr}
			refused = append(refused, ServerAnswer{Name: s.name.String(), Address: addr.String(), Verdict: Unreachable, Err: err, by: s.by})
			continue
		}
		targets = append(targets, target{
			name:    s.name.String(),
			address: addr.String(),
			dial:    net.JoinHostPort(addr.String(), dnsquery.Port),
			by:      s.by,
		})
	}
	return targets, refused, nil
}

// alternateFamilies puts the families by turns where not all addresses will be asked, so
// that a machine with one family alone finds some that it can reach.
func alternateFamilies(addrs []netip.Addr) []netip.Addr {
	if len(addrs) <= addressesPerServer {
		return addrs
	}
	var families [2][]netip.Addr
	for _, addr := range addrs {
		if addr.Is4() {
			families[0] = append(families[0], addr)
		} else {
			families[1] = append(families[1], addr)
		}
	}
	var turns []netip.Addr
	for len(turns) < len(addrs) {
		for f := range families {
			if len(families[f]) > 0 {
				turns = append(turns, families[f][0])
				families[f] = families[f][1:]
			}
		}
	}
	return turns
}

// PrivateAddressError means that the DNS gives a name server an address that is
// not one of the public internet. It was not asked: whoever controls a zone could
// otherwise send queries into the network of whoever checks it.
type PrivateAddressError struct {
	Server  string
	Address netip.Addr
}

func (e *PrivateAddressError) Error() string {
	return fmt.Sprintf("not asked: %s is not a public address (configure the server in dns.nameservers, or set dns.allow_private = true for a split horizon)", e.Address)
}

// private reports whether addr may not be asked because of what the DNS says of
// a server of name. Addresses for documentation are refused where the name is
// a public one; reserved names have no others.
func private(addr netip.Addr, name dnsquery.FQDN) bool {
	if publicaddr.Documentation(addr) {
		return name.TopLevel().IsPublicTopLevel()
	}
	return !publicaddr.Is(addr)
}
