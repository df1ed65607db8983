// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"net"
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
	endpoints func() ([]string, error)
	preferred atomic.Int32
}

func newResolvers(config Config, exchange *exchanger) (*resolvers, error) {
	fixed := make([]string, len(config.Resolvers))
	for i, entry := range config.Resolvers {
		if entry == systemResolvers {
			fixed[i] = entry
			continue
		}
		address, err := endpoint(entry)
		if err != nil {
			return nil, fmt.Errorf("resolver %w, or %q", err, systemResolvers)
		}
		fixed[i] = address
	}
	// Only a lookup reads the file: explicit name servers work without one.
	endpoints := sync.OnceValues(func() ([]string, error) { return expand(fixed, config.ResolvConf) })
	return &resolvers{exchange: exchange, endpoints: endpoints}, nil
}

func expand(entries []string, path string) ([]string, error) {
	var all []string
	for _, entry := range entries {
		if entry != systemResolvers {
			all = append(all, entry)
			continue
		}
		config, err := dns.ClientConfigFromFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading the resolvers of the system from %s: %w", path, err)
		}
		for _, server := range config.Servers {
			all = append(all, net.JoinHostPort(server, config.Port))
		}
		if len(config.Servers) == 0 {
			all = append(all, net.JoinHostPort("127.0.0.1", config.Port)) // resolv.conf(5), "nameserver"
		}
	}
	return all, nil
}

// resolverReply is what one resolver said, or why it said nothing.
type resolverReply struct {
	address string
	reply
	err error
}

func (r resolverReply) usable() bool { return r.err == nil && isAnswer(r.msg) }

// ask returns the replies in the order of asking; only the last can be usable.
func (r *resolvers) ask(ctx context.Context, q query) ([]resolverReply, error) {
	addresses, err := r.endpoints()
	if err != nil {
		return nil, &ResolverError{Asked: q.String(), Attempts: []Attempt{{Server: systemResolvers, Err: err}}}
	}
	q.recursion = true
	first := int(r.preferred.Load())
	replies := make([]resolverReply, 0, 1)
	for i := range addresses {
		at := (first + i) % len(addresses)
		got, err := r.exchange.ask(ctx, addresses[at], q)
		replies = append(replies, resolverReply{address: addresses[at], reply: got, err: err})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if replies[i].usable() {
			r.preferred.Store(int32(at))
			break
		}
	}
	return replies, nil
}

// lookup is ask for those who need one usable answer.
func (r *resolvers) lookup(ctx context.Context, q query) (*dns.Msg, error) {
	replies, err := r.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	if last := replies[len(replies)-1]; last.usable() {
		return last.msg, nil
	}
	return nil, &ResolverError{Asked: q.String(), Attempts: resolverAttempts(replies)}
}

func resolverAttempts(replies []resolverReply) []Attempt {
	attempts := make([]Attempt, 0, len(replies))
	for _, r := range replies {
		err := r.err
		if err == nil {
			err = &rcodeError{rcode: r.msg.Rcode}
		}
		attempts = append(attempts, Attempt{Server: r.address, Err: err})
	}
	return attempts
}
