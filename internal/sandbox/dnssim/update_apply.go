// SPDX-License-Identifier: MPL-2.0

package dnssim

import "github.com/miekg/dns"

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
