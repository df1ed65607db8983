// SPDX-License-Identifier: MPL-2.0

// Package splithorizon is a DNS whose delegation of acme.test leads to a server at
// a private address. It has no sockets: clients reach it by [Zone.Dial].
//
// Look here for tests of what may be asked where the DNS alone names an address.
package splithorizon

import (
	"context"
	"net"
	"sync"
	"syscall"

	"github.com/miekg/dns"
)

// Addresses of the resolver, the parent's server and the private server.
const (
	Resolver = "192.0.2.53:53"
	parent   = "192.0.2.1:53"
	Private  = "10.0.0.53:53"
)

// Zone counts the connections to the private server. The zero value is ready.
type Zone struct {
	mu    sync.Mutex
	asked int
}

// Asked returns how many connections the private server has had.
func (z *Zone) Asked() int {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.asked
}

// Dial reaches the three servers by UDP and nothing else.
func (z *Zone) Dial(_ context.Context, network, address string) (net.Conn, error) {
	if network != "udp" || address != Resolver && address != parent && address != Private {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ENETUNREACH}
	}
	if address == Private {
		z.mu.Lock()
		z.asked++
		z.mu.Unlock()
	}
	near, far := net.Pipe()
	go serve(far, address)
	return near, nil
}

func serve(conn net.Conn, address string) {
	defer conn.Close()
	buffer := make([]byte, 4096)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		query := new(dns.Msg)
		if err := query.Unpack(buffer[:n]); err != nil {
			return
		}
		answer, err := reply(query, address).Pack()
		if err != nil {
			return
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}

func reply(query *dns.Msg, address string) *dns.Msg {
	m := new(dns.Msg).SetReply(query)
	add := func(section *[]dns.RR, text string) {
		if rr, err := dns.NewRR(text); err == nil {
			*section = append(*section, rr)
		}
	}
	q := m.Question[0]
	switch address {
	case Resolver:
		m.RecursionAvailable = true
		if q.Name == "test." && q.Qtype == dns.TypeNS {
			add(&m.Answer, "test. 60 NS ns.test.")
		}
		if q.Name == "ns.test." && q.Qtype == dns.TypeA {
			add(&m.Answer, "ns.test. 60 A 192.0.2.1")
		}
	case parent:
		add(&m.Ns, "acme.test. 60 NS ns.acme.test.")
		add(&m.Extra, "ns.acme.test. 60 A 10.0.0.53")
	default:
		m.Authoritative = true
		if q.Qtype == dns.TypeTXT {
			add(&m.Answer, "acme.test. 60 TXT \"expected\"")
		}
		add(&m.Ns, "acme.test. 60 SOA ns.acme.test. b.acme.test. 1 1 1 1 60")
	}
	return m
}
