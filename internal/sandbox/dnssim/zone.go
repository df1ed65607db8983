// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"errors"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/miekg/dns"
)

// zone is one version of a zone. A published zone is never changed: an edit works on a clone, so that servers may
// answer from it without a lock and a lagging server keeps what it had.
type zone struct {
	origin string                         // canonical, with the trailing dot
	names  map[string]map[uint16][]dns.RR // canonical owner name, then type
}

func (z *zone) clone() *zone {
	c := &zone{origin: z.origin, names: make(map[string]map[uint16][]dns.RR, len(z.names))}
	for name, rrsets := range z.names {
		c.names[name] = maps.Clone(rrsets)
	}
	return c
}

func (z *zone) rrset(name string, rrtype uint16) []dns.RR { return z.names[name][rrtype] }

func (z *zone) soa() *dns.SOA {
	for _, rr := range z.rrset(z.origin, dns.TypeSOA) {
		if soa, ok := rr.(*dns.SOA); ok {
			return soa
		}
	}
	return nil
}

// contains says whether a canonical name lies at or below the origin.
func (z *zone) contains(name string) bool { return dns.IsSubDomain(z.origin, name) }

// exists is true for a name with records and for an empty non-terminal, a name that only has names below it
// (RFC 8020 section 2: such a name is not NXDOMAIN).
func (z *zone) exists(name string) bool {
	if len(z.names[name]) > 0 {
		return true
	}
	for owner := range z.names {
		if strings.HasSuffix(owner, "."+name) {
			return true
		}
	}
	return false
}

// records lists everything but the apex' SOA and NS in presentation format, sorted, single spaces between fields.
func (z *zone) records() []string {
	var lines []string
	for name, rrsets := range z.names {
		for rrtype, rrs := range rrsets {
			if name == z.origin && (rrtype == dns.TypeSOA || rrtype == dns.TypeNS) {
				continue
			}
			for _, rr := range rrs {
				// A tab inside a value is written \009, so every tab is a separator.
				lines = append(lines, strings.ReplaceAll(rr.String(), "\t", " "))
			}
		}
	}
	sort.Strings(lines)
	return lines
}

// labelAbove is the name one label up; the root's is the root.
func labelAbove(name string) string {
	next, end := dns.NextLabel(name, 0)
	if end {
		return "."
	}
	return name[next:]
}

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

var errAlias = errors.New("an alias and other records exclude each other at one name")

// add is put for records that must not be ignored.
func (z *zone) add(rrs ...dns.RR) (changed bool, err error) {
	for _, rr := range rrs {
		if h := rr.Header(); z.cnameConflict(dns.CanonicalName(h.Name), h.Rrtype) {
			return changed, errAlias
		}
		changed = z.put(rr) || changed
	}
	return changed, nil
}

func (z *zone) removeRRset(name string, rrtype uint16) bool {
	return z.remove(name, rrtype, func(dns.RR) bool { return true })
}

// removeRR removes the record with the same owner, type and data; its TTL does not matter (RFC 2136 section 2.5.4).
func (z *zone) removeRR(rr dns.RR) bool {
	rr = dns.Copy(rr)
	h := rr.Header()
	h.Name, h.Class = dns.CanonicalName(h.Name), dns.ClassINET
	return z.remove(h.Name, h.Rrtype, func(present dns.RR) bool { return dns.IsDuplicate(present, rr) })
}

// remove removes those records of an RRset that match.
func (z *zone) remove(name string, rrtype uint16, matches func(dns.RR) bool) (changed bool) {
	old := z.rrset(name, rrtype)
	kept := slices.DeleteFunc(slices.Clone(old), matches)
	switch len(kept) {
	case len(old):
		return false
	case 0:
		delete(z.names[name], rrtype)
	default:
		z.names[name][rrtype] = kept
	}
	if len(z.names[name]) == 0 {
		delete(z.names, name)
	}
	return true
}

// newer compares serials by RFC 1982, where the numbers wrap around.
func newer(a, b uint32) bool { return int32(a-b) > 0 }

// outcome is what a zone says about one question.
type outcome struct {
	rcode     int
	answer    []dns.RR
	authority []dns.RR
	referral  bool // authority holds the NS set of a delegated zone; the answer is not authoritative
}

const maxCNAMEs = 10 // a loop of aliases has to end somewhere; the part of the chain walked so far is answered

// lookup follows RFC 1034 section 4.3.2 without wildcards: first a zone cut on the way down, then an alias, then the
// data itself. Aliases are followed inside the zone only.
func (z *zone) lookup(name string, qtype uint16) outcome {
	var chain []dns.RR
	for range maxCNAMEs {
		if ns := z.cut(name, qtype); ns != nil {
			// Behind an alias the AA bit speaks for the alias (RFC 1034 section 4.3.2 step 3b), and the resolver
			// starts over at its target.
			return outcome{answer: chain, authority: ns, referral: len(chain) == 0}
		}
		if found := z.data(name, qtype); len(found) > 0 {
			return outcome{answer: append(chain, found...)}
		}
		alias := z.rrset(name, dns.TypeCNAME)
		if len(alias) == 0 {
			return z.negative(name, chain)
		}
		chain = append(chain, alias[0])
		name = dns.CanonicalName(alias[0].(*dns.CNAME).Target)
		if !z.contains(name) {
			break
		}
	}
	return outcome{answer: chain}
}

func (z *zone) data(name string, qtype uint16) []dns.RR {
	if qtype != dns.TypeANY {
		return z.rrset(name, qtype)
	}
	var all []dns.RR
	for _, rrs := range z.names[name] {
		all = append(all, rrs...)
	}
	return all
}

// cut finds the uppermost delegation between the apex and name:
//
//	acme.test            apex, its NS set is no cut
//	eu.acme.test         NS here: everything below, and the name itself, belongs to the child
//	www.eu.acme.test     asked for
//
// Only DS lives on the parent's side of the cut (RFC 4035 section 3.1.4.1).
func (z *zone) cut(name string, qtype uint16) []dns.RR {
	var found []dns.RR
	for at := name; at != z.origin; at = labelAbove(at) {
		if at == name && qtype == dns.TypeDS {
			continue
		}
		if ns := z.rrset(at, dns.TypeNS); len(ns) > 0 {
			found = ns
		}
	}
	return found
}

// negative is NODATA or NXDOMAIN with the SOA whose TTL bounds how long it may be remembered (RFC 2308 sections 2, 3).
func (z *zone) negative(name string, chain []dns.RR) outcome {
	soa := dns.Copy(z.soa()).(*dns.SOA)
	soa.Hdr.Ttl = min(soa.Hdr.Ttl, soa.Minttl)
	o := outcome{answer: chain, authority: []dns.RR{soa}}
	if !z.exists(name) {
		o.rcode = dns.RcodeNameError
	}
	return o
}
