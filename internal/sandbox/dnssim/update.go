// SPDX-License-Identifier: MPL-2.0

package dnssim

import "github.com/miekg/dns"

// update handles an RFC 2136 message. Permission is checked before the prerequisites, which section 3.3 allows, so
// that an unsigned client learns nothing. A secondary does not forward: it answers NOTAUTH like a server that is not
// responsible, and the client has to find the primary (SOA MNAME).
func (a *authoritative) update(req request) *dns.Msg {
	m := req.msg
	zoneSection := m.Question[0]
	if zoneSection.Qtype != dns.TypeSOA {
		return new(dns.Msg).SetRcode(m, dns.RcodeFormatError)
	}
	origin := dns.CanonicalName(zoneSection.Name)
	z := a.zones.find(a.server, origin)
	if z == nil || z.origin != origin || zoneSection.Qclass != dns.ClassINET || !a.acceptsUpdates {
		return new(dns.Msg).SetRcode(m, dns.RcodeNotAuth)
	}
	if m.IsTsig() == nil {
		return new(dns.Msg).SetRcode(m, dns.RcodeRefused)
	}
	rcode := dns.RcodeSuccess
	a.zones.edit(origin, func(z *zone) bool {
		if rcode = z.checkPrerequisites(m.Answer); rcode != dns.RcodeSuccess {
			return false
		}
		if rcode = z.prescan(m.Ns); rcode != dns.RcodeSuccess {
			return false
		}
		return z.apply(m.Ns)
	})
	return new(dns.Msg).SetRcode(m, rcode)
}
