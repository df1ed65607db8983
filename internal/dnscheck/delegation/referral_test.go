// SPDX-License-Identifier: MPL-2.0

package delegation

import (
	"testing"
	"time"

	"github.com/miekg/dns"
)

// Whatever a response says, reading it must end without a panic, and a referral
// must lead strictly down.
func FuzzReferralLeadsDown(f *testing.F) {
	for _, authority := range []string{
		"test. 60 SOA a. b. 1 1 1 1 60", "acme.test. 60 NS ns.acme.test.", "test. 60 NS ns.test.", ". 60 NS ns.", "x.acme.test. 60 NS ns.",
	} {
		m := new(dns.Msg).SetReply(new(dns.Msg).SetQuestion("acme.test.", dns.TypeSOA))
		rr, err := dns.NewRR(authority)
		if err != nil {
			f.Fatal(err)
		}
		m.Ns = []dns.RR{rr}
		packet, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packet)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		m := new(dns.Msg)
		if m.Unpack(packet) != nil {
			return
		}
		finder := NewFinder(nil, nil, func() time.Time { return time.Unix(0, 0) }, false)
		c := finder.Search(&OwnNames{}).readCut(m, &Zone{Apex: "test."}, "acme.test.")
		if c.next != nil && !c.next.Apex.Below("test.") {
			t.Errorf("a referral leads from test. to %s", c.next.Apex)
		}
		if zone := Referral(m, "acme.test."); zone != "" && zone != "acme.test." && zone != "test." {
			t.Errorf("a response refers for acme.test. to %s", zone)
		}
	})
}
