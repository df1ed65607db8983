// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"net/http"
	"time"
)

// Request is one line of the log. Path carries the query. Status is what the
// client saw: 0 while the request runs and for a connection closed unanswered.
type Request struct {
	Time    time.Time   `json:"time"`
	Service string      `json:"service"`
	Method  string      `json:"method"`
	Path    string      `json:"path"`
	Status  int         `json:"status"`
	Fault   string      `json:"fault,omitempty"`
	Header  http.Header `json:"header"`
	Body    string      `json:"body"`
}

// newRequest drops Authorization: a log that is read by people and printed by
// failing tests must not teach anyone that credentials belong in logs.
func newRequest(now time.Time, service string, req *http.Request, body []byte) *Request {
	header := req.Header.Clone()
	header.Del("Authorization")
	return &Request{
		Time:    now,
		Service: service,
		Method:  req.Method,
		Path:    req.URL.RequestURI(),
		Header:  header,
		Body:    string(body),
	}
}

// Requests returns a copy of the log, oldest first.
func (r *Recorder) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	log := make([]Request, 0, len(r.log))
	for _, entry := range r.log {
		log = append(log, *entry)
	}
	return log
}

// ForgetRequests empties the log, so that a test can check one step alone.
func (r *Recorder) ForgetRequests() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = nil
}
