// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// transport is the provider's way to the simulators. It gives up in virtual time when
// the provider would, refuses connections, and notes requests to any other host.
type transport struct {
	clock *polltest.Clock
	next  http.RoundTripper

	mu      sync.Mutex
	waiting map[string]func() // what gives up, by the address of the connection
	refusal *refusal
	strays  []string

	rewriting *rewriting
	// fields has those of each response, unless it is nil.
	fields [][]field
}

// refusal is a fault of the kind "refused".
type refusal struct {
	simhttp.Fault
	seen, hits int
}

func newTransport(clock *polltest.Clock) *transport {
	return &transport{clock: clock, next: &http.Transport{DisableKeepAlives: true}, waiting: map[string]func(){}}
}

var errGivenUp = errors.New("given up")

// timeout is what http.Client returns at the end of its timeout.
type timeout struct{}

func (timeout) Error() string   { return "context deadline exceeded (Client.Timeout exceeded)" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := t.refuses(request); err != nil {
		return nil, err
	}
	if response := t.refuse(request); response != nil {
		return response, nil
	}
	ctx, cancel := context.WithCancelCause(request.Context())
	connection := ""
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		t.mu.Lock()
		defer t.mu.Unlock()
		connection = info.Conn.LocalAddr().String()
		t.waiting[connection] = func() {
			if end, ok := request.Context().Deadline(); ok {
				_ = t.clock.Sleep(context.WithoutCancel(ctx), time.Until(end).Round(time.Second)) //nolint:forbidigo // contexts end by the machine's clock
			}
			cancel(errGivenUp)
		}
	}}
	response, err := t.next.RoundTrip(request.WithContext(httptrace.WithClientTrace(ctx, trace)))
	end := func() {
		t.mu.Lock()
		delete(t.waiting, connection)
		t.mu.Unlock()
		cancel(nil)
	}
	if err != nil {
		defer end()
		return nil, givenUp(ctx, err)
	}
	response.Body = &body{response.Body, ctx, end}
	return response, t.inspect(response)
}

func givenUp(ctx context.Context, err error) error {
	if err != nil && !errors.Is(err, io.EOF) && errors.Is(context.Cause(ctx), errGivenUp) {
		return timeout{}
	}
	return err
}

// body ends with its transport's patience.
type body struct {
	io.ReadCloser
	ctx context.Context //nolint:containedctx // that of the request
	end func()
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	return n, givenUp(b.ctx, err)
}

func (b *body) Close() error {
	b.end()
	return b.ReadCloser.Close()
}

// giveUp ends the request that the simulator holds back.
func (t *transport) giveUp(held *http.Request) {
	t.mu.Lock()
	end := t.waiting[held.RemoteAddr]
	t.mu.Unlock()
	if end != nil {
		end()
	}
}

func (t *transport) refuses(request *http.Request) error {
	line, _, err := simhttp.LineOf(request)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if request.URL.Hostname() != "127.0.0.1" {
		t.strays = append(t.strays, request.URL.String())
		return fmt.Errorf("the sandbox has no host %s", request.URL.Host)
	}
	r := t.refusal
	if r == nil || !strings.Contains(line, r.Match) {
		return nil
	}
	r.seen++
	if r.seen <= r.Skip || r.Times > 0 && r.hits >= r.Times {
		return nil
	}
	r.hits++
	return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}
