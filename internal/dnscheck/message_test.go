// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// Whatever arrives, reading it must end without a panic, and only an answer to
// this very question may be taken for one.
func FuzzPacketIsJudgedWithoutPanic(f *testing.F) {
	q := query{name: "acme.test.", qtype: dns.TypeTXT}
	const id = 0x1234
	for _, seed := range seeds(f, q, id) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		m, err := q.accept(packet, id)
		if err != nil {
			return
		}
		if m.Id != id || !m.Response {
			t.Errorf("accepted a packet with id %#x and response %v", m.Id, m.Response)
		}
		for _, i := range []inspection{
			{question: Question{Name: "acme.test", Type: TXT, Expected: "token"}, owner: "acme.test.", apex: "test."},
			{question: Question{Name: "acme.test", Type: TXT}, owner: "acme.test.", resolver: true},
			{question: Question{Name: "acme.test", Type: CNAME}, owner: "acme.test."},
		} {
			a := i.answer(target{name: "ns"}, reply{msg: m}, nil)
			if a.Verdict == Present && len(a.Values) == 0 {
				t.Errorf("present without a value: %+v", a)
			}
			if !slices.IsSorted(a.Values) {
				t.Errorf("values are not in order: %q", a.Values)
			}
			report := (&Client{mode: Authoritative}).newReport(i.question, i.owner, i.apex, []ServerAnswer{a})
			report.Lines()
			holdFindings(t, report)
		}
		r := &zoneCheck{client: &Client{zones: newZoneCache(func() time.Time { return time.Unix(0, 0) })}}
		s := r.readReferral(m, &zone{apex: "test."}, "acme.test.")
		if s.next != nil && !strictlyUnder(s.next.apex, "test.") {
			t.Errorf("a referral leads from test. to %s", s.next.apex)
		}
	})
}

func seeds(f *testing.F, q query, id uint16) [][]byte {
	f.Helper()
	var packets [][]byte
	add := func(answer, authority, extra string) {
		m := new(dns.Msg).SetReply(q.message(id, true))
		m.Authoritative = true
		for section, text := range map[*[]dns.RR]string{&m.Answer: answer, &m.Ns: authority, &m.Extra: extra} {
			if text == "" {
				continue
			}
			rr, err := dns.NewRR(text)
			if err != nil {
				f.Fatal(err)
			}
			*section = append(*section, rr)
		}
		packet, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		packets = append(packets, packet)
	}
	add(`acme.test. 60 TXT "to" "ken"`, "", "")
	add(`acme.test. 60 CNAME acme.test.`, "", "")
	add("", "test. 60 SOA a. b. 1 1 1 1 60", "")
	add("", "acme.test. 60 NS ns.acme.test.", "ns.acme.test. 60 A 192.0.2.1")
	packets = append(packets, thousandRecords(f, q, id))
	for _, other := range []query{{name: "other.test.", qtype: q.qtype}, {name: q.name, qtype: dns.TypeA}} {
		packet, err := new(dns.Msg).SetReply(other.message(id, true)).Pack()
		if err != nil {
			f.Fatal(err)
		}
		packets = append(packets, packet, append([]byte{0xff}, packet[1:]...)) // and with a wrong id
	}
	return packets
}

func thousandRecords(f *testing.F, q query, id uint16) []byte {
	f.Helper()
	m := new(dns.Msg).SetReply(q.message(id, true))
	m.Authoritative, m.Compress = true, true
	for i := range 1000 {
		m.Answer = append(m.Answer, &dns.TXT{
			Hdr: dns.RR_Header{Name: q.name, Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: 60},
			Txt: []string{dns.TypeToString[q.qtype] + string(rune('a'+i%26)), "tail"},
		})
	}
	packet, err := m.Pack()
	if err != nil {
		f.Fatal(err)
	}
	return packet
}
