// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"
	"sync/atomic"
	"time"
)

// request is the context of one request. Once the request is served, it has ended, and holds
// on to nothing.
type request struct {
	current atomic.Pointer[context.Context]
}

func newRequest(ctx context.Context) *request {
	r := &request{}
	r.current.Store(&ctx)
	return r
}

// over is what a request that was served is.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (r *request) served() { r.current.Store(&over) }

func (r *request) now() context.Context { return *r.current.Load() }

// Deadline implements context.Context.
func (r *request) Deadline() (time.Time, bool) { return r.now().Deadline() }

// Done implements context.Context.
func (r *request) Done() <-chan struct{} { return r.now().Done() }

// Err implements context.Context.
func (r *request) Err() error { return r.now().Err() }

// Value implements context.Context.
func (r *request) Value(key any) any { return r.now().Value(key) }
