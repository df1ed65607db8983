// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"cmp"
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

// Exchanger sends queries to servers and waits for their responses. It is safe for
// concurrent use and bounds the number of queries in flight.
type Exchanger struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	tls     *tls.Config
	http    *http.Client
	timeout time.Duration
	now     func() time.Time
	slots   *slots

	randomLock sync.Mutex // Config.Random need not be safe for concurrent use
	random     io.Reader
}

// NewExchanger validates what concerns the exchange of messages. It opens no
// connection.
func NewExchanger(config Config) (*Exchanger, error) {
	config = config.WithDefaults()
	if err := config.validate(); err != nil {
		return nil, err
	}
	return &Exchanger{
		dial:    config.DialContext,
		tls:     config.TLSConfig,
		http:    newHTTPClient(config),
		timeout: config.Timeout,
		now:     config.Now,
		slots:   newSlots(maxInFlight),
		random:  config.Random,
	}, nil
}

// Reply is a response, and how long it took from the first packet on.
type Reply struct {
	Message *dns.Msg
	RTT     time.Duration
}

// Exchange sends q to one server (host:port) over UDP, once more when half of the
// timeout has passed, over TCP when the response is truncated, and without EDNS to
// a server that refuses it (RFC 6891 section 7). It returns the response whatever
// its code is. The error is about the way there: *TimeoutError, *BudgetError, a
// *net.OpError, one about packets that are no response to q, or the context's.
func (x *Exchanger) Exchange(ctx context.Context, server string, q Query) (Reply, error) {
	return x.exchange(ctx, upstream{address: server}, q)
}

func (x *Exchanger) exchange(ctx context.Context, u upstream, q Query) (Reply, error) {
	got, err := x.attempt(ctx, u, q, true)
	if err == nil && ednsRefused(got.Message) {
		return x.attempt(ctx, u, q, false)
	}
	return got, err
}

func (x *Exchanger) attempt(ctx context.Context, u upstream, q Query, edns bool) (Reply, error) {
	slot, err := x.slots.acquire(ctx, cmp.Or(u.url, u.address))
	if err != nil {
		return Reply{}, err
	}
	got := undecided
	defer func() { x.slots.release(slot, got) }()
	if err := countPacket(ctx); err != nil {
		return Reply{}, err
	}
	id, err := x.queryID()
	if err != nil {
		return Reply{}, err
	}
	if u.url != "" {
		id = 0 // so that HTTP caches see equal requests (RFC 8484 §4.1)
	}
	packet, err := q.message(id, edns).Pack()
	if err != nil {
		return Reply{}, fmt.Errorf("writing the query %s: %w", q, err)
	}
	start := x.now()
	msg, err := x.send(ctx, u, packet, q, id)
	if err != nil {
		if _, silent := errors.AsType[*TimeoutError](err); silent {
			got = unanswered
		}
		return Reply{}, err
	}
	got = responded
	return Reply{Message: msg, RTT: x.now().Sub(start)}, nil
}

func (x *Exchanger) send(ctx context.Context, u upstream, packet []byte, q Query, id uint16) (*dns.Msg, error) {
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

func (x *Exchanger) queryID() (uint16, error) {
	x.randomLock.Lock()
	defer x.randomLock.Unlock()
	var octets [2]byte
	if _, err := io.ReadFull(x.random, octets[:]); err != nil {
		return 0, fmt.Errorf("drawing a query ID: %w", err)
	}
	return binary.BigEndian.Uint16(octets[:]), nil
}

// bind makes a blocked read or write on conn return when ctx ends.
func bind(ctx context.Context, conn net.Conn) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
}
