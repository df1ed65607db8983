// SPDX-License-Identifier: MPL-2.0

package dnsworld

import (
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// Authority is a name server for the zones given as text; the first line of each
// is its $ORIGIN.
func Authority(t *testing.T, zones ...string) Handler {
	t.Helper()
	held := map[string][]dns.RR{}
	for _, text := range zones {
		origin, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
		held[origin] = Records(t, origin, rest)
	}
	return Answering(func(request *dns.Msg, transport string) *dns.Msg {
		m := answerFrom(held, request)
		if transport == "udp" {
			m.Truncate(1232)
		}
		return m
	})
}

// Recursor is a resolver that knows the records of the text, and follows CNAMEs in
// it.
func Recursor(t *testing.T, text string) Handler {
	t.Helper()
	all := Records(t, ".", text)
	return Answering(func(request *dns.Msg, _ string) *dns.Msg {
		m := new(dns.Msg).SetReply(request)
		for q := request.Question[0]; len(m.Answer) < 10; {
			before := len(m.Answer)
			answerWithin(m, all, q)
			if len(m.Answer) == before {
				break
			}
			alias, ok := m.Answer[len(m.Answer)-1].(*dns.CNAME)
			if !ok {
				break
			}
			q.Name = alias.Target
		}
		m.Authoritative, m.RecursionAvailable = false, true
		return m
	})
}

// Records reads records in the format of a zone file; the default TTL is 300 s.
func Records(t *testing.T, origin, text string) []dns.RR {
	t.Helper()
	var rrs []dns.RR
	parser := dns.NewZoneParser(strings.NewReader("$TTL 300\n"+text+"\n"), origin, "")
	for rr, ok := parser.Next(); ok; rr, ok = parser.Next() {
		rrs = append(rrs, rr)
	}
	if err := parser.Err(); err != nil {
		t.Fatalf("zone text of %s: %v", origin, err)
	}
	return rrs
}

// Answering wraps a function on messages; nil is silence.
func Answering(answer func(request *dns.Msg, transport string) *dns.Msg) Handler {
	return func(request []byte, transport string) [][]byte {
		m := new(dns.Msg)
		if err := m.Unpack(request); err != nil {
			panic(err) // recorded as well formed before
		}
		response := answer(m, transport)
		if response == nil {
			return nil
		}
		out, err := response.Pack()
		if err != nil {
			panic(err)
		}
		return [][]byte{out}
	}
}

// Choose answers a request with the handler that is chosen for it.
func Choose(choose func(request *dns.Msg) Handler) Handler {
	return func(request []byte, transport string) [][]byte {
		m := new(dns.Msg)
		if err := m.Unpack(request); err != nil {
			panic(err) // recorded as well formed before
		}
		return choose(m)(request, transport)
	}
}

// Changed changes the responses of another handler.
func Changed(h Handler, change func(request, response *dns.Msg)) Handler {
	return Answering(func(request *dns.Msg, transport string) *dns.Msg {
		packed, err := request.Pack()
		if err != nil {
			panic(err)
		}
		response := new(dns.Msg)
		if err := response.Unpack(h(packed, transport)[0]); err != nil {
			panic(err)
		}
		change(request, response)
		return response
	})
}

// Rcode answers everything with one code.
func Rcode(code int) Handler {
	return Answering(func(request *dns.Msg, _ string) *dns.Msg { return new(dns.Msg).SetRcode(request, code) })
}

// Silent answers nothing.
func Silent([]byte, string) [][]byte { return nil }

// answerFrom answers from zones, by apex, as in RFC 1034 §4.3.2.
func answerFrom(held map[string][]dns.RR, request *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(request)
	q := request.Question[0]
	apex := ""
	for origin := range held {
		if dns.IsSubDomain(origin, q.Name) && len(origin) > len(apex) {
			apex = origin
		}
	}
	if apex == "" {
		m.Rcode = dns.RcodeRefused
		return m
	}
	zone := held[apex]
	if addReferral(m, zone, apex, q.Name) {
		return m
	}
	answerWithin(m, zone, q)
	return m
}

// answerWithin adds what the zone holds, or why it holds nothing.
func answerWithin(m *dns.Msg, zone []dns.RR, q dns.Question) {
	m.Authoritative = true
	for _, rr := range zone {
		// Below a DNAME, names are those below its target (RFC 6672 section 2.2).
		if d, ok := rr.(*dns.DNAME); ok && q.Name != d.Hdr.Name && dns.IsSubDomain(d.Hdr.Name, q.Name) {
			target := strings.TrimSuffix(q.Name, d.Hdr.Name) + d.Target
			hdr := dns.RR_Header{Name: q.Name, Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: d.Hdr.Ttl}
			m.Answer = append(m.Answer, d, &dns.CNAME{Hdr: hdr, Target: target})
			return
		}
	}
	exists, found := false, false
	for _, rr := range zone {
		h := rr.Header()
		exists = exists || dns.IsSubDomain(q.Name, h.Name)
		if strings.EqualFold(h.Name, q.Name) && (h.Rrtype == q.Qtype || h.Rrtype == dns.TypeCNAME) {
			m.Answer = append(m.Answer, rr)
			found = true
		}
		if h.Rrtype == dns.TypeSOA {
			m.Ns = []dns.RR{rr}
		}
	}
	if source := wildcardFor(zone, q.Name); !exists && source != "" {
		exists = true
		for _, rr := range zone {
			if h := rr.Header(); h.Name == source && (h.Rrtype == q.Qtype || h.Rrtype == dns.TypeCNAME) {
				made := dns.Copy(rr)
				made.Header().Name = q.Name
				m.Answer, found = append(m.Answer, made), true
			}
		}
	}
	if found {
		m.Ns = nil
	} else if !exists {
		m.Rcode = dns.RcodeNameError
	}
}

// wildcardFor is the wildcard at the closest name above that exists, or "" (RFC
// 4592 §3.3.1).
func wildcardFor(zone []dns.RR, name string) string {
	holds := func(name string) bool {
		return slices.ContainsFunc(zone, func(rr dns.RR) bool { return dns.IsSubDomain(name, rr.Header().Name) })
	}
	for next, end := dns.NextLabel(name, 0); !end; next, end = dns.NextLabel(name, next) {
		if above := name[next:]; holds(above) {
			if holds("*." + above) {
				return "*." + above
			}
			return ""
		}
	}
	return ""
}

// addReferral adds the delegation that leads to name, if there is one.
func addReferral(m *dns.Msg, zone []dns.RR, apex, name string) bool {
	for _, rr := range zone {
		if ns, ok := rr.(*dns.NS); ok && ns.Hdr.Name != apex && dns.IsSubDomain(ns.Hdr.Name, name) {
			m.Ns = append(m.Ns, ns)
			for _, glue := range zone {
				if t := glue.Header().Rrtype; glue.Header().Name == ns.Ns && (t == dns.TypeA || t == dns.TypeAAAA) {
					m.Extra = append(m.Extra, glue)
				}
			}
		}
	}
	return len(m.Ns) > 0
}
