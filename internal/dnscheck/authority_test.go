// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

// authority is a name server for the zones given as text; the first line of each
// is its $ORIGIN, so that a test shows the data that it is about.
func authority(t *testing.T, zones ...string) handler {
	t.Helper()
	held := map[string][]dns.RR{}
	for _, text := range zones {
		origin, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
		held[origin] = records(t, origin, rest)
	}
	return answering(func(request *dns.Msg, transport string) *dns.Msg {
		m := answerFrom(held, request)
		if transport == "udp" {
			m.Truncate(1232)
		}
		return m
	})
}

// recursor is a resolver that knows what the text of the root zone says, and
// follows CNAMEs in it.
func recursor(t *testing.T, text string) handler {
	t.Helper()
	all := records(t, ".", text)
	return answering(func(request *dns.Msg, _ string) *dns.Msg {
		m := new(dns.Msg).SetReply(request)
		for name := request.Question[0].Name; name != ""; {
			q := request.Question[0]
			q.Name = name
			before := len(m.Answer)
			answerWithin(m, all, q)
			next := ""
			if len(m.Answer) > before {
				if cname, ok := m.Answer[len(m.Answer)-1].(*dns.CNAME); ok && len(m.Answer) < 10 {
					next = cname.Target
				}
			}
			name = next
		}
		m.Authoritative, m.RecursionAvailable = false, true
		return m
	})
}

func records(t *testing.T, origin, text string) []dns.RR {
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

// answering wraps a function on messages; nil is silence.
func answering(answer func(request *dns.Msg, transport string) *dns.Msg) handler {
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

// rcode answers everything with one code.
func rcode(code int) handler {
	return answering(func(request *dns.Msg, _ string) *dns.Msg { return new(dns.Msg).SetRcode(request, code) })
}

func silent([]byte, string) [][]byte { return nil }

// answerFrom is RFC 1034 §4.3.2.
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
	if referral(m, zone, apex, q.Name) {
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

func referral(m *dns.Msg, zone []dns.RR, apex, name string) bool {
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
