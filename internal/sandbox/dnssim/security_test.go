// SPDX-License-Identifier: MPL-2.0

package dnssim_test

import (
	"testing"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

func TestResolverShowsSignaturesByItsBits(t *testing.T) {
	t.Parallel()
	w, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test", "good.test", "bad.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	for zone, state := range map[string]dnssim.Signed{"good.test": dnssim.SignedWell, "bad.test": dnssim.SignedBadly} {
		if err := w.SetSigned(zone, state); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name                string
		interested, without bool // AD and CD of the query
		rcode               int
		ad                  bool
	}{
		{"acme.test.", true, false, dns.RcodeSuccess, false},
		{"good.test.", true, false, dns.RcodeSuccess, true},
		{"good.test.", false, false, dns.RcodeSuccess, false},
		{"x.good.test.", true, false, dns.RcodeNameError, true},
		{"bad.test.", true, false, dns.RcodeServerFailure, false},
		{"bad.test.", true, true, dns.RcodeSuccess, false},
		{".", true, false, dns.RcodeSuccess, true},
	}
	for _, c := range cases {
		q := new(dns.Msg).SetQuestion(c.name, dns.TypeSOA)
		q.AuthenticatedData, q.CheckingDisabled = c.interested, c.without
		reply, err := dns.Exchange(q, w.Recursive())
		if err != nil {
			t.Fatal(err)
		}
		if reply.Rcode != c.rcode || reply.AuthenticatedData != c.ad {
			t.Errorf("%+v: %s, AD %v", c, dns.RcodeToString[reply.Rcode], reply.AuthenticatedData)
		}
	}
}

func TestSignaturesOfNoZoneAreAnError(t *testing.T) {
	t.Parallel()
	w, err := dnssim.Start(dnssim.Config{Zones: []string{"acme.test"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if w.SetSigned("other.test", dnssim.SignedWell) == nil || w.SetSigned("x.acme.test", dnssim.SignedWell) == nil {
		t.Error("a zone that is not served was taken")
	}
	if w.SetSigned("acme.test", "half") == nil {
		t.Error("an unknown state was taken")
	}
}
