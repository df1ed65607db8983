// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
)

// ServeHTTP answers what is not described, a known path with another method
// included, like the framework behind the real API: "Cannot GET /path".
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.router.Handler(r); pattern == "" {
		s.respond(w, s.render(answer{}, undeclared(http.StatusNotFound, "Cannot %s %s", r.Method, r.URL.Path)))
		return
	}
	s.router.ServeHTTP(w, r)
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request, pattern string, e endpoint) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		s.respond(w, s.render(answer{}, undeclared(http.StatusBadRequest, "Reading the request body failed: %v", err)))
		return
	}
	key, limits, fail := s.admit(r, pattern, e)
	maps.Copy(w.Header(), limits)
	if fail != nil {
		s.respond(w, s.render(answer{}, fail))
		return
	}
	s.Poll(r.Context())
	s.respond(w, s.perform(r, raw, key, e))
}

// perform holds the lock from the first look at the state to the rendered answer.
func (s *Sim) perform(r *http.Request, raw []byte, key *apiKey, e endpoint) rendered {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, fail := s.replayed(r, raw, key, e); fail != nil || kept != nil {
		if kept != nil {
			return *kept
		}
		return s.render(answer{}, fail)
	}
	body, fail := readBody(r.Header.Get("Content-Type"), raw)
	if fail != nil {
		return s.render(answer{}, fail)
	}
	a, fail := e.handle(s, call{key: key, id: r.PathValue("id"), query: r.URL.Query(), body: body})
	out := s.render(a, fail)
	if fail == nil {
		s.keep(r, raw, key, e, out)
	}
	return out
}

// rendered is an answer that no later change of the state can reach.
type rendered struct {
	status      int
	header      http.Header
	contentType string
	body        []byte
}

func (s *Sim) render(a answer, fail *failure) rendered {
	out := rendered{status: a.status}
	if fail != nil {
		out.status, out.header = fail.status, fail.header
		a.body = fail.body(s.switches.Value(SwitchErrorBody))
	}
	switch body := a.body.(type) {
	case nil:
	case string:
		out.contentType, out.body = "text/plain; charset=utf-8", []byte(body)
	default:
		encoded, err := json.Marshal(body)
		if err != nil { // maps of strings, numbers and lists always encode
			return rendered{status: http.StatusInternalServerError, contentType: "text/plain", body: []byte(err.Error())}
		}
		out.contentType, out.body = "application/json; charset=utf-8", encoded
	}
	return out
}

// respond stamps every answer with the sandbox time, because a client may measure the
// date form of Retry-After by it (RFC 9110 section 10.2.3).
func (s *Sim) respond(w http.ResponseWriter, out rendered) {
	s.mu.Lock()
	requestID := s.newRequestID()
	s.mu.Unlock()
	maps.Copy(w.Header(), out.header)
	w.Header().Set("X-Request-Id", requestID)
	w.Header().Set("Date", s.config.Now().UTC().Format(http.TimeFormat))
	if out.contentType != "" {
		w.Header().Set("Content-Type", out.contentType)
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body)
}
