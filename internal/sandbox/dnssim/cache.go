// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"sync"
	"time"

	"github.com/miekg/dns"
)

// question is what the resolver is asked; the name is canonical.
type question struct {
	name  string
	qtype uint16
}

// resolution is a positive answer (an RRset or an alias) or a negative one (rcode and, mostly, the SOA).
type resolution struct {
	rcode  int
	answer []dns.RR
	soa    *dns.SOA
}

// cache remembers resolutions on the sandbox clock. NXDOMAIN counts for every type of the name, NODATA for one
// (RFC 2308 section 5).
type cache struct {
	now     func() time.Time
	mu      sync.Mutex
	entries map[question]remembered
}

type remembered struct {
	resolution
	until time.Time
}

// everyType is the key of NXDOMAIN; type 0 is reserved and never asked for.
const everyType = 0

func newCache(now func() time.Time) *cache {
	return &cache{now: now, entries: map[question]remembered{}}
}

// get looks for the name's absence, the data, and an alias, and gives the records the time that is left to them.
func (c *cache) get(q question) (resolution, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	for _, qtype := range []uint16{everyType, q.qtype, dns.TypeCNAME} {
		entry, ok := c.entries[question{q.name, qtype}]
		negative := len(entry.answer) == 0
		aliasAbsent := qtype == dns.TypeCNAME && q.qtype != dns.TypeCNAME && negative
		if !ok || aliasAbsent || !now.Before(entry.until) {
			continue
		}
		return entry.aged(uint32(entry.until.Sub(now) / time.Second)), true
	}
	return resolution{}, false
}

func (r resolution) aged(ttl uint32) resolution {
	r.answer = copies(r.answer)
	for _, rr := range r.answer {
		rr.Header().Ttl = ttl
	}
	if r.soa != nil {
		r.soa = dns.Copy(r.soa).(*dns.SOA)
		r.soa.Hdr.Ttl = ttl
	}
	return r
}

func (c *cache) put(q question, r resolution) {
	key, ttl := q, uint32(0)
	switch {
	case len(r.answer) > 0:
		ttl = r.answer[0].Header().Ttl
		for _, rr := range r.answer {
			ttl = min(ttl, rr.Header().Ttl)
		}
		key.qtype = r.answer[0].Header().Rrtype
		if q.qtype == dns.TypeANY {
			key.qtype = dns.TypeANY
		}
	case r.soa != nil: // a negative answer without an SOA must not be cached (RFC 2308 section 5)
		ttl = min(r.soa.Hdr.Ttl, r.soa.Minttl)
	}
	if r.rcode == dns.RcodeNameError {
		key.qtype = everyType
	}
	if ttl == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = remembered{resolution: r, until: c.now().Add(time.Duration(ttl) * time.Second)}
}
