// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody bounds what is kept of one request; no simulated API takes more.
const maxBody = 1 << 20

// Recorder logs the requests of all services it wraps, in order of arrival, and
// puts faults and latency in their way. It is safe for concurrent use.
type Recorder struct {
	now    func() time.Time
	closed chan struct{}
	onHang func(*http.Request) // or nil

	mu       sync.Mutex
	services []string
	log      []*Request
	faults   []*armedFault
	hanging  int
	latency  map[string]time.Duration
}

// NewRecorder stamps the log with now, the time of the sandbox.
func NewRecorder(now func() time.Time) *Recorder {
	return &Recorder{now: now, closed: make(chan struct{}), latency: map[string]time.Duration{}}
}

// Close lets every hanging request go. It must be called once, before the HTTP
// server shuts down, which would otherwise wait for them.
func (r *Recorder) Close() { close(r.closed) }

// Wrap puts the recorder in front of a handler of one service, which may have several
// hosts.
func (r *Recorder) Wrap(service string, h http.Handler) http.Handler {
	r.mu.Lock()
	if !slices.Contains(r.services, service) {
		r.services = append(r.services, service)
	}
	r.mu.Unlock()
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
		if err != nil {
			http.Error(w, "the sandbox could not read the request body: "+err.Error(), http.StatusBadRequest)
			return
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
		entry, f, wait := r.arrive(service, req, body)
		answer := &statusWriter{ResponseWriter: w}
		// Deferred, because a dropped connection is a panic that the HTTP server expects.
		defer func() { r.finish(entry, answer.status) }()
		if !r.pause(req.Context(), wait) {
			panic(http.ErrAbortHandler)
		}
		if f == nil {
			h.ServeHTTP(answer, req)
			return
		}
		r.inject(*f, answer, req, h)
	})
}

// arrive logs the request and takes the first fault that matches it, in one step,
// so that concurrent requests never share the last use of a fault.
func (r *Recorder) arrive(service string, req *http.Request, body []byte) (*Request, *Fault, time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry := newRequest(r.now(), service, req, body)
	r.log = append(r.log, entry)
	f := r.take(service, entry.Line(), entry.Body)
	if f != nil {
		entry.Fault = f.Kind
	}
	return entry, f, r.latency[service]
}

func (r *Recorder) finish(entry *Request, status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry.Status = status
}

// SetLatency delays every answer of one service by d of real time.
func (r *Recorder) SetLatency(service string, d time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.checkService(service); err != nil {
		return fmt.Errorf("setting the latency: %w", err)
	}
	if d < 0 {
		return fmt.Errorf("setting the latency of %s: %s is negative", service, d)
	}
	r.latency[service] = d
	return nil
}

func (r *Recorder) checkService(service string) error {
	if slices.Contains(r.services, service) {
		return nil
	}
	return fmt.Errorf("unknown service %q, this sandbox has: %s", service, strings.Join(r.services, ", "))
}

// statusWriter remembers the status that the client saw; 0 while it saw none.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}
