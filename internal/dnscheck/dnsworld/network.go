// SPDX-License-Identifier: MPL-2.0

package dnsworld

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

// Network has DNS servers by address.
type Network struct {
	lock    sync.Mutex
	servers map[string]Handler
	drips   bool
	log     []Packet
}

// Handler answers one packet with any number of packets; none is silence.
type Handler func(request []byte, transport string) [][]byte

// Packet is one query that was sent.
type Packet struct {
	Address   string
	Transport string
	Name      string
	Type      string
	Recursion bool
	EDNS      uint16
}

// NewNetwork has no servers.
func NewNetwork() *Network { return &Network{servers: map[string]Handler{}} }

// Serve puts a server at an address host:port; nil removes it.
func (n *Network) Serve(address string, h Handler) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.servers[address] = h
}

// At is the server at an address.
func (n *Network) At(address string) Handler {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.servers[address]
}

// Drip has every server answer over TCP byte after byte, one each second, and never all.
func (n *Network) Drip(drips bool) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.drips = drips
}

// Dial gives "network is unreachable" at once where no server is, as a machine
// without a route does.
func (n *Network) Dial(_ context.Context, transport, address string) (net.Conn, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	h := n.servers[address]
	if h == nil {
		return nil, &net.OpError{Op: "dial", Net: transport, Err: syscall.ENETUNREACH}
	}
	near, far := net.Pipe()
	if transport == "tcp" && n.drips {
		go drip(far)
	} else {
		go n.run(far, h, transport, address)
	}
	return near, nil
}

func (n *Network) run(conn net.Conn, h Handler, transport, address string) {
	serve(conn, transport, func(request []byte, transport string) [][]byte {
		n.record(request, transport, address)
		return h(request, transport)
	})
}

func drip(conn net.Conn) {
	defer conn.Close()
	if _, err := receive(conn, "tcp"); err != nil {
		return
	}
	for {
		if _, err := conn.Write([]byte{1}); err != nil {
			return
		}
		<-time.After(time.Second)
	}
}

// ServeTCP answers over a connection of a real network, framed as over TCP, until
// it ends.
func ServeTCP(conn net.Conn, h Handler) { serve(conn, "tcp", h) }

func serve(conn net.Conn, transport string, h Handler) {
	defer conn.Close()
	for {
		request, err := receive(conn, transport)
		if err != nil {
			return
		}
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
	if transport == "udp" {
		buffer := make([]byte, 512) // as much as any query here has
		n, err := conn.Read(buffer)
		return buffer[:n], err
	}
	buffer := make([]byte, 65535)
	if _, err := io.ReadFull(conn, buffer[:2]); err != nil {
		return nil, err
	}
	request := buffer[:binary.BigEndian.Uint16(buffer)]
	_, err := io.ReadFull(conn, request)
	return request, err
}

func (n *Network) record(request []byte, transport, address string) {
	m := new(dns.Msg)
	if err := m.Unpack(request); err != nil || len(m.Question) != 1 {
		panic(fmt.Sprintf("the client sent a malformed query to %s: %v", address, err))
	}
	p := Packet{
		Address: address, Transport: transport, Recursion: m.RecursionDesired,
		Name: m.Question[0].Name, Type: dns.TypeToString[m.Question[0].Qtype],
	}
	if opt := m.IsEdns0(); opt != nil {
		p.EDNS = opt.UDPSize()
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	n.log = append(n.log, p)
}

// Sent gives the packets that match, in order of arrival.
func (n *Network) Sent(match func(Packet) bool) []Packet {
	n.lock.Lock()
	defer n.lock.Unlock()
	var found []Packet
	for _, p := range n.log {
		if match(p) {
			found = append(found, p)
		}
	}
	return found
}

// Clear forgets what was sent, after servers have read all queries on their way.
func (n *Network) Clear() {
	synctest.Wait()
	n.lock.Lock()
	defer n.lock.Unlock()
	n.log = nil
}

// All gives all packets, in order of arrival.
func (n *Network) All() []Packet { return n.Sent(func(Packet) bool { return true }) }

// SentTo gives the packets to one address.
func (n *Network) SentTo(address string) []Packet {
	return n.Sent(func(p Packet) bool { return p.Address == address })
}

// Routed sends queries to real servers: to the resolver, and to the addresses of
// name servers at the host:port that routes gives for them. Other addresses are
// unreachable.
func Routed(resolver string, routes map[string]string) func(*dnscheck.Config) {
	return func(c *dnscheck.Config) {
		c.Resolvers = []string{resolver}
		c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			to := routes[address]
			if address == resolver {
				to = address
			}
			if to == "" {
				return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ENETUNREACH}
			}
			return new(net.Dialer).DialContext(ctx, network, to)
		}
	}
}
