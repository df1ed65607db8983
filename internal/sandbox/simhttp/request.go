// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Request is one line of the log. Path carries the query. Status is what the
// client saw: 0 while the request runs and for a connection closed unanswered.
type Request struct {
	Time    time.Time `json:"time"`
	Service string    `json:"service"`
	Method  string    `json:"method"`
	Path    string    `json:"path"`
	// Operation is what a GraphQL endpoint is asked for, as "query node".
	Operation string      `json:"operation,omitempty"`
	Status    int         `json:"status"`
	Fault     string      `json:"fault,omitempty"`
	Header    http.Header `json:"header"`
	Body      string      `json:"body"`
}

// newRequest drops Authorization: a log that is read by people and printed by
// failing tests must not teach anyone that credentials belong in logs.
func newRequest(now time.Time, service string, req *http.Request, body []byte) *Request {
	header := req.Header.Clone()
	header.Del("Authorization")
	return &Request{
		Time:      now,
		Service:   service,
		Method:    req.Method,
		Path:      req.URL.RequestURI(),
		Operation: operationIn(body),
		Header:    header,
		Body:      string(body),
	}
}

// Line is "METHOD /path?query", and behind it the operation, if there is one.
func (r Request) Line() string {
	line := r.Method + " " + r.Path
	if r.Operation != "" {
		line += " " + r.Operation
	}
	return line
}

// RequestOf is a request on its way as the log will have it, at no time and of no service.
// Its body can be read afterwards.
func RequestOf(req *http.Request) (Request, error) {
	var read []byte
	if req.Body != nil {
		var err error
		if read, err = io.ReadAll(req.Body); err != nil {
			return Request{}, err
		}
		req.Body = io.NopCloser(bytes.NewReader(read))
	}
	return *newRequest(time.Time{}, "", req, read), nil
}

// Reads reports whether the request can change nothing.
func (r Request) Reads() bool { return IsRead(r.Line()) }

// IsRead reports whether a line is that of a request that can change nothing.
func IsRead(line string) bool {
	return strings.HasPrefix(line, "GET ") || strings.Contains(line, " query ")
}

// operationForm is the begin of a GraphQL document, with the first field, behind its
// alias.
var operationForm = regexp.MustCompile(`^\s*(query|mutation)?[^{]*\{\s*(?:\w+\s*:\s*)?(\w+)`)

// operationIn returns "" for a body that is not GraphQL.
func operationIn(body []byte) string {
	var request struct{ Query string }
	if json.Unmarshal(body, &request) != nil {
		return ""
	}
	found := operationForm.FindStringSubmatch(request.Query)
	switch {
	case found == nil:
		return ""
	case found[1] == "":
		return "query " + found[2]
	}
	return found[1] + " " + found[2]
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
