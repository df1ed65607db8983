// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"strings"
	"time"
)

const htmlPage = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please sign in to this network.</body></html>"

// hugeBody is larger than any response that a client should read to its end.
const hugeBody = 10 << 20

// inject lets the fault happen. http.ErrAbortHandler is how net/http is told to
// close a connection without an answer.
func (r *Recorder) inject(f Fault, w http.ResponseWriter, req *http.Request, h http.Handler) {
	kind, _, _ := strings.Cut(f.Kind, ":")
	unseen := &unseenAnswer{header: http.Header{}, status: http.StatusOK, body: []byte(htmlPage)}
	if name, handled := strings.CutSuffix(kind, "_after"); handled {
		unseen.body = nil
		h.ServeHTTP(unseen, req)
		kind = name
	}
	switch kind {
	case "status":
		f.answer(w, r.now())
	case "garbage":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(htmlPage))
	case "empty":
		w.WriteHeader(http.StatusOK)
	case "null":
		answerJSON(w, http.StatusOK, []byte("null"))
	case "huge":
		answerJSON(w, http.StatusOK, []byte(`{"padding":"`+strings.Repeat("a", hugeBody)+`"}`))
	case "redirect":
		w.Header().Set("Location", "https://elsewhere.test"+req.URL.RequestURI())
		w.WriteHeader(http.StatusTemporaryRedirect)
	case "truncate":
		// Nothing cannot be cut: without a body, the answer is the beginning of one.
		answerJSON(w, unseen.statusWithBody(), []byte(cmp.Or(string(unseen.body[:len(unseen.body)/2]), "{")))
	case "mistype":
		unseen.header.Set("Content-Type", "application/octet-stream")
		maps.Copy(w.Header(), unseen.header)
		w.WriteHeader(unseen.status)
		_, _ = w.Write(unseen.body)
	case "slow":
		if !r.pause(req.Context(), f.delay()) {
			panic(http.ErrAbortHandler)
		}
		h.ServeHTTP(w, req)
	case "drip":
		r.drip(w, req, unseen)
	case "hang":
		r.hang(req)
		panic(http.ErrAbortHandler)
	default: // drop
		panic(http.ErrAbortHandler)
	}
}

// drip sends the first bytes one by one, and no more.
func (r *Recorder) drip(w http.ResponseWriter, req *http.Request, unseen *unseenAnswer) {
	flush := http.NewResponseController(w).Flush
	maps.Copy(w.Header(), unseen.header)
	w.WriteHeader(unseen.statusWithBody())
	for _, b := range unseen.body[:min(len(unseen.body), 3)] {
		_, _ = w.Write([]byte{b})
		_ = flush()
	}
	_ = flush()
	r.hang(req)
	panic(http.ErrAbortHandler)
}

// hang waits until the client or the sandbox goes away.
func (r *Recorder) hang(req *http.Request) {
	r.countHanging(1)
	if r.onHang != nil {
		r.onHang(req)
	}
	defer r.countHanging(-1)
	select {
	case <-req.Context().Done():
	case <-r.closed:
	}
}

func (r *Recorder) countHanging(change int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hanging += change
}

// OnHang has notify called with each request that a fault begins to hold back, so that a
// client in virtual time can give up then. It is set before there are requests.
func (r *Recorder) OnHang(notify func(*http.Request)) { r.onHang = notify }

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

// unseenAnswer takes the service's answer that the client never gets, or not as it is.
type unseenAnswer struct {
	header http.Header
	status int
	body   []byte
}

func (a *unseenAnswer) Header() http.Header    { return a.header }
func (a *unseenAnswer) WriteHeader(status int) { a.status = status }

func (a *unseenAnswer) Write(b []byte) (int, error) {
	a.body = append(a.body, b...)
	return len(b), nil
}

// statusWithBody is the status, or another one if that allows no body.
func (a *unseenAnswer) statusWithBody() int {
	if a.status == http.StatusNoContent {
		return http.StatusOK
	}
	return a.status
}
