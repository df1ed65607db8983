// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// wide is out.test. on servers of some addresses each, as its parent and it
// itself tell, and the addresses by server.
func wide(t *testing.T, n *network, servers, each int, serve func(zone string) handler) map[string][]string {
	t.Helper()
	var delegation, glue strings.Builder
	byServer := map[string][]string{}
	for s := range servers {
		name := fmt.Sprintf("n%02d", s)
		fmt.Fprintf(&delegation, "out NS %s.out\n", name)
		for a := range each {
			address := fmt.Sprintf("198.18.%d.%d", s, a+1)
			fmt.Fprintf(&glue, "%s.out A %s\n", name, address)
			byServer[name] = append(byServer[name], address+":53")
		}
	}
	n.Serve("192.0.2.1:53", authority(t, testZone+delegation.String()+glue.String()))
	own := "out.test.\n@ SOA a b 1 1 1 1 60\n@ TXT \"" + token + "\"\n" + strings.NewReplacer("out NS ", "@ NS ", ".out", "").Replace(delegation.String()+glue.String())
	for _, addresses := range byServer {
		for _, address := range addresses {
			n.Serve(address, serve(own))
		}
	}
	return byServer
}

func outside(p packet) bool { return strings.HasPrefix(p.Address, "198.18.") }

func deadServers(string) handler { return silent }

func wantEachServerAsked(t *testing.T, n *network, byServer map[string][]string) {
	t.Helper()
	asked := map[string]bool{}
	for _, p := range n.Sent(outside) {
		asked[p.Address] = true
	}
	for name, addresses := range byServer {
		count := 0
		for _, address := range addresses {
			if asked[address] {
				count++
			}
		}
		if count < 1 || count > 4 {
			t.Errorf("%s was asked at %d addresses", name, count)
		}
	}
}

func TestCheckOfSilentServersOfManyAddressesSendsABoundedNumberOfPackets(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		byServer := wide(t, n, 30, 12, deadServers)
		client := newClient(t, n)
		report := mustCheck(t, client, txt("out.test"))
		if sent := len(n.Sent(outside)); sent > 350 {
			t.Errorf("%d packets in one check", sent)
		}
		wantEachServerAsked(t, n, byServer)
		lines := strings.Join(report.Lines(), "\n")
		wantEqual(t, "unasked", dnscheck.Unasked{Addresses: 30*12 - 64}, report.Unasked)
		for _, want := range []string{"296 further addresses were not asked", "24 more answers are not listed"} {
			if !strings.Contains(lines, want) {
				t.Errorf("the report does not say %q:\n%s", want, lines)
			}
		}
	})
}

func TestRecordOnServersOfManyAddressesIsSeenAndTheRestIsCounted(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		byServer := wide(t, n, 40, 6, func(zone string) handler { return authority(t, zone) })
		client := newClient(t, n)
		report := mustCheck(t, client, txt("out.test"))
		wantEqual(t, "published", true, report.Published())
		wantEqual(t, "unasked", dnscheck.Unasked{Servers: 8, Addresses: 32*6 - 64}, report.Unasked)
		if sent := len(n.Sent(outside)); sent > 64+16 {
			t.Errorf("%d packets in one check", sent)
		}
		for name := range byServer {
			if name >= "n32" {
				delete(byServer, name)
			}
		}
		wantEachServerAsked(t, n, byServer)
		if lines := strings.Join(report.Lines(), "\n"); !strings.Contains(lines, "8 further name servers were not asked") {
			t.Errorf("the report does not count the servers:\n%s", lines)
		}
	})
}

func TestOrdinaryZoneIsAskedWholeAndWithoutAPause(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		client := newClient(t, n)
		for range 5 {
			report := mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "unasked", dnscheck.Unasked{}, report.Unasked)
			wantEqual(t, "pause", time.Duration(0), client.Pause(txt("acme.test")))
		}
	})
}

// Twenty minutes of waiting, by the clock that the client is given.
func TestWaitForSilentServersSendsABoundedNumberOfPackets(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		wide(t, n, 30, 12, deadServers)
		begin := time.Unix(1_800_000_000, 0)
		now := begin
		client := newClient(t, n, func(c *dnscheck.Config) { c.Now = func() time.Time { return now } })
		checks := 0
		for ; now.Sub(begin) < 20*time.Minute; checks++ {
			report := mustCheck(t, client, txt("out.test"))
			if _, err := client.Diagnose(t.Context(), report, dnscheck.Hints{}); err != nil {
				t.Fatal(err)
			}
			now = now.Add(max(2*time.Second, client.Pause(txt("OUT.test."))))
		}
		all := len(n.All())
		if bound := 100 + 10*20*60 + 2*512; all > bound || checks < 20 {
			t.Errorf("%d packets in %d checks, want at most %d", all, checks, bound)
		}
	})
}

