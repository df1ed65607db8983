// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/dns"
)

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
