// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

const (
	resolver = "192.0.2.53:53"
	token    = "acme-verification=1"
)

// test. delegates acme.test. to three servers; hosting.example. is where the
// resolver finds servers that are outside of test.
const (
	resolverData = `
@                    NS a.root.example.
a.root.example.      A  192.0.2.3
test.                NS a.nic.test.
example.             NS a.nic.test.
a.nic.test.          A  192.0.2.1
ns.hosting.example.  A  192.0.2.21
ns1.acme.test.       A  192.0.2.11
ns2.acme.test.       A  192.0.2.12
ns3.acme.test.       A  192.0.2.13
@                    SOA a. b. 1 1 1 1 900
`
	rootZone = `.
@               SOA a.root.example. b. 1 1 1 1 900
@               NS  a.root.example.
a.root.example. A   192.0.2.3
test.           NS  a.nic.test.
a.nic.test.     A   192.0.2.1
`
	testZone = `test.
@           SOA a.nic b 1 1 1 1 900
@           NS  a.nic
a.nic       A   192.0.2.1
acme        NS  ns1.acme
acme        NS  ns2.acme
acme        NS  ns3.acme
ns1.acme    A   192.0.2.11
ns2.acme    A   192.0.2.12
ns3.acme    A   192.0.2.13
`
	acmeHead = `acme.test.
@    SOA ns1 b 1 1 1 1 60
@    NS  ns1
@    NS  ns2
@    NS  ns3
ns1  A   192.0.2.11
ns2  A   192.0.2.12
ns3  A   192.0.2.13
`
	acmeTXT = `@ TXT "` + token + `"` + "\n"
)

func acme(more ...string) string { return acmeHead + strings.Join(more, "") }

// newWorld serves acme.test. with the given text on all three servers.
func newWorld(t *testing.T, zone string) *network {
	t.Helper()
	n := newNetwork()
	n.serve(resolver, recursor(t, resolverData))
	n.serve("192.0.2.3:53", authority(t, rootZone))
	n.serve("192.0.2.1:53", authority(t, testZone))
	for _, address := range []string{"192.0.2.11:53", "192.0.2.12:53", "192.0.2.13:53"} {
		n.serve(address, authority(t, zone))
	}
	return n
}

func newClient(t *testing.T, n *network, change ...func(*dnscheck.Config)) *dnscheck.Client {
	t.Helper()
	config := dnscheck.Config{Config: dnsquery.Config{Resolvers: []string{resolver}, DialContext: n.dial}}
	for _, c := range change {
		c(&config)
	}
	client, err := dnscheck.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func txt(name string) dnscheck.Question {
	return dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: token}
}

func mustCheck(t *testing.T, c *dnscheck.Client, q dnscheck.Question) dnscheck.Report {
	t.Helper()
	report, err := c.Check(context.Background(), q)
	if err != nil {
		t.Fatalf("check of %v: %v", q, err)
	}
	return report
}

// verdicts by server name, the shape most tests compare.
func verdicts(r dnscheck.Report) map[string]dnscheck.Verdict {
	found := map[string]dnscheck.Verdict{}
	for _, a := range r.Servers {
		found[a.Name] = a.Verdict
	}
	return found
}

func wantEqual(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// inBubble runs a test in parallel with others and on its own virtual clock.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

func wantNoRecursiveQueryFor(t *testing.T, n *network, names ...string) {
	t.Helper()
	asked := n.sent(func(p packet) bool { return p.address == resolver && slices.Contains(names, p.name) })
	if len(asked) > 0 {
		t.Errorf("the recursive resolver was asked for the record's own name: %v", asked)
	}
}

// network is a world of DNS servers in memory, by address. Together with
// testing/synctest it makes timeouts exact and free.
type network struct {
	lock    sync.Mutex
	servers map[string]handler
	log     []packet
}

// handler answers one packet with any number of packets; none is silence.
type handler func(request []byte, transport string) [][]byte

type packet struct {
	address   string
	transport string
	name      string
	qtype     string
	recursion bool
	edns      uint16
}

func newNetwork() *network { return &network{servers: map[string]handler{}} }

func (n *network) serve(address string, h handler) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.servers[address] = h
}

// dial gives "network is unreachable" at once where no server is, as a machine
// without a route does.
func (n *network) dial(_ context.Context, transport, address string) (net.Conn, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	h := n.servers[address]
	if h == nil {
		return nil, &net.OpError{Op: "dial", Net: transport, Err: syscall.ENETUNREACH}
	}
	near, far := net.Pipe()
	go n.run(far, h, transport, address)
	return near, nil
}

func (n *network) run(conn net.Conn, h handler, transport, address string) {
	defer conn.Close()
	for {
		request, err := receive(conn, transport)
		if err != nil {
			return
		}
		n.record(request, transport, address)
		for _, answer := range h(request, transport) {
			if transport == "tcp" {
				answer = append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)
			}
			if _, err := conn.Write(answer); err != nil {
				return
			}
		}
	}
}

func receive(conn net.Conn, transport string) ([]byte, error) {
	buffer := make([]byte, 65535)
	if transport == "udp" {
		n, err := conn.Read(buffer)
		return buffer[:n], err
	}
	if _, err := io.ReadFull(conn, buffer[:2]); err != nil {
		return nil, err
	}
	request := buffer[:binary.BigEndian.Uint16(buffer)]
	_, err := io.ReadFull(conn, request)
	return request, err
}

func (n *network) record(request []byte, transport, address string) {
	m := new(dns.Msg)
	if err := m.Unpack(request); err != nil || len(m.Question) != 1 {
		panic(fmt.Sprintf("the client sent a malformed query to %s: %v", address, err))
	}
	p := packet{
		address: address, transport: transport, recursion: m.RecursionDesired,
		name: m.Question[0].Name, qtype: dns.TypeToString[m.Question[0].Qtype],
	}
	if opt := m.IsEdns0(); opt != nil {
		p.edns = opt.UDPSize()
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	n.log = append(n.log, p)
}

// sent gives the packets that match, in order of arrival.
func (n *network) sent(match func(packet) bool) []packet {
	n.lock.Lock()
	defer n.lock.Unlock()
	var found []packet
	for _, p := range n.log {
		if match(p) {
			found = append(found, p)
		}
	}
	return found
}

// clear waits for servers that still read a query whose asker has given up.
func (n *network) clear() {
	synctest.Wait()
	n.lock.Lock()
	defer n.lock.Unlock()
	n.log = nil
}
