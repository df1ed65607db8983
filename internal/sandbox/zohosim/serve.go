// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

// answer is a success. Data nil is an envelope without data.
type answer struct {
	status, code int // of HTTP and of the envelope
	description  string
	data         any
	noBody       bool
}

func success(data any) answer {
	return answer{status: http.StatusOK, code: http.StatusOK, description: "success", data: data}
}

// envelope is wire/zoho.md 1: an object status and optional data.
type envelope struct {
	Status struct {
		Code        int    `json:"code"`
		Description string `json:"description"`
	} `json:"status"`
	Data any `json:"data,omitempty"`
}

func (s *Sim) serveMail(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mail.Handler(r); pattern == "" {
		s.respond(w, answer{}, noSuchURL())
		return
	}
	s.mail.ServeHTTP(w, r)
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request, e endpoint) {
	if fail := s.admit(r, e); fail != nil {
		s.respond(w, answer{}, fail)
		return
	}
	c := call{ctx: r.Context(), domain: r.PathValue("domain"), body: map[string]json.RawMessage{}}
	raw, err := io.ReadAll(r.Body)
	if err == nil && len(bytes.TrimSpace(raw)) > 0 {
		err = json.Unmarshal(raw, &c.body)
	}
	if err != nil {
		s.respond(w, answer{}, refuse(http.StatusBadRequest, "INVALID_JSON", "The request body is no JSON object: %v", err))
		return
	}
	a, fail := e.handle(s, c)
	s.respond(w, a, fail)
}

// respond stamps every answer with the sandbox time, by which a client may measure
// how long to wait.
func (s *Sim) respond(w http.ResponseWriter, a answer, fail *failure) {
	w.Header().Set("Date", s.config.Now().UTC().Format(http.TimeFormat))
	status := a.status
	var body any
	if fail != nil {
		for name := range fail.header {
			w.Header().Set(name, fail.header.Get(name))
		}
		status, body = s.render(fail)
	} else {
		var e envelope
		e.Status.Code, e.Status.Description, e.Data = a.code, a.description, a.data
		body = e
	}
	if fail == nil && a.noBody {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
