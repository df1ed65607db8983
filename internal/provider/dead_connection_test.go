// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a network without sockets, whose waits are virtual.
type pipes struct {
	dialed chan net.Conn
	closed chan struct{}
	close  func()
	dials  atomic.Int32
	// dead swallows what is sent by connections of before.
	dead atomic.Int32
}

func newPipes() *pipes {
	p := &pipes{dialed: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialed:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.close()
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443} }

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	near, far := net.Pipe()
	p.dialed <- far
	return &pipe{near, p, p.dials.Add(1)}, nil
}

type pipe struct {
	net.Conn

	of     *pipes
	number int32
}

func (c *pipe) Write(data []byte) (int, error) {
	if c.number <= c.of.dead.Load() {
		return len(data), nil
	}
	return c.Conn.Write(data)
}

// A machine that was suspended, or a NAT that forgets a connection, leaves it without a word.
// HTTP/2 sends all requests by one connection, which the timeout of a request does not close.
func TestConnectionThatIsDeadIsReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network := newPipes()
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		_ = server.Listener.Close()
		server.Listener, server.EnableHTTP2 = network, true
		server.StartTLS()
		defer server.Close()
		transport := transportThrough(func(*url.URL) (*url.URL, error) { return nil, nil }).(*http.Transport)
		transport.DialContext, transport.TLSClientConfig = network.dial, server.Client().Transport.(*http.Transport).TLSClientConfig
		defer transport.CloseIdleConnections()
		// An attempt of a reading.
		client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
		get := func() (protocol string, err error) {
			response, err := client.Get("https://example.com/")
			if err != nil {
				return "", err
			}
			return response.Proto, response.Body.Close()
		}
		if protocol, err := get(); err != nil || protocol != "HTTP/2.0" {
			t.Fatalf("%s, %v", protocol, err)
		}
		network.dead.Store(network.dials.Load())
		_, first := get()
		if _, err := get(); err != nil {
			t.Errorf("after %v: %v", first, err)
		}
		if dials := network.dials.Load(); dials != 2 {
			t.Errorf("%d connections", dials)
		}
	})
}
