// SPDX-License-Identifier: MPL-2.0

package dnscheck_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"testing/synctest"

	"github.com/miekg/dns"
)

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
