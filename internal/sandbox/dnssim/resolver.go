// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// resolver is the recursive server. It starts every resolution at the parent, so that the query log shows all steps
// and a changed delegation is seen at once; answers are cached, delegations are not.
type resolver struct {
	timeout time.Duration
	hints   []string          // addresses of the root's servers, as records give them
	routes  map[string]string // AddressMap
	cache   *cache
}

// maxDepth bounds aliases and name server names that need a resolution of their own.
const maxDepth = 10

func (r *resolver) answer(ctx context.Context, req request) *dns.Msg {
	if reply := malformedShape(req.msg); reply != nil {
		return reply
	}
	q := req.msg.Question[0]
	reply := new(dns.Msg).SetReply(req.msg)
	reply.RecursionAvailable = true
	transfer := q.Qtype == dns.TypeAXFR || q.Qtype == dns.TypeIXFR
	if req.msg.Opcode != dns.OpcodeQuery || !req.msg.RecursionDesired || q.Qclass != dns.ClassINET || transfer {
		reply.Rcode = dns.RcodeRefused
		return reply
	}
	found, err := r.resolve(ctx, question{dns.CanonicalName(q.Name), q.Qtype}, 0)
	if err != nil {
		reply.Rcode = dns.RcodeServerFailure
		return reply
	}
	reply.Rcode, reply.Answer = found.rcode, found.answer
	if found.soa != nil {
		reply.Ns = []dns.RR{found.soa}
	}
	return reply
}

// resolve answers from the cache or the servers and follows an alias to its end.
func (r *resolver) resolve(ctx context.Context, q question, depth int) (resolution, error) {
	if depth > maxDepth {
		return resolution{}, fmt.Errorf("resolve %s: more than %d steps deep", q.name, maxDepth)
	}
	found, ok := r.cache.get(q)
	if !ok {
		var err error
		if found, err = r.descend(ctx, q, depth); err != nil {
			return resolution{}, err
		}
		r.cache.put(q, found)
	}
	alias := found.alias(q)
	if alias == nil {
		return found, nil
	}
	end, err := r.resolve(ctx, question{dns.CanonicalName(alias.Target), q.qtype}, depth+1)
	if err != nil {
		return resolution{}, err
	}
	end.answer = append([]dns.RR{alias}, end.answer...)
	return end, nil
}

func (r resolution) alias(q question) *dns.CNAME {
	if q.qtype == dns.TypeCNAME || q.qtype == dns.TypeANY || len(r.answer) == 0 {
		return nil
	}
	alias, _ := r.answer[0].(*dns.CNAME)
	return alias
}

// maxReferrals bounds the walk down from the root; real trees are far flatter.
const maxReferrals = 16

// descend walks from the parent down to the zone that answers.
func (r *resolver) descend(ctx context.Context, q question, depth int) (resolution, error) {
	zone, servers := ".", r.hints
	for range maxReferrals {
		reply, err := r.askAny(ctx, servers, zone, q)
		if err != nil {
			return resolution{}, err
		}
		if reply.Authoritative {
			return read(reply, q), nil
		}
		zone, servers, err = r.follow(ctx, reply, zone, depth)
		if err != nil {
			return resolution{}, err
		}
	}
	return resolution{}, fmt.Errorf("resolve %s: more than %d referrals", q.name, maxReferrals)
}

// askAny takes the first usable answer, in the order of the NS set. That order is stable, so tests are.
func (r *resolver) askAny(ctx context.Context, servers []string, zone string, q question) (*dns.Msg, error) {
	errs := []error{fmt.Errorf("resolve %s: no server of zone %s helps", q.name, zone)}
	for _, server := range servers {
		reply, err := r.ask(ctx, server, zone, q)
		if err == nil {
			return reply, nil
		}
		errs = append(errs, fmt.Errorf("server %s: %w", server, err))
	}
	return nil, errors.Join(errs...)
}
