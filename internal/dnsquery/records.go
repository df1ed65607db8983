// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"math"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// owned gives the records of a section that belong to name, class IN.
func owned(section []dns.RR, name string, rrtype uint16) []dns.RR {
	var found []dns.RR
	for _, rr := range section {
		h := rr.Header()
		if h.Rrtype == rrtype && h.Class == dns.ClassINET && dns.CanonicalName(h.Name) == name {
			found = append(found, rr)
		}
	}
	return found
}

// values are the contents of one RRset as a service compares them, sorted.
func values(rrset []dns.RR) []string {
	var found []string
	for _, rr := range rrset {
		switch rr := rr.(type) {
		case *dns.TXT:
			found = append(found, text(rr))
		case *dns.CNAME:
			found = append(found, shown(dns.CanonicalName(rr.Target)))
		}
	}
	slices.Sort(found)
	return found
}

// text joins the character-strings of one TXT record without a separator (RFC
// 7208 §3.3 does so, and every verification service). The library keeps them in
// the escaped form of zone files; what counts is the octets.
func text(rr *dns.TXT) string {
	var joined strings.Builder
	for _, s := range rr.Txt {
		for i := 0; i < len(s); i++ {
			switch {
			case s[i] != '\\' || i+1 == len(s):
				joined.WriteByte(s[i])
			case i+3 < len(s) && isDigit(s[i+1]) && isDigit(s[i+2]) && isDigit(s[i+3]):
				joined.WriteByte((s[i+1]-'0')*100 + (s[i+2]-'0')*10 + s[i+3] - '0')
				i += 3
			default:
				i++
				joined.WriteByte(s[i])
			}
		}
	}
	return joined.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// alias is the target of the CNAME at name, or "".
func alias(section []dns.RR, name string) string {
	for _, rr := range owned(section, name, dns.TypeCNAME) {
		if cname, ok := rr.(*dns.CNAME); ok {
			return dns.CanonicalName(cname.Target)
		}
	}
	return ""
}

// lowestTTL of records, at most limit.
func lowestTTL(records []dns.RR, limit time.Duration) time.Duration {
	for _, rr := range records {
		limit = min(limit, seconds(rr.Header().Ttl))
	}
	return limit
}

// seconds of a TTL; one with the highest bit set counts as zero (RFC 2181 §8).
func seconds(n uint32) time.Duration {
	if n > math.MaxInt32 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// soaAbove finds the SOA that a negative answer about name carries: its owner is
// the apex of the zone that answered (RFC 2308 §3).
func soaAbove(section []dns.RR, name string) *dns.SOA {
	for _, rr := range section {
		if soa, ok := rr.(*dns.SOA); ok && under(name, dns.CanonicalName(soa.Hdr.Name)) {
			return soa
		}
	}
	return nil
}

// negativeTTL is how long a resolver may remember the absence (RFC 2308 §5).
func negativeTTL(soa *dns.SOA) time.Duration {
	return min(seconds(min(soa.Hdr.Ttl, soa.Minttl)), maxNegative)
}

// addressesOf collects what the A and AAAA records among rrs say about host.
func addressesOf(rrs []dns.RR, host string) []netip.Addr {
	var found []netip.Addr
	add := func(ip []byte) {
		if addr, ok := netip.AddrFromSlice(ip); ok {
			found = append(found, addr.Unmap())
		}
	}
	for _, rr := range slices.Concat(owned(rrs, host, dns.TypeA), owned(rrs, host, dns.TypeAAAA)) {
		switch rr := rr.(type) {
		case *dns.A:
			add(rr.A)
		case *dns.AAAA:
			add(rr.AAAA)
		}
	}
	slices.SortFunc(found, netip.Addr.Compare)
	return slices.Compact(found)
}
