// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
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
	own     *ownFault
	cut     func() // what cuts the run off at the request that is held back
	dead    bool   // the provider's process
	strays  []string

	rewriting *rewriting
	// fields has those of each response, unless it is nil.
	fields [][]field
}

// ownFault is one of a kind that the transport makes.
type ownFault struct {
	simhttp.Fault
	seen, hits int
}

func newTransport(clock *polltest.Clock, next http.RoundTripper) *transport {
	return &transport{clock: clock, next: next, waiting: map[string]func(){}}
}

var errGivenUp = errors.New("given up")

// timeout is what http.Client returns at the end of its timeout.
type timeout struct{}

func (timeout) Error() string   { return "context deadline exceeded (Client.Timeout exceeded)" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

func (t *transport) RoundTrip(given *http.Request) (*http.Response, error) {
	request := given.Clone(given.Context())
	sent, err := simhttp.RequestOf(request)
	if err != nil {
		return nil, err
	}
	hit, err := t.meets(request, sent)
	if err != nil {
		return nil, err
	}
	if response := t.refuse(request); response != nil {
		return response, nil
	}
	ctx, cancel := context.WithCancelCause(given.Context())
	connection := ""
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		t.mu.Lock()
		defer t.mu.Unlock()
		connection = info.Conn.LocalAddr().String()
		t.waiting[connection] = func() {
			if end, ok := given.Context().Deadline(); ok {
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
	if hit {
		if err := t.cutAtResponse(response); err != nil {
			return nil, err
		}
	}
	return response, t.inspect(response)
}

// cutAtResponse cuts the run off when the whole response is there.
func (t *transport) cutAtResponse(response *http.Response) error {
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(read))
	t.cutOff()
	return err
}

// cutOff reports whether there is something to cut off.
func (t *transport) cutOff() bool {
	t.mu.Lock()
	cut := t.cut
	t.mu.Unlock()
	if cut == nil {
		return false
	}
	cut()
	return true
}

// kill is the end of the process that makes the requests.
func (t *transport) kill() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dead = true
}

// arm prepares the transport for one command, disarm ends what it has prepared.
func (t *transport) arm(own *ownFault, cut func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.own, t.cut = own, cut
}

func (t *transport) disarm() (hits int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.own != nil {
		hits = t.own.hits
	}
	t.own, t.cut, t.dead = nil, nil, false
	return hits
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

// giveUp ends the request that the simulator holds back, or the run.
func (t *transport) giveUp(held *http.Request) {
	if t.cutOff() {
		return
	}
	t.mu.Lock()
	end := t.waiting[held.RemoteAddr]
	t.mu.Unlock()
	if end != nil {
		end()
	}
}

// meets reports whether the request meets the transport's own fault. One that leads
// nowhere is an error.
func (t *transport) meets(request *http.Request, sent simhttp.Request) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dead {
		return false, syscall.ESRCH
	}
	if request.URL.Hostname() != "127.0.0.1" {
		t.strays = append(t.strays, request.URL.String())
		return false, fmt.Errorf("the sandbox has no host %s", request.URL.Host)
	}
	own := t.own
	if own == nil || !strings.Contains(sent.Line(), own.Match) || !strings.Contains(sent.Body, own.MatchBody) {
		return false, nil
	}
	own.seen++
	if own.seen <= own.Skip || own.Times > 0 && own.hits >= own.Times {
		return false, nil
	}
	own.hits++
	if own.Kind == refused {
		return false, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	return true, nil
}