func TestServersWithoutAddressesAreNotLookedUpAtEveryCheck(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		var delegation strings.Builder
		for s := range 30 {
			fmt.Fprintf(&delegation, "out NS n%02d.hosting.example.\n", s)
		}
		n.Serve("192.0.2.1:53", authority(t, testZone+delegation.String()))
		now := time.Unix(1_800_000_000, 0)
		client := newClient(t, n, func(c *dnscheck.Config) { c.Now = func() time.Time { return now } })
		lookups := func(after time.Duration) int {
			n.Clear()
			now = now.Add(after)
			mustCheck(t, client, txt("out.test"))
			names := map[string]bool{}
			for _, p := range n.Sent(func(p packet) bool { return p.Address == resolver && strings.HasPrefix(p.Name, "n") }) {
				names[p.Name+" "+p.Type] = true
			}
			all := len(n.Sent(func(p packet) bool { return p.Address == resolver && strings.HasPrefix(p.Name, "n") }))
			wantEqual(t, "queries that were sent twice", 0, all-len(names))
			return all
		}
		wantEqual(t, "queries of the first check", 60, lookups(0))
		wantEqual(t, "queries two seconds later", 0, lookups(2*time.Second))
		wantEqual(t, "queries four minutes later", 0, lookups(4*time.Minute))
		// The negative TTL is 15 minutes; whoever adds an address does not wait that long.
		wantEqual(t, "queries six minutes later", 60, lookups(2*time.Minute))
	})
}

func TestLongListOfValuesIsCutWithTheNearestFirst(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var many strings.Builder
		for v := range 1999 {
			fmt.Fprintf(&many, "@ TXT \"v%04d\"\n", v)
		}
		n := newWorld(t, acme(many.String(), "@ TXT \"acme-verification=2\"\n"))
		client := newClient(t, n)
		report := mustCheck(t, client, txt("acme.test"))
		findings, err := client.Diagnose(t.Context(), report, hints)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Join(report.Lines(), "\n")
		if len(lines) > 1500 || !strings.Contains(lines, `is "acme-verification=2", `) || !strings.Contains(lines, "and 1995 more") {
			t.Errorf("%d octets of lines:\n%.600s", len(lines), lines)
		}
		if text := findings[0].Sentence + findings[0].Fix; len(text) > 1500 {
			t.Errorf("%d octets of cause: %.600s", len(text), text)
		}
	})
}

func TestLongValueIsCutWithACountOfTheRest(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		long := strings.TrimSpace(strings.Repeat(`"`+strings.Repeat("x", 250)+`" `, 40))
		n := newWorld(t, acme("@ TXT "+long+"\n"))
		lines := mustCheck(t, newClient(t, n), txt("acme.test")).Lines()
		if len(lines[0]) > 500 || !strings.Contains(lines[0], "and 9745 more characters") {
			t.Errorf("%d octets: %.600s", len(lines[0]), lines[0])
		}
	})
}

func TestErrorAboutManyServersIsCutWithACountOfTheRest(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		n.Serve("192.0.2.1:53", silent)
		servers := map[string]string{}
		var hosts strings.Builder
		for s := range 30 {
			name := fmt.Sprintf("n%02d.hosting.example.", s)
			servers[name] = fmt.Sprintf("198.18.%d.1", s)
			fmt.Fprintf(&hosts, "test. NS %s\n%s A %s\n", name, name, servers[name])
		}
		for address := range maps.Values(servers) {
			n.Serve(address+":53", silent)
		}
		n.Serve(resolver, recursor(t, strings.Replace(resolverData, "test.                NS a.nic.test.\n", hosts.String(), 1)))
		_, err := newClient(t, n).Check(t.Context(), txt("acme.test"))
		if err == nil || len(err.Error()) > 1000 || !strings.Contains(err.Error(), "and 22 more") {
			t.Errorf("error %v", err)
		}
	})
}

// Each server names another target, and each target is in a wide zone.
func TestCheckThatFollowsAliasesIntoManyZonesSendsABoundedNumberOfPackets(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		n := newWorld(t, acme())
		var delegation, glue strings.Builder
		for zone := range 3 {
			for s := range 30 {
				fmt.Fprintf(&delegation, "o%d NS n%02d.o%d\n", zone, s, zone)
				for a := range 4 {
					address := fmt.Sprintf("198.18.%d.%d", 100*zone%200+s, 10*zone+a+1)
					fmt.Fprintf(&glue, "n%02d.o%d A %s\n", s, zone, address)
					n.Serve(address+":53", silent)
				}
			}
			n.Serve(fmt.Sprintf("192.0.2.1%d:53", zone+1), authority(t, acme(fmt.Sprintf("_x CNAME _x.o%d.test.\n", zone))))
		}
		n.Serve("192.0.2.1:53", authority(t, testZone+delegation.String()+glue.String()))
		report := mustCheck(t, newClient(t, n), txt("_x.acme.test"))
		if all := len(n.All()); all > 512 {
			t.Errorf("%d packets in one check", all)
		}
		wantEqual(t, "published", false, report.Published())
		over := 0
		for _, a := range report.Servers {
			if a.Err != nil && strings.Contains(a.Err.Error(), "this check has already sent its maximum of 512 packets") {
				over++
			}
		}
		if over == 0 {
			t.Errorf("no answer says that it was not asked because of the budget")
		}
	})
}
