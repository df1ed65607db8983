// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/dnsworld"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnssim"
)

// These run over real sockets against servers written by others from the same
// documents; what timing shows is tested in memory instead.

func startWorld(t *testing.T, zones ...string) (*dnssim.World, *dnscheck.Client) {
	t.Helper()
	world, err := dnssim.Start(dnssim.Config{Zones: zones, Servers: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := world.Close(); err != nil {
			t.Errorf("closing the DNS world: %v", err)
		}
	})
	return world, clientOf(t, world, 5*time.Second)
}

// clientOf reaches the world's addresses at the ports behind them, and nothing
// else.
func clientOf(t *testing.T, world *dnssim.World, timeout time.Duration) *dnscheck.Client {
	t.Helper()
	return newClient(t, newNetwork(), dnsworld.Routed(world.Recursive(), world.AddressMap()), func(c *dnscheck.Config) {
		// The world's servers have addresses for documentation under public names, too.
		c.Timeout, c.AllowPrivate = timeout, true
	})
}

func setTXT(t *testing.T, world *dnssim.World, zone, name string, values ...string) {
	t.Helper()
	if err := world.SetTXT(zone, name, values...); err != nil {
		t.Fatal(err)
	}
}

func TestRecordIsSeenOnTheWireWithoutARecursiveQueryForIt(t *testing.T) {
	t.Parallel()
	zones := map[string]string{
		"acme.test":       "acme.test",
		"_x.acme.test":    "acme.test",
		"eu.acme.test":    "eu.acme.test",
		"_x.eu.acme.test": "eu.acme.test",
		"acme.co.uk":      "acme.co.uk",
		"_x.acme.com":     "acme.com",
	}
	for name, zone := range zones {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			world, client := startWorld(t, "acme.test", "eu.acme.test", "acme.co.uk", "acme.com")
			before := mustCheck(t, client, txt(name))
			wantEqual(t, "published before", false, before.Published())
			wantEqual(t, "negative TTL", 300*time.Second, before.NegativeTTL)
			wantEqual(t, "zone", zone, before.Zone.String())

			setTXT(t, world, zone, name, "v=spf1 -all", token)
			known := len(world.Queries())
			after := mustCheck(t, client, txt(name))
			wantEqual(t, "published after", true, after.Published())
			wantEqual(t, "values", []string{token, "v=spf1 -all"}, after.Values())
			wantEqual(t, "packets of the second check", len(after.Servers), len(world.Queries())-known)
			wantEqual(t, "server addresses", 6, len(after.Servers))

			for _, q := range world.Queries() {
				if q.Server == "recursive" && (q.Name == name || q.Name == zone) {
					t.Errorf("the recursive resolver was asked for %s %s", q.Type, q.Name)
				}
			}
		})
	}
}

func TestFaultOnTheWireIsTheServersVerdict(t *testing.T) {
	t.Parallel()
	cases := map[dnssim.FaultKind]dnscheck.Verdict{
		dnssim.Silent:   dnscheck.Unreachable,
		dnssim.Garbage:  dnscheck.Unreachable,
		dnssim.WrongID:  dnscheck.Unreachable,
		dnssim.Refused:  dnscheck.Refused,
		dnssim.ServFail: dnscheck.Failed,
		dnssim.Lame:     dnscheck.Lame,
		dnssim.Truncate: dnscheck.Present,
		dnssim.Stale:    dnscheck.Absent,
	}
	for kind, want := range cases {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			world, _ := startWorld(t, "acme.test")
			client := clientOf(t, world, time.Second)
			if err := world.SetFault("authoritative-2", dnssim.Fault{Kind: kind}); err != nil {
				t.Fatal(err)
			}
			setTXT(t, world, "acme.test", "acme.test", token)
			report := mustCheck(t, client, txt("acme.test"))
			wantEqual(t, "verdicts", map[string]dnscheck.Verdict{
				"ns1.sandbox-dns.test": dnscheck.Present, "ns2.sandbox-dns.test": want, "ns3.sandbox-dns.test": dnscheck.Present,
			}, verdicts(report))
			wantEqual(t, "published", want != dnscheck.Absent, report.Published())
		})
	}
}

func TestLargeRRsetIsReadOverTCPOnTheWire(t *testing.T) {
	t.Parallel()
	world, client := startWorld(t, "acme.test")
	values := []string{token}
	for i := range 60 {
		values = append(values, strings.Repeat("x", 60)+string(rune('A'+i%26))+string(rune('a'+i/26)))
	}
	setTXT(t, world, "acme.test", "acme.test", values...)
	report := mustCheck(t, client, txt("acme.test"))
	wantEqual(t, "published", true, report.Published())
	wantEqual(t, "values", len(values), len(report.Values()))
	overTCP := 0
	for _, q := range world.Queries() {
		if q.Network == "tcp" && q.Type == "TXT" {
			overTCP++
		}
	}
	wantEqual(t, "queries over TCP", len(report.Servers), overTCP)
}

func TestWithdrawnDelegationIsNamedOnTheWire(t *testing.T) {
	t.Parallel()
	world, client := startWorld(t, "acme.test")
	if err := world.SetDelegation("acme.test"); err != nil {
		t.Fatal(err)
	}
	_, err := client.Check(t.Context(), txt("_x.acme.test"))
	var gone *delegation.NotDelegatedError
	if !errors.As(err, &gone) || gone.Domain != "acme.test." {
		t.Errorf("error %v, want a NotDelegatedError for acme.test", err)
	}
}

func TestClosedPortIsUnreachableAtOnce(t *testing.T) {
	t.Parallel()
	taken := listenUDP(t)
	address := taken.LocalAddr().String()
	_ = taken.Close()
	report := mustCheck(t, loopbackClient(t, address), txt("acme.test"))
	if !errors.Is(report.Servers[0].Err, syscall.ECONNREFUSED) {
		t.Errorf("error %v, want the refusal of the port", report.Servers[0].Err)
	}
	wantEqual(t, "verdict", dnscheck.Unreachable, report.Servers[0].Verdict)
}

func TestAnswerFromAnotherAddressIsIgnored(t *testing.T) {
	t.Parallel()
	asked, stranger := listenUDP(t), listenUDP(t)
	forged, honest := authority(t, acme("@ TXT \"forged\"\n")), authority(t, acme(acmeTXT))
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, client, err := asked.ReadFrom(buffer)
			if err != nil {
				return // closed at the end of the test
			}
			_, _ = stranger.WriteTo(forged(buffer[:n], "udp")[0], client)
			_, _ = asked.WriteTo(honest(buffer[:n], "udp")[0], client)
		}
	}()
	wantEqual(t, "values", []string{token}, mustCheck(t, loopbackClient(t, asked.LocalAddr().String()), txt("acme.test")).Values())
}

// loopbackClient asks one name server with the dialer of the system.
func loopbackClient(t *testing.T, nameserver string) *dnscheck.Client {
	t.Helper()
	return newClient(t, newNetwork(), configured(nameserver), func(c *dnscheck.Config) { c.Timeout, c.DialContext = 30*time.Second, nil })
}

func listenUDP(t *testing.T) net.PacketConn {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
