// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"

	"github.com/miekg/dns"
)

// authoritative answers for the zones of one server. It ignores RD and never sets RA.
type authoritative struct {
	zones          *store
	server         string
	key            TSIG
	acceptsUpdates bool
}

func (a *authoritative) answer(_ context.Context, req request) *dns.Msg {
	if failed := a.rejectSignature(req); failed != nil {
		return failed
	}
	reply := malformedShape(req.msg)
	switch {
	case reply != nil:
	case req.msg.Opcode == dns.OpcodeUpdate:
		reply = a.update(req)
	default:
		reply = a.query(req.msg)
	}
	return a.sign(req, reply)
}

func (a *authoritative) query(m *dns.Msg) *dns.Msg {
	q := m.Question[0]
	name := dns.CanonicalName(q.Name)
	z := a.zones.find(a.server, name)
	transfer := q.Qtype == dns.TypeAXFR || q.Qtype == dns.TypeIXFR
	if z == nil || q.Qclass != dns.ClassINET || transfer {
		return new(dns.Msg).SetRcode(m, dns.RcodeRefused)
	}
	if above := a.parentSide(z, q); above != nil {
		z = above
	}
	found := z.lookup(name, q.Qtype)
	reply := new(dns.Msg).SetRcode(m, found.rcode)
	reply.Authoritative = !found.referral
	reply.Answer = copies(found.answer)
	reply.Ns = copies(found.authority)
	reply.Extra = a.addresses(append(found.answer, found.authority...))
	return reply
}

// parentSide is the zone above the apex when DS is asked for there and this server has both
// (RFC 4035 section 3.1.4.1).
func (a *authoritative) parentSide(z *zone, q dns.Question) *zone {
	if q.Qtype != dns.TypeDS || dns.CanonicalName(q.Name) != z.origin || z.origin == "." {
		return nil
	}
	return a.zones.find(a.server, labelAbove(z.origin))
}

// addresses are the A and AAAA records of the name servers just named, as far as this server has them: glue below a
// cut, or plain data of another zone.
func (a *authoritative) addresses(rrs []dns.RR) []dns.RR {
	var glue []dns.RR
	for _, rr := range rrs {
		ns, ok := rr.(*dns.NS)
		if !ok {
			continue
		}
		host := dns.CanonicalName(ns.Ns)
		if z := a.zones.find(a.server, host); z != nil {
			glue = append(glue, copies(z.rrset(host, dns.TypeA))...)
			glue = append(glue, copies(z.rrset(host, dns.TypeAAAA))...)
		}
	}
	return glue
}

// copies keeps published zones untouched by whatever is done to a reply.
func copies(rrs []dns.RR) []dns.RR {
	var out []dns.RR
	for _, rr := range rrs {
		out = append(out, dns.Copy(rr))
	}
	return out
}
