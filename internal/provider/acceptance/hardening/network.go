// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/pipetest"
)

// network has the connections to the simulated services in memory, where each cell
// opens dozens.
type network struct {
	mu        sync.Mutex
	listeners map[string]*pipetest.Listener // by address
	opened    int
}

func newNetwork() *network { return &network{listeners: map[string]*pipetest.Listener{}} }

// address is a port on 127.0.0.1.
type address int

func (address) Network() string  { return "tcp" }
func (a address) String() string { return fmt.Sprintf("127.0.0.1:%d", int(a)) }

// Listen opens a port that is free.
func (n *network) Listen() net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	l := pipetest.NewListener(address(1024 + len(n.listeners)))
	n.listeners[l.Addr().String()] = l
	return l
}

// connection is one end, with addresses to tell it from all others.
type connection struct {
	net.Conn
	local, remote address
}

func (c connection) LocalAddr() net.Addr  { return c.local }
func (c connection) RemoteAddr() net.Addr { return c.remote }

// client is an HTTP client with a connection of its own for each request, so that none
// is repeated because an old one was closed.
func (n *network) client() *http.Transport {
	return &http.Transport{DisableKeepAlives: true, DialContext: n.dial}
}

func (n *network) dial(ctx context.Context, _, to string) (net.Conn, error) {
	n.mu.Lock()
	l := n.listeners[to]
	n.opened++
	port := address(1<<16 + n.opened)
	n.mu.Unlock()
	if l == nil {
		return new(net.Dialer).DialContext(ctx, "tcp", to)
	}
	near, far := net.Pipe()
	served := l.Addr().(address)
	if err := l.Hand(ctx, connection{far, served, port}); err != nil {
		return nil, err
	}
	return connection{near, port, served}, nil
}
