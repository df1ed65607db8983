// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"context"
	"net/http"
	"strings"
	"time"
)

const htmlPage = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please sign in to this network.</body></html>"

// inject lets the fault happen. http.ErrAbortHandler is how net/http is told to
// close a connection without an answer.
func (r *Recorder) inject(f Fault, w http.ResponseWriter, req *http.Request, h http.Handler) {
	kind, _, _ := strings.Cut(f.Kind, ":")
	if handled, ok := strings.CutSuffix(kind, "_after"); ok {
		h.ServeHTTP(&unseenAnswer{header: http.Header{}}, req)
		kind = handled
	}
	switch kind {
	case "status":
		f.answer(w)
	case "garbage":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(htmlPage))
	case "slow":
		if !r.pause(req.Context(), f.delay()) {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, req)
	case "hang":
		r.hang(req.Context())
		panic(http.ErrAbortHandler)
	default: // drop
		panic(http.ErrAbortHandler)
	}
}

// hang waits until the client or the sandbox goes away.
func (r *Recorder) hang(ctx context.Context) {
	r.countHanging(1)
	defer r.countHanging(-1)
	select {
	case <-ctx.Done():
	case <-r.closed:
	}
}

func (r *Recorder) countHanging(change int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hanging += change
}

// Hanging is the number of requests that a fault holds back at present. Those of
// hang_after have had their effect by then.
func (r *Recorder) Hanging() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hanging
}

// pause waits d of real time; false means that the client or the sandbox went away.
func (r *Recorder) pause(ctx context.Context, d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-r.closed:
		return false
	}
}

// unseenAnswer takes the service's answer that the client never gets.
type unseenAnswer struct{ header http.Header }

func (a *unseenAnswer) Header() http.Header         { return a.header }
func (a *unseenAnswer) WriteHeader(int)             {}
func (a *unseenAnswer) Write(b []byte) (int, error) { return len(b), nil }
