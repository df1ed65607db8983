// SPDX-License-Identifier: MPL-2.0

package delegation_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
)

func toParent(n *dnsworld.Network) int {
	return len(n.Sent(func(p dnsworld.Packet) bool { return p.Address == dnsworld.Parent && p.Type == "SOA" }))
}

func nsQueries(n *dnsworld.Network) int {
	return len(n.Sent(func(p dnsworld.Packet) bool { return p.Type == "NS" && p.Name == "acme.test." }))
}

func TestNamesOfOneZoneShareItsSearch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() { mustCheck(t, client, txt(fmt.Sprintf("_x%d.acme.test", i))) })
		}
		all.Wait()
		wantEqual(t, "queries to the parent", 1, toParent(n))
		first := nsQueries(n) // three servers at once, until one responds
		if first > 3 {
			t.Errorf("%d queries for the zone's servers", first)
		}
		mustCheck(t, client, txt("_later.acme.test"))
		wantEqual(t, "queries to the parent later", 1, toParent(n))
		wantEqual(t, "queries for the zone's servers later", first, nsQueries(n))
	})
}

// Whoever waits for the search of another name is not lost with it.
func TestSearchThatFailsIsMadeByThoseThatWaitedForIt(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme(acmeTXT))
		n.Serve(dnsworld.Parent, dnsworld.Silent)
		client := newClient(t, n)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := client.Check(t.Context(), txt("acme.test")); err == nil {
				t.Error("a zone without a delegation was found")
			}
		})
		dnsworld.Pass(t, time.Second/2)
		all.Go(func() { mustCheck(t, client, txt("_x.acme.test")) })
		dnsworld.Pass(t, time.Second)
		n.Serve(dnsworld.Parent, authority(t, testZone))
		all.Wait()
	})
}

func TestZoneOfWhichAServerDoesNotServeItIsSearchedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve(dnsworld.AcmeServers[2], rcode(dns.RcodeRefused))
		now := time.Now()
		client := newClient(t, n, func(c *dnscheck.Config) { c.Now = func() time.Time { return now } })
		for _, name := range []string{"acme.test", "_x.acme.test", "_y.acme.test"} {
			mustCheck(t, client, txt(name))
		}
		wantEqual(t, "searches at first", 1, toParent(n))
		now = now.Add(time.Minute)
		mustCheck(t, client, txt("acme.test"))
		mustCheck(t, client, txt("acme.test"))
		wantEqual(t, "searches a minute later", 2, toParent(n))
	})
}
