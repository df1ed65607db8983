// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"slices"

	"github.com/miekg/dns"
)

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
	err := a.zones.edit(origin, func(z *zone) (bool, error) {
		if rcode = z.checkPrerequisites(m.Answer); rcode != dns.RcodeSuccess {
			return false, nil
		}
		if rcode = z.prescan(m.Ns); rcode != dns.RcodeSuccess {
			return false, nil
		}
		return z.apply(m.Ns), nil
	})
	if err != nil {
		rcode = dns.RcodeServerFailure
	}
	return new(dns.Msg).SetRcode(m, rcode)
}

// checkPrerequisites follows the pseudocode of RFC 2136 section 3.2.5 and returns its rcode. Class says what kind of
// condition a record is: ANY "is in use", NONE "is not in use", IN "this RRset exists, with exactly this data".
func (z *zone) checkPrerequisites(rrs []dns.RR) int {
	exact := map[string]map[uint16][]dns.RR{}
	for _, rr := range rrs {
		h := rr.Header()
		name := dns.CanonicalName(h.Name)
		if h.Ttl != 0 {
			return dns.RcodeFormatError
		}
		if !z.contains(name) {
			return dns.RcodeNotZone
		}
		switch h.Class {
		case dns.ClassANY, dns.ClassNONE:
			if h.Rdlength != 0 {
				return dns.RcodeFormatError
			}
			if rcode := z.checkUse(name, h); rcode != dns.RcodeSuccess {
				return rcode
			}
		case dns.ClassINET:
			if exact[name] == nil {
				exact[name] = map[uint16][]dns.RR{}
			}
			exact[name][h.Rrtype] = append(exact[name][h.Rrtype], rr)
		default:
			return dns.RcodeFormatError
		}
	}
	for name, rrsets := range exact {
		for rrtype, wanted := range rrsets {
			if !sameData(wanted, z.rrset(name, rrtype)) {
				return dns.RcodeNXRrset
			}
		}
	}
	return dns.RcodeSuccess
}

func (z *zone) checkUse(name string, h *dns.RR_Header) int {
	wanted := h.Class == dns.ClassANY
	if h.Rrtype == dns.TypeANY {
		switch inUse := len(z.names[name]) > 0; {
		case wanted && !inUse:
			return dns.RcodeNameError
		case !wanted && inUse:
			return dns.RcodeYXDomain
		}
		return dns.RcodeSuccess
	}
	switch exists := len(z.rrset(name, h.Rrtype)) > 0; {
	case wanted && !exists:
		return dns.RcodeNXRrset
	case !wanted && exists:
		return dns.RcodeYXRrset
	}
	return dns.RcodeSuccess
}

// sameData compares RRsets without their TTLs, which section 3.2.3 leaves out.
func sameData(a, b []dns.RR) bool { return covers(a, b) && covers(b, a) }

func covers(all, some []dns.RR) bool {
	return !slices.ContainsFunc(some, func(rr dns.RR) bool {
		return !slices.ContainsFunc(all, func(other dns.RR) bool { return dns.IsDuplicate(rr, other) })
	})
}

// prescan refuses an update section as a whole before any of it is done (RFC 2136 section 3.4.1.3).
func (z *zone) prescan(rrs []dns.RR) int {
	for _, rr := range rrs {
		h := rr.Header()
		if !z.contains(dns.CanonicalName(h.Name)) {
			return dns.RcodeNotZone
		}
		empty := h.Rdlength == 0
		malformed := true
		switch h.Class {
		case dns.ClassINET:
			malformed = empty || metaType(h.Rrtype) || h.Rrtype == dns.TypeANY
		case dns.ClassANY:
			malformed = h.Ttl != 0 || !empty || metaType(h.Rrtype)
		case dns.ClassNONE:
			malformed = h.Ttl != 0 || empty || metaType(h.Rrtype) || h.Rrtype == dns.TypeANY
		}
		if malformed {
			return dns.RcodeFormatError
		}
	}
	return dns.RcodeSuccess
}

func metaType(rrtype uint16) bool {
	switch rrtype {
	case dns.TypeAXFR, dns.TypeIXFR, dns.TypeMAILA, dns.TypeMAILB, dns.TypeOPT, dns.TypeTSIG:
		return true
	}
	return false
}

// apply does the update section in order (RFC 2136 section 3.4.2.7) and says whether anything changed.
func (z *zone) apply(rrs []dns.RR) bool {
	changed := false
	for _, rr := range rrs {
		h := rr.Header()
		name := dns.CanonicalName(h.Name)
		var did bool
		switch h.Class {
		case dns.ClassINET:
			did = z.put(rr)
		case dns.ClassANY:
			did = z.deleteRRsets(name, h.Rrtype)
		case dns.ClassNONE:
			did = z.deleteRR(name, rr)
		}
		changed = changed || did
	}
	return changed
}

// deleteRRsets spares the SOA and NS of the apex (RFC 2136 section 3.4.2.3): a zone without them is none.
func (z *zone) deleteRRsets(name string, rrtype uint16) bool {
	changed := false
	for present := range z.clone().names[name] {
		wanted := rrtype == dns.TypeANY || rrtype == present
		if wanted && !z.keepsZoneAlive(name, present) {
			changed = z.removeRRset(name, present) || changed
		}
	}
	return changed
}

func (z *zone) keepsZoneAlive(name string, rrtype uint16) bool {
	return name == z.origin && (rrtype == dns.TypeSOA || rrtype == dns.TypeNS)
}

// deleteRR spares the SOA and the apex' last NS (RFC 2136 section 3.4.2.4).
func (z *zone) deleteRR(name string, rr dns.RR) bool {
	rrtype := rr.Header().Rrtype
	lastNS := rrtype == dns.TypeNS && name == z.origin && len(z.rrset(name, rrtype)) == 1
	if rrtype == dns.TypeSOA || lastNS {
		return false
	}
	return z.removeRR(rr)
}
