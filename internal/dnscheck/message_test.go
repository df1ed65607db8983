// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Whatever a response says, reading it must end without a panic, and every text
// about it can be shown. Package dnsquery lets fewer messages through than this.
func FuzzPacketIsJudgedWithoutPanic(f *testing.F) {
	for _, seed := range seeds(f, "acme.test.") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		m := new(dns.Msg)
		if m.Unpack(packet) != nil {
			return
		}
		for _, i := range []inspection{
			{question: Question{Name: "acme.test", Type: TXT, Expected: "token"}, owner: "acme.test.", apex: "test."},
			{question: Question{Name: "acme.test", Type: TXT}, owner: "acme.test.", resolver: true},
			{question: Question{Name: "acme.test", Type: CNAME}, owner: "acme.test."},
		} {
			a := i.answer(target{name: "ns"}, dnsquery.Reply{Message: m}, nil)
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
		if s.next != nil && !s.next.apex.Below("test.") {
			t.Errorf("a referral leads from test. to %s", s.next.apex)
		}
	})
}

func seeds(f *testing.F, name string) [][]byte {
	f.Helper()
	var packets [][]byte
	add := func(m *dns.Msg) {
		packet, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		packets = append(packets, packet)
	}
	respond := func(answer, authority, extra string) {
		m := new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeTXT))
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
		add(m)
	}
	respond(`acme.test. 60 TXT "to" "ken"`, "", "")
	respond(`acme.test. 60 CNAME acme.test.`, "", "")
	respond("", "test. 60 SOA a. b. 1 1 1 1 60", "")
	respond("", "acme.test. 60 NS ns.acme.test.", "ns.acme.test. 60 A 192.0.2.1")
	add(thousandRecords(name))
	add(new(dns.Msg).SetReply(new(dns.Msg).SetQuestion("other.test.", dns.TypeTXT)))
	add(new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeA)))
	return packets
}

func thousandRecords(name string) *dns.Msg {
	m := new(dns.Msg).SetReply(new(dns.Msg).SetQuestion(name, dns.TypeTXT))
	m.Authoritative, m.Compress = true, true
	for i := range 1000 {
		m.Answer = append(m.Answer, &dns.TXT{
			Hdr: dns.RR_Header{Name: name, Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: 60},
			Txt: []string{"TXT" + string(rune('a'+i%26)), "tail"},
		})
	}
	return m
}
