// SPDX-License-Identifier: MPL-2.0

package dnssim

import "github.com/miekg/dns"

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
	for _, rr := range some {
		found := false
		for _, other := range all {
			found = found || dns.IsDuplicate(rr, other)
		}
		if !found {
			return false
		}
	}
	return true
}
