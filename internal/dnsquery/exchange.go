// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/miekg/dns"
)

// maxInFlight keeps open sockets well below the usual limit of 1,024
// descriptors, however many checks run at once.
const maxInFlight = 128

// maxDatagram is above what is advertised, because some servers send more.
const maxDatagram = 4096

type exchanger struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	tls     *tls.Config
	http    *http.Client
	timeout time.Duration
	now     func() time.Time
	slots   chan struct{}

	randomLock sync.Mutex // Config.Random need not be safe for concurrent use
	random     io.Reader
}

func newExchanger(config Config) *exchanger {
	return &exchanger{
		dial:    config.DialContext,
		tls:     config.TLSConfig,
		http:    newHTTPClient(config),
		timeout: config.Timeout,
		now:     config.Now,
		slots:   make(chan struct{}, maxInFlight),
		random:  config.Random,
	}
}

type reply struct {
	msg *dns.Msg
	rtt time.Duration
}

// ask sends q to one address (host:port) and returns its answer, whatever it
// says. The error is about the way there: nothing came, or nothing valid.
func (x *exchanger) ask(ctx context.Context, address string, q query) (reply, error) {
	return x.askUpstream(ctx, upstream{address: address}, q)
}

func (x *exchanger) askUpstream(ctx context.Context, u upstream, q query) (reply, error) {
	got, err := x.attempt(ctx, u, q, true)
	if err == nil && ednsRefused(got.msg) {
		return x.attempt(ctx, u, q, false)
	}
	return got, err
}

func (x *exchanger) attempt(ctx context.Context, u upstream, q query, edns bool) (reply, error) {
	select {
	case x.slots <- struct{}{}:
		defer func() { <-x.slots }()
	case <-ctx.Done():
		return reply{}, ctx.Err()
	}
	if !maySend(ctx) {
		return reply{}, budgetError{}
	}
	id, err := x.queryID()
	if err != nil {
		return reply{}, err
	}
	if u.url != "" {
		id = 0 // so that HTTP caches see equal requests (RFC 8484 §4.1)
	}
	packet, err := q.message(id, edns).Pack()
	if err != nil {
		return reply{}, fmt.Errorf("writing the query %s: %w", q, err)
	}
	start := x.now()
	msg, err := x.send(ctx, u, packet, q, id)
	if err != nil {
		return reply{}, err
	}
	return reply{msg: msg, rtt: x.now().Sub(start)}, nil
}

func (x *exchanger) send(ctx context.Context, u upstream, packet []byte, q query, id uint16) (*dns.Msg, error) {
	switch {
	case u.url != "":
		return x.overHTTPS(ctx, u, packet, q, id)
	case u.host != "":
		return x.overTLS(ctx, u, packet, q, id)
	}
	msg, err := x.overUDP(ctx, u.address, packet, q, id)
	if errors.Is(err, errTruncated) {
		return x.overTCP(ctx, u.address, packet, q, id)
	}
	return msg, err
}

func (x *exchanger) queryID() (uint16, error) {
	x.randomLock.Lock()
	defer x.randomLock.Unlock()
	var octets [2]byte
	if _, err := io.ReadFull(x.random, octets[:]); err != nil {
		return 0, fmt.Errorf("drawing a query id: %w", err)
	}
	return binary.BigEndian.Uint16(octets[:]), nil
}

// bind makes a blocked read or write on conn return when ctx ends.
func bind(ctx context.Context, conn net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}
