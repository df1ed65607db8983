// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// cutStep is what one answer on the way down tells: either a zone further down to go on with, or the apex
// that holds the name, which may be deeper than the asked zone when its servers
// serve both.
type cutStep struct {
	next    *zone
	apex    dnsquery.FQDN
	missing bool // the name does not exist (NXDOMAIN)
}

// cut asks the servers of z for the SOA of name, and where the answer does not
// tell (a CNAME stands there, or a server leaves the SOA out), label by label
// upwards:
//
//	SOA _x.eu.acme.com.   CNAME …           no word about the zone
//	SOA    eu.acme.com.   SOA acme.com.     no cut in between
func (r *zoneCheck) cut(ctx context.Context, z *zone, name dnsquery.FQDN) (cutStep, error) {
	for asked := name; asked != z.apex; asked = asked.Parent() {
		q := dnsquery.Query{Name: asked, Type: dns.TypeSOA}
		m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
			s := r.readReferral(m, z, asked)
			return s.next != nil || s.apex != "" || (m.Authoritative && dnsquery.IsAnswer(m))
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
func (r *zoneCheck) readReferral(m *dns.Msg, z *zone, asked dnsquery.FQDN) cutStep {
	if !dnsquery.IsAnswer(m) {
		return cutStep{}
	}
	if len(dnsquery.RRset(m.Answer, asked, dns.TypeSOA)) > 0 && m.Authoritative {
		return cutStep{apex: asked}
	}
	if dnsquery.CNAMETarget(m.Answer, asked) != "" {
		return cutStep{} // the authority section then speaks about the target
	}
	if soa := dnsquery.NegativeSOA(m.Ns, asked); soa != nil {
		apex := dnsquery.Canonical(soa.Hdr.Name)
		if !m.Authoritative || !apex.In(z.apex) {
			return cutStep{}
		}
		return cutStep{apex: apex, missing: m.Rcode == dns.RcodeNameError}
	}
	for _, rr := range m.Ns {
		apex := dnsquery.Canonical(rr.Header().Name)
		if rr.Header().Rrtype != dns.TypeNS || !asked.In(apex) || !apex.Below(z.apex) || len(m.Answer) > 0 {
			continue
		}
		return cutStep{next: delegated(apex, z.apex, dnsquery.RRset(m.Ns, apex, dns.TypeNS), m.Extra, r.client.zones.now())}
	}
	return cutStep{}
}

// completeServers adds the servers that the zone itself names to those its parent
// names. Where servers of the parent serve the child too, there was no referral,
// and apex is below z: then only the zone's own word counts.
func (r *zoneCheck) completeServers(ctx context.Context, z *zone, apex dnsquery.FQDN) *zone {
	q := dnsquery.Query{Name: apex, Type: dns.TypeNS}
	m, err := r.askAny(ctx, z, q, func(m *dns.Msg) bool {
		return m.Authoritative && len(dnsquery.RRset(m.Answer, apex, dns.TypeNS)) > 0
	})
	var own *zone
	if err == nil {
		own = delegated(apex, apex, dnsquery.RRset(m.Answer, apex, dns.TypeNS), m.Extra, r.client.zones.now())
	}
	if apex == z.apex {
		return z.joined(own)
	}
	if own != nil {
		return own
	}
	return &zone{apex: apex, servers: z.servers, unasked: z.unasked, expires: z.expires}
}
