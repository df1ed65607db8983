// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"net/http"
	"time"
)

// Request is one line of the log. Scheme is what the client would have used in the
// real world; Status is 0 while the request runs.
type Request struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Scheme string    `json:"scheme"`
	Host   string    `json:"host"` // without a port
	Path   string    `json:"path"`
	Status int       `json:"status"`
}

func (h *Host) arrive(r *http.Request) *Request {
	scheme := "http"
	if r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	at := locate(r.Host, r.URL.Path)
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := &Request{Time: h.now(), Method: r.Method, Scheme: scheme, Host: at.host, Path: at.path}
	h.requests = append(h.requests, entry)
	return entry
}

func (h *Host) finish(entry *Request, status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry.Status = status
}

// Requests is a copy of the log, oldest first.
func (h *Host) Requests() []Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	log := make([]Request, 0, len(h.requests))
	for _, entry := range h.requests {
		log = append(log, *entry)
	}
	return log
}
