// SPDX-License-Identifier: MPL-2.0

package dnssim

import "github.com/miekg/dns"

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
