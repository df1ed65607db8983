// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// control is the API to look at the world and to disturb it. Errors are JSON objects
// with one sentence under "error".
type control struct {
	*Sandbox
	operations []operation
}

// operation answers nil for 204 and anything else as JSON. Its errors are the
// caller's (400): nothing here fails for another reason.
type operation struct {
	method, path string
	body         string // an example, for the overview
	doc          string
	do           func(*http.Request) (any, error)
}

func newControl(s *Sandbox) http.Handler {
	c := &control{Sandbox: s}
	c.operations = slices.Concat(c.serviceOperations(), c.faultOperations(), c.clockOperations(), c.dnsOperations(), c.webexOperations(), c.workosOperations(), c.zohoOperations(), c.webOperations())
	byPath := map[string]map[string]operation{"/{$}": {http.MethodGet: {do: c.overview}}}
	for _, o := range c.operations {
		if byPath[o.path] == nil {
			byPath[o.path] = map[string]operation{}
		}
		byPath[o.path][o.method] = o
	}
	mux := http.NewServeMux()
	for path, methods := range byPath {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { answerControl(w, r, methods) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusNotFound, controlError(fmt.Errorf("there is no %s here, GET / lists what there is", r.URL.Path)))
	})
	return mux
}

func answerControl(w http.ResponseWriter, r *http.Request, methods map[string]operation) {
	o, ok := methods[r.Method]
	if !ok {
		allowed := strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
		w.Header().Set("Allow", allowed)
		answerJSON(w, http.StatusMethodNotAllowed, controlError(fmt.Errorf("%s takes %s, not %s", r.URL.Path, allowed, r.Method)))
		return
	}
	answer, err := o.do(r)
	switch {
	case err != nil:
		answerJSON(w, http.StatusBadRequest, controlError(err))
	case answer == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		answerJSON(w, http.StatusOK, answer)
	}
}

func controlError(err error) map[string]string { return map[string]string{"error": err.Error()} }

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// read is strict, because a misspelt field would silently test nothing.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("reading the JSON body of %s %s: %w", r.Method, r.URL.Path, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the JSON body of %s %s: there is more behind the first object", r.Method, r.URL.Path)
	}
	return nil
}

func (c *control) overview(*http.Request) (any, error) {
	lines := []string{}
	for _, o := range c.operations {
		lines = append(lines, strings.Join(strings.Fields(o.method+" "+o.path+" "+o.body), " ")+": "+o.doc)
	}
	return map[string]any{"endpoints": c.Info(), "operations": lines}, nil
}
