// SPDX-License-Identifier: MPL-2.0

package pipetest

import (
	"context"
	"net"
	"sync"
	"syscall"
)

// Listener takes the connections that are handed to it until it is closed.
type Listener struct {
	address net.Addr
	waiting chan net.Conn
	closed  chan struct{}
	close   func()
}

// NewListener returns a listener that has an address.
func NewListener(address net.Addr) *Listener {
	l := &Listener{address: address, waiting: make(chan net.Conn), closed: make(chan struct{})}
	l.close = sync.OnceFunc(func() { close(l.closed) })
	return l
}

// Hand waits until the connection is taken. A closed listener refuses it.
func (l *Listener) Hand(ctx context.Context, conn net.Conn) error {
	select {
	case l.waiting <- conn:
		return nil
	case <-l.closed:
		return syscall.ECONNREFUSED
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Accept implements net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.waiting:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *Listener) Close() error {
	l.close()
	return nil
}

// Addr implements net.Listener.
func (l *Listener) Addr() net.Addr { return l.address }
