// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// ServeHTTP routes below /v1, and without it where the switch says so.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, BasePath+"/") && s.is(SwitchPathWithoutVersion, "200") {
		r = r.Clone(r.Context())
		r.URL.Path = BasePath + r.URL.Path
		if r.URL.RawPath != "" {
			r.URL.RawPath = BasePath + r.URL.RawPath
		}
	}
	s.router.ServeHTTP(w, r)
}

func (s *Sim) serve(w http.ResponseWriter, r *http.Request, methods map[string]endpoint) {
	e, ok := methods[r.Method]
	if !ok {
		w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(methods)), ", "))
		s.respond(w, r, nil, refuse(http.StatusMethodNotAllowed, "%s is not supported here.", r.Method))
		return
	}
	c := call{ctx: r.Context(), id: r.PathValue("id")}
	for _, demand := range []func(endpoint, *http.Request, *call) *failure{s.authorize, s.checkOrganization, readBody} {
		if fail := demand(e, r, &c); fail != nil {
			s.respond(w, r, nil, fail)
			return
		}
	}
	answer, fail := e.handle(s, c)
	s.respond(w, r, answer, fail)
}

func readBody(e endpoint, r *http.Request, c *call) *failure {
	if e.contentType == "" {
		return nil
	}
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != e.contentType {
		return refuse(http.StatusUnsupportedMediaType, "Content type %q is not supported, use %s.", r.Header.Get("Content-Type"), e.contentType)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return refuse(http.StatusBadRequest, "Reading the request body failed: %v", err)
	}
	c.body = body
	return nil
}

func decode(body []byte, into any) *failure {
	if err := json.Unmarshal(body, into); err != nil {
		return refuse(http.StatusBadRequest, "Invalid JSON input: %v", err)
	}
	return nil
}

// respond sends every answer with a tracking id, in the header and in error bodies
// (wire/webex.md 4.3). The unknown error shapes are those of the identity family.
func (s *Sim) respond(w http.ResponseWriter, r *http.Request, answer any, fail *failure) {
	s.mu.Lock()
	trackingID := "ROUTER_" + strings.ToUpper(newHex(s.config.Rand, 24))
	s.mu.Unlock()
	w.Header().Set("Trackingid", trackingID)
	if fail != nil {
		shape := "message_errors"
		if strings.HasPrefix(r.URL.Path, BasePath+"/identity/") {
			shape = s.switches.Value(SwitchErrorBody)
		}
		contentType, body := fail.body(shape, trackingID)
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(fail.status)
		_, _ = w.Write(body)
		return
	}
	if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	_ = json.NewEncoder(w).Encode(answer)
}
