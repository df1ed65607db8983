// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"net/http"
	"slices"
	"time"
)

// Request is one line of the log. Scheme is what the client would have used in the
// real world.
type Request struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Scheme string    `json:"scheme"`
	Host   string    `json:"host"` // without a port
	Path   string    `json:"path"`
	Status int       `json:"status"`
}

func (h *Host) log(r *http.Request, status int) {
	scheme := "http"
	if r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	at := locate(r.Host, r.URL.Path)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.requests = append(h.requests, Request{h.now(), r.Method, scheme, at.host, at.path, status})
}

// Requests is a copy of the log, oldest first.
func (h *Host) Requests() []Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.requests)
}
