// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// call is what is known of one request and its repeated attempts. It travels in
// the context, because that is all a round tripper and a retry rule share.
type call struct {
	method, host, path string
	// reads: the call changes nothing at the service, so that it may be repeated
	// whatever became of it. The method does not show that: a query may be a POST.
	reads    bool
	redactor *Redactor
	now      func() time.Time
	begun    time.Time
	// caller is done when the caller's context ends; that of the request may outlive it.
	caller <-chan struct{}
	report func(error)

	// sent: the current attempt has left this machine and was not refused.
	sent     atomic.Bool
	attempts atomic.Int32

	// What the last attempt's response means; it is kept only where its status does
	// not show that. Only the goroutine that sends uses these.
	classification Classification
	classified     *http.Response
	classifiedBody []byte
	// pause is what is left before the next attempt.
	pause time.Duration
	// endOfWrite is set while the limiter holds other writes back for this one.
	endOfWrite func()

	mu   sync.Mutex
	last error
}

type (
	callKey   struct{}
	reportKey struct{}
)

// WatchFailures returns a context in which report is called with every failed attempt
// that is going to be repeated. It is for callers that wait for a request which they
// cannot end, and have to report why it took so long.
func WatchFailures(ctx context.Context, report func(error)) context.Context {
	return context.WithValue(ctx, reportKey{}, report)
}

func newCall(ctx context.Context, method, host, path string, redactor *Redactor, now func() time.Time) *call {
	report, _ := ctx.Value(reportKey{}).(func(error))
	return &call{
		method: method, host: host, path: path, redactor: redactor,
		now: now, begun: now(), caller: ctx.Done(), report: report,
	}
}

// within returns a context whose requests count as attempts of this call.
func (c *call) within(ctx context.Context) context.Context {
	trace := &httptrace.ClientTrace{WroteHeaders: func() { c.sent.Store(true) }}
	return httptrace.WithClientTrace(context.WithValue(ctx, callKey{}, c), trace)
}

func callIn(ctx context.Context) *call {
	known, _ := ctx.Value(callKey{}).(*call)
	return known
}

// abandoned reports whether the caller has stopped waiting.
func (c *call) abandoned() bool {
	select {
	case <-c.caller:
		return true
	default:
		return false
	}
}

// note keeps a failure that is going to be repeated.
func (c *call) note(err error) {
	c.mu.Lock()
	c.last = err
	c.mu.Unlock()
	if c.report != nil {
		c.report(err)
	}
}

func (c *call) lastFailure() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

func (c *call) transportError(err error) *TransportError {
	// url.Error repeats method and URL, which TransportError has already.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return &TransportError{Method: c.method, Host: c.host, Path: c.path, Sent: c.sent.Load(), Err: err, clean: c.redactor.Clean}
}

func (c *call) statusError(response *http.Response, data []byte) *StatusError {
	pause, _ := namedPause(c, response)
	// Cleaned before it is cut, or the begin of a secret could be left at the end. What is
	// much longer is not worth the search.
	body := c.redactor.Clean(string(data[:min(len(data), 2*maxErrorBody)]))
	return &StatusError{
		Method: c.method, Path: c.path, Status: response.StatusCode, Header: response.Header,
		Body: []byte(body[:min(len(body), maxErrorBody)]), RetryAfter: pause, Kind: c.classification.Kind, Parsed: c.classification.Parsed, clean: c.redactor.Clean,
	}
}
