// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// ask puts a question to one server and returns its reply if it leads anywhere: an authoritative answer, or a
// referral to a zone that is deeper than this one and still above the name.
func (r *resolver) ask(ctx context.Context, server, zone string, q question) (*dns.Msg, error) {
	route, ok := r.routes[server]
	if !ok {
		return nil, errors.New("nothing of this world listens there")
	}
	m := new(dns.Msg).SetQuestion(q.name, q.qtype)
	m.RecursionDesired = false
	m.SetEdns0(ednsSize, false)
	reply, err := exchange(ctx, route, m, r.timeout)
	switch {
	case err != nil:
		return nil, err
	case reply.Rcode != dns.RcodeSuccess && reply.Rcode != dns.RcodeNameError:
		return nil, fmt.Errorf("answered %s", dns.RcodeToString[reply.Rcode])
	case reply.Authoritative:
		return reply, nil
	}
	child := delegated(reply)
	if child == "" || child == zone || !dns.IsSubDomain(zone, child) || !dns.IsSubDomain(child, q.name) {
		return nil, fmt.Errorf("lame: not authoritative for %s and no referral below it", zone)
	}
	return reply, nil
}

// delegated is the zone that a referral points to; empty when the reply is none.
func delegated(reply *dns.Msg) string {
	for _, rr := range reply.Ns {
		if ns, ok := rr.(*dns.NS); ok {
			return dns.CanonicalName(ns.Hdr.Name)
		}
	}
	return ""
}

// read takes from an authoritative reply what is about the question itself. The rest of an alias chain is asked for
// again at its own servers: a server is only believed about its own zone.
func read(reply *dns.Msg, q question) resolution {
	var found resolution
	for _, rr := range reply.Answer {
		h := rr.Header()
		match := h.Rrtype == q.qtype || h.Rrtype == dns.TypeCNAME || q.qtype == dns.TypeANY
		if dns.CanonicalName(h.Name) == q.name && match {
			found.answer = append(found.answer, rr)
		}
	}
	if len(found.answer) > 0 {
		return found
	}
	found.rcode = reply.Rcode
	for _, rr := range reply.Ns {
		if soa, ok := rr.(*dns.SOA); ok {
			found.soa = soa
		}
	}
	return found
}

// follow turns a referral into the next zone and the addresses of its servers. Glue is believed when it lies in the
// zone that gave it (RFC 2181 section 5.4.1); any other name server name is resolved.
func (r *resolver) follow(ctx context.Context, referral *dns.Msg, zone string, depth int) (string, []string, error) {
	child := delegated(referral)
	var servers []string
	errs := []error{fmt.Errorf("referral to %s: no address of a name server", child)}
	for _, rr := range referral.Ns {
		ns, ok := rr.(*dns.NS)
		if !ok {
			continue
		}
		host := dns.CanonicalName(ns.Ns)
		addresses := addressesOf(host, referral.Extra)
		if len(addresses) == 0 || !dns.IsSubDomain(zone, host) {
			found, err := r.resolve(ctx, question{host, dns.TypeA}, depth+1)
			errs = append(errs, err)
			addresses = addressesOf("", found.answer)
		}
		servers = append(servers, addresses...)
	}
	if len(servers) == 0 {
		return "", nil, errors.Join(errs...)
	}
	return child, slices.Compact(servers), nil
}

// addressesOf lists the IPv4 addresses of a host among records, as address:53; the empty host means any. One address
// of a host is enough: the IPv6 ones lead to the same servers.
func addressesOf(host string, rrs []dns.RR) []string {
	var addresses []string
	for _, rr := range rrs {
		if a, ok := rr.(*dns.A); ok && (host == "" || dns.CanonicalName(a.Hdr.Name) == host) {
			addresses = append(addresses, port53(a.A.String()))
		}
	}
	return addresses
}
