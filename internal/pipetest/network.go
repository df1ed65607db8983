// SPDX-License-Identifier: MPL-2.0

// Package pipetest has connections without sockets, for tests: a listener, and a network for tests
// in a bubble of testing/synctest, whose waits are virtual, and whose connections die without a
// word, as after a machine was suspended, or where a NAT forgets them.
package pipetest

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
)

// Network leads every address to its one server.
type Network struct {
	listener *Listener
	dials    atomic.Int32
	// dead swallows what is sent by connections of before.
	dead atomic.Int32
}

// NewNetwork returns a network whose server has the handler and speaks HTTP/2, with the
// configuration of a client that trusts its certificate for example.com. The server has to be
// closed.
func NewNetwork(handler http.Handler) (*Network, *httptest.Server, *tls.Config) {
	n := &Network{listener: NewListener(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443})}
	server := httptest.NewUnstartedServer(handler)
	_ = server.Listener.Close()
	server.Listener, server.EnableHTTP2 = n.listener, true
	server.StartTLS()
	return n, server, server.Client().Transport.(*http.Transport).TLSClientConfig
}

// Dial opens a connection to the server, whatever the address.
func (n *Network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	if err := n.listener.Hand(ctx, far); err != nil {
		return nil, err
	}
	return &conn{near, n, n.dials.Add(1)}, nil
}

// Dials is how many connections were opened.
func (n *Network) Dials() int { return int(n.dials.Load()) }

// Kill lets the connections of before die without a word.
func (n *Network) Kill() { n.dead.Store(n.dials.Load()) }

type conn struct {
	net.Conn

	of     *Network
	number int32
}

func (c *conn) Write(data []byte) (int, error) {
	if c.number <= c.of.dead.Load() {
		return len(data), nil
	}
	return c.Conn.Write(data)
}
