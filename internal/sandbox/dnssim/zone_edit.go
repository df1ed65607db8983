// SPDX-License-Identifier: MPL-2.0

package dnssim

import "github.com/miekg/dns"

// put adds a record by the rules of RFC 2136 section 3.4.2.2 and says whether the zone changed: a CNAME and other
// data exclude each other (whoever came second is ignored), an SOA must be newer, a CNAME and an SOA replace what is
// there, and an equal record only brings its TTL. RFC 2181 section 5.2 wants one TTL in an RRset: the newest wins.
func (z *zone) put(rr dns.RR) bool {
	rr = dns.Copy(rr)
	h := rr.Header()
	h.Name, h.Class = dns.CanonicalName(h.Name), dns.ClassINET
	rrsets := z.names[h.Name]
	if z.cnameConflict(h.Name, h.Rrtype) {
		return false
	}
	old := rrsets[h.Rrtype]
	if soa, ok := rr.(*dns.SOA); ok && len(old) > 0 && !newer(soa.Serial, z.soa().Serial) {
		return false
	}
	var next []dns.RR
	changed := true
	for _, present := range old {
		replaced := h.Rrtype == dns.TypeCNAME || h.Rrtype == dns.TypeSOA
		if dns.IsDuplicate(present, rr) {
			replaced, changed = true, present.Header().Ttl != h.Ttl
		}
		if !replaced {
			present = dns.Copy(present)
			present.Header().Ttl = h.Ttl
			next = append(next, present)
		}
	}
	if !changed {
		return false
	}
	if rrsets == nil {
		rrsets = map[uint16][]dns.RR{}
		z.names[h.Name] = rrsets
	}
	rrsets[h.Rrtype] = append(next, rr)
	return true
}

func (z *zone) cnameConflict(name string, rrtype uint16) bool {
	for present := range z.names[name] {
		if (present == dns.TypeCNAME) != (rrtype == dns.TypeCNAME) {
			return true
		}
	}
	return false
}

func (z *zone) removeRRset(name string, rrtype uint16) bool {
	if len(z.rrset(name, rrtype)) == 0 {
		return false
	}
	delete(z.names[name], rrtype)
	if len(z.names[name]) == 0 {
		delete(z.names, name)
	}
	return true
}

// removeRR removes the record with the same owner, type and data; its TTL does not matter (RFC 2136 section 2.5.4).
func (z *zone) removeRR(rr dns.RR) bool {
	rr = dns.Copy(rr)
	h := rr.Header()
	h.Name, h.Class = dns.CanonicalName(h.Name), dns.ClassINET
	var kept []dns.RR
	old := z.rrset(h.Name, h.Rrtype)
	for _, present := range old {
		if !dns.IsDuplicate(present, rr) {
			kept = append(kept, present)
		}
	}
	if len(kept) == len(old) {
		return false
	}
	if len(kept) == 0 {
		return z.removeRRset(h.Name, h.Rrtype)
	}
	z.names[h.Name][h.Rrtype] = kept
	return true
}

// newer compares serials by RFC 1982, where the numbers wrap around.
func newer(a, b uint32) bool { return int32(a-b) > 0 }
