// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"math"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// maxNegative is the longest time that resolvers keep negative answers (RFC 2308
// section 5).
const maxNegative = 3 * time.Hour

// RRset gives the records of name and type in a section, class IN.
func RRset(section []dns.RR, name FQDN, rrtype uint16) []dns.RR {
	var found []dns.RR
	for _, rr := range section {
		h := rr.Header()
		if h.Rrtype == rrtype && h.Class == dns.ClassINET && Canonical(h.Name) == name {
			found = append(found, rr)
		}
	}
	return found
}

// Values are the contents of TXT and CNAME records as a verification service
// compares them, sorted: joined character-strings, and names without final dot.
func Values(rrset []dns.RR) []string {
	var found []string
	for _, rr := range rrset {
		switch rr := rr.(type) {
		case *dns.TXT:
			found = append(found, text(rr))
		case *dns.CNAME:
			found = append(found, Canonical(rr.Target).String())
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

// CNAMETarget is the target of the CNAME at name, or "".
func CNAMETarget(section []dns.RR, name FQDN) FQDN {
	for _, rr := range RRset(section, name, dns.TypeCNAME) {
		if cname, ok := rr.(*dns.CNAME); ok {
			return Canonical(cname.Target)
		}
	}
	return ""
}

// LowestTTL of records, at most limit.
func LowestTTL(records []dns.RR, limit time.Duration) time.Duration {
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

// NegativeSOA finds the SOA that a negative answer about name has in its authority
// section: its owner is the apex of the zone that answered (RFC 2308 section 3).
// nil when there is none.
func NegativeSOA(section []dns.RR, name FQDN) *dns.SOA {
	for _, rr := range section {
		if soa, ok := rr.(*dns.SOA); ok && name.In(Canonical(soa.Hdr.Name)) {
			return soa
		}
	}
	return nil
}

// NegativeTTL is how long a resolver may keep a negative answer with this SOA (RFC
// 2308 section 5).
func NegativeTTL(soa *dns.SOA) time.Duration {
	return min(seconds(min(soa.Hdr.Ttl, soa.Minttl)), maxNegative)
}

// Addresses are those of the A and AAAA records of host, sorted.
func Addresses(rrs []dns.RR, host FQDN) []netip.Addr {
	var found []netip.Addr
	add := func(ip []byte) {
		if addr, ok := netip.AddrFromSlice(ip); ok {
			found = append(found, addr.Unmap())
		}
	}
	for _, rr := range slices.Concat(RRset(rrs, host, dns.TypeA), RRset(rrs, host, dns.TypeAAAA)) {
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

// NameServers are the targets of an NS RRset, sorted.
func NameServers(rrset []dns.RR) []FQDN {
	var names []FQDN
	for _, rr := range rrset {
		if ns, ok := rr.(*dns.NS); ok {
			names = append(names, Canonical(ns.Ns))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// EndOfChain follows the CNAMEs within one answer. A loop ends where it began to
// repeat, at a name that owns nothing but a CNAME.
func EndOfChain(section []dns.RR, name FQDN) FQDN {
	for range section {
		next := CNAMETarget(section, name)
		if next == "" {
			return name
		}
		name = next
	}
	return name
}
