// SPDX-License-Identifier: MPL-2.0

//go:build interop && linux

package interop_test

import (
	"testing"
	"time"

	"github.com/miekg/dns"
)

// await looks ten times a second until what is waited for has come.
func await(t *testing.T, what string, come func() bool) {
	t.Helper()
	end := time.NewTimer(patience)
	defer end.Stop()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	for !come() {
		select {
		case <-look.C:
		case <-end.C:
			t.Fatalf("%s did not come within %s", what, patience)
		}
	}
}

func awaitZone(t *testing.T, server, zone string) {
	t.Helper()
	await(t, "SOA of "+zone+" at "+server, func() bool { return soa(server, zone) != nil })
}

func serial(t *testing.T, server, zone string) uint32 {
	t.Helper()
	got := soa(server, zone)
	if got == nil {
		t.Fatalf("%s does not serve %s", server, zone)
	}
	return got.Serial
}

func soa(server, zone string) *dns.SOA {
	q := new(dns.Msg).SetQuestion(zone, dns.TypeSOA)
	client := &dns.Client{Timeout: time.Second}
	reply, _, err := client.Exchange(q, server)
	if err != nil || len(reply.Answer) == 0 {
		return nil
	}
	found, _ := reply.Answer[0].(*dns.SOA)
	return found
}

// notify tells a secondary that the zone has changed (RFC 1996).
func notify(t *testing.T, server, zone string) {
	t.Helper()
	m := new(dns.Msg).SetNotify(zone)
	client := &dns.Client{Timeout: 5 * time.Second}
	reply, _, err := client.ExchangeContext(t.Context(), m, server)
	if err != nil || reply.Rcode != dns.RcodeSuccess {
		t.Fatalf("NOTIFY for %s at %s: %v, %v", zone, server, reply, err)
	}
}
