// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// newControl is the API to read the world and to disturb it. Errors are JSON objects
// with one sentence under "error".
func (s *Sandbox) newControl() http.Handler {
	operations := slices.Concat(s.serviceOperations(), s.faultOperations(), s.clockOperations(), s.dnsOperations(), s.simulatorOperations(), s.webOperations())
	overview := simhttp.Query(http.MethodGet, "/{$}", "", "", func(struct{}) (any, error) {
		return map[string]any{"endpoints": s.Info(), "operations": describe(operations)}, nil
	})
	byPath := map[string]map[string]simhttp.Operation{}
	for _, o := range append(operations, overview) {
		if byPath[o.Path] == nil {
			byPath[o.Path] = map[string]simhttp.Operation{}
		}
		byPath[o.Path][o.Method] = o
	}
	mux := http.NewServeMux()
	for path, methods := range byPath {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { serveControl(w, r, methods) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusNotFound, controlError(fmt.Errorf("there is no %s here, GET / lists what there is", r.URL.Path)))
	})
	return mux
}

func serveControl(w http.ResponseWriter, r *http.Request, methods map[string]simhttp.Operation) {
	o, ok := methods[r.Method]
	if !ok {
		allowed := strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
		w.Header().Set("Allow", allowed)
		answerJSON(w, http.StatusMethodNotAllowed, controlError(fmt.Errorf("%s takes %s, not %s", r.URL.Path, allowed, r.Method)))
		return
	}
	answer, err := o.Do(r)
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

func describe(operations []simhttp.Operation) []string {
	lines := []string{}
	for _, o := range operations {
		lines = append(lines, strings.Join(strings.Fields(o.Method+" "+o.Path+" "+o.Example), " ")+": "+o.Doc)
	}
	return lines
}
