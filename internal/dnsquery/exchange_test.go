// SPDX-License-Identifier: MPL-2.0

package dnsquery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/miekg/dns"
)

// server answers packets that come over one transport; nil answers nothing.
type server func(request *dns.Msg, transport string) *dns.Msg

// pipe is a DialContext that reaches servers by address, and nothing else.
func pipe(servers map[string]server) func(context.Context, string, string) (net.Conn, error) {
	return func(_ context.Context, transport, address string) (net.Conn, error) {
		serve, found := servers[address]
		if !found {
			return nil, &net.OpError{Op: "dial", Net: transport, Err: syscall.ECONNREFUSED}
		}
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			conn := &dns.Conn{Conn: far, UDPSize: maxDatagram}
			if transport == "udp" {
				conn.Conn = datagrams{far}
			}
			for {
				request, err := conn.ReadMsg()
				if err != nil {
					return
				}
				if response := serve(request, transport); response != nil {
					_ = conn.WriteMsg(response)
				}
			}
		}()
		return near, nil
	}
}

// datagrams makes package dns write packets without their length.
type datagrams struct{ net.Conn }

func (d datagrams) ReadFrom(p []byte) (int, net.Addr, error) {
	n, err := d.Read(p)
	return n, d.RemoteAddr(), err
}

func (d datagrams) WriteTo(p []byte, _ net.Addr) (int, error) { return d.Write(p) }

func answered(request *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(request)
	m.Answer = []dns.RR{&dns.TXT{Hdr: dns.RR_Header{Name: request.Question[0].Name, Rrtype: dns.TypeTXT, Class: dns.ClassINET}, Txt: []string{"token"}}}
	return m
}

var question = Query{Name: "acme.test.", Type: dns.TypeTXT}

func TestTruncatedResponseIsFetchedOverTCP(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var transports []string
		x := newTestExchanger(t, map[string]server{"192.0.2.1:53": func(request *dns.Msg, transport string) *dns.Msg {
			transports = append(transports, transport)
			m := answered(request)
			m.Truncated = transport == "udp"
			return m
		}})
		got, err := x.Exchange(t.Context(), "192.0.2.1:53", question)
		if err != nil || len(got.Message.Answer) != 1 || len(transports) != 2 || transports[1] != "tcp" {
			t.Errorf("got %v, %v over %q", got.Message, err, transports)
		}
	})
}

func TestServerThatDoesNotRespondIsATimeoutAfterOneRepeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var packets atomic.Int32
		x := newTestExchanger(t, map[string]server{"192.0.2.1:53": func(*dns.Msg, string) *dns.Msg { packets.Add(1); return nil }})
		start := time.Now()
		_, err := x.Exchange(t.Context(), "192.0.2.1:53", question)
		var timeout *TimeoutError
		if !errors.As(err, &timeout) || timeout.Waited != defaultTimeout || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(start); took != defaultTimeout || packets.Load() != 2 {
			t.Errorf("%d packets in %s, want 2 in %s", packets.Load(), took, defaultTimeout)
		}
	})
}

func TestQueryBeyondTheBudgetIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var packets atomic.Int32
		x := newTestExchanger(t, map[string]server{"192.0.2.1:53": func(request *dns.Msg, _ string) *dns.Msg { packets.Add(1); return answered(request) }})
		ctx, budget := WithBudget(t.Context(), 2)
		for i := range 3 {
			_, err := x.Exchange(ctx, "192.0.2.1:53", question)
			var over *BudgetError
			if errors.As(err, &over) != (i == 2) {
				t.Errorf("query %d: %v", i+1, err)
			}
		}
		if packets.Load() != 2 || budget.Sent() != 2 {
			t.Errorf("%d packets sent, %d counted", packets.Load(), budget.Sent())
		}
	})
}

func TestResolversAreAskedInOrderUntilOneAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		code := func(rcode int) server {
			return func(request *dns.Msg, _ string) *dns.Msg { return new(dns.Msg).SetRcode(request, rcode) }
		}
		config := Config{
			Resolvers: []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"},
			DialContext: pipe(map[string]server{
				"192.0.2.2:53": code(dns.RcodeServerFailure),
				"192.0.2.3:53": func(request *dns.Msg, _ string) *dns.Msg {
					if !request.RecursionDesired {
						return new(dns.Msg).SetRcode(request, dns.RcodeRefused)
					}
					return answered(request)
				},
			}),
		}
		x, err := NewExchanger(config)
		if err != nil {
			t.Fatal(err)
		}
		resolvers, err := NewResolvers(config, x)
		if err != nil {
			t.Fatal(err)
		}
		replies, err := resolvers.Replies(t.Context(), question)
		var failure *RcodeError
		if err != nil || len(replies) != 3 || replies[0].Err == nil || replies[1].Message.Rcode != dns.RcodeServerFailure || replies[2].Resolver != "192.0.2.3:53" {
			t.Fatalf("got %+v, %v", replies, err)
		}
		failed := NewResolverError(question, replies[:2])
		if !errors.As(failed, &failure) || !errors.Is(failed, syscall.ECONNREFUSED) {
			t.Errorf("error %v hides a cause", failed)
		}
		// The one that answered is asked first from then on.
		again, err := resolvers.Replies(t.Context(), question)
		if err != nil || len(again) != 1 || again[0].Resolver != "192.0.2.3:53" {
			t.Errorf("then got %+v, %v", again, err)
		}
	})
}

func newTestExchanger(t *testing.T, servers map[string]server) *Exchanger {
	t.Helper()
	x, err := NewExchanger(Config{DialContext: pipe(servers)})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAttemptsOfTheSameFailureReadTheSame(t *testing.T) {
	t.Parallel()
	refused := func(port int) error {
		return fmt.Errorf("ask: %w", &net.OpError{
			Op: "read", Net: "udp", Source: &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: port}, Addr: &net.UDPAddr{IP: net.IPv4(192, 0, 2, 53), Port: 53},
			Err: errors.New("connection refused"),
		})
	}
	const want = "ns1.acme.test. (192.0.2.53): ask: read udp 192.0.2.53:53: connection refused; ns2.acme.test. (192.0.2.54): no response"
	for port, order := range map[int][2]int{41234: {0, 1}, 52345: {1, 0}} {
		each := Attempts{{Server: "ns1.acme.test.", Address: "192.0.2.53", Err: refused(port)}, {Server: "ns2.acme.test.", Address: "192.0.2.54", Err: errors.New("no response")}}
		if got := (Attempts{each[order[0]], each[order[1]]}).String(); got != want {
			t.Errorf("got %s", got)
		}
	}
	resolvers := Attempts{{Server: "b", Address: "b", Via: "UDP", Err: errors.New("x")}, {Server: "a", Address: "a", Via: "UDP", Err: errors.New("x")}}
	if got := resolvers.String(); got[0] != 'b' {
		t.Errorf("resolvers, which are asked in turn, are shown as %s", got)
	}
}
