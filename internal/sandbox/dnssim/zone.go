// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"maps"
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
