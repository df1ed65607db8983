// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"

	"github.com/miekg/dns"
)

// cutStep is what one answer on the way down tells: either a zone further down to go on with, or the apex
// that holds the name, which may be deeper than the asked zone when its servers
// serve both.
type cutStep struct {
	next    *zone
	apex    string
	missing bool // the name does not exist (NXDOMAIN)
}

// cut asks the servers of z for the SOA of name, and where the answer does not
// tell (a CNAME stands there, or a server leaves the SOA out), label by label
// upwards:
//
//	SOA _x.eu.acme.com.   CNAME …           no word about the zone
//	SOA    eu.acme.com.   SOA acme.com.     no cut in between
func (r *zoneCheck) cut(ctx context.Context, z *zone, name string) (cutStep, error) {
	for asked := name; asked != z.apex; asked = parent(asked) {
		q := query{name: asked, qtype: dns.TypeSOA}
		m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
			s := r.readReferral(m, z, asked)
			return s.next != nil || s.apex != "" || (m.Authoritative && isAnswer(m))
		})
		if err != nil {
			return cutStep{}, err
		}
		if s := r.readReferral(m, z, asked); s.next != nil || s.apex != "" {
			return s, nil
		}
	}
	return cutStep{apex: z.apex}, nil
}

// readReferral says what an answer to "SOA asked" tells about the zone of asked.
func (r *zoneCheck) readReferral(m *dns.Msg, z *zone, asked string) cutStep {
	if !isAnswer(m) {
		return cutStep{}
	}
	if len(owned(m.Answer, asked, dns.TypeSOA)) > 0 && m.Authoritative {
		return cutStep{apex: asked}
	}
	if alias(m.Answer, asked) != "" {
		return cutStep{} // the authority section then speaks about the target
	}
	if soa := soaAbove(m.Ns, asked); soa != nil {
		apex := dns.CanonicalName(soa.Hdr.Name)
		if !m.Authoritative || !under(apex, z.apex) {
			return cutStep{}
		}
		return cutStep{apex: apex, missing: m.Rcode == dns.RcodeNameError}
	}
	for _, rr := range m.Ns {
		apex := dns.CanonicalName(rr.Header().Name)
		if rr.Header().Rrtype != dns.TypeNS || !under(asked, apex) || !strictlyUnder(apex, z.apex) || len(m.Answer) > 0 {
			continue
		}
		return cutStep{next: delegated(apex, z.apex, owned(m.Ns, apex, dns.TypeNS), m.Extra, r.client.zones.now())}
	}
	return cutStep{}
}

// completeServers adds the servers that the zone itself names to those its parent
// names. Where servers of the parent serve the child too, there was no referral,
// and apex is below z: then only the zone's own word counts.
func (r *zoneCheck) completeServers(ctx context.Context, z *zone, apex string) *zone {
	q := query{name: apex, qtype: dns.TypeNS}
	m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
		return m.Authoritative && len(owned(m.Answer, apex, dns.TypeNS)) > 0
	})
	var own *zone
	if err == nil {
		own = delegated(apex, apex, owned(m.Answer, apex, dns.TypeNS), m.Extra, r.client.zones.now())
	}
	if apex == z.apex {
		return z.joined(own)
	}
	if own != nil {
		return own
	}
	return &zone{apex: apex, servers: z.servers, unasked: z.unasked, expires: z.expires}
}
