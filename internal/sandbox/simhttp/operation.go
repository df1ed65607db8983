// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Operation is one call of the control API. Do answers nil for 204 and anything else as
// JSON. Its errors are the caller's (400): nothing here fails for another reason.
type Operation struct {
	Method, Path string // below the service's name, if a simulator declares it
	Example      string // of the body; empty if there is none
	Doc          string
	Do           func(*http.Request) (any, error)
}

// Query declares an operation that answers something. The fields of T are those of the
// body; with an empty example, no body is read.
func Query[T any](method, path, example, doc string, do func(T) (any, error)) Operation {
	return Operation{method, path, example, doc, func(r *http.Request) (any, error) {
		var request T
		if example != "" {
			if err := readJSON(r, &request); err != nil {
				return nil, err
			}
		}
		return do(request)
	}}
}

// Command declares an operation that answers nothing.
func Command[T any](method, path, example, doc string, do func(T) error) Operation {
	return Query(method, path, example, doc, func(request T) (any, error) { return nil, do(request) })
}

// DomainBody is the body of operations on a domain that need nothing else.
type DomainBody struct{ Domain string }

// DomainExample is a DomainBody.
const DomainExample = `{"domain":"acme.test"}`

// readJSON is strict, because a misspelt field would silently test nothing.
func readJSON(r *http.Request, into any) error {
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

// Duration is a field like "10m", zero if it is left out or empty.
type Duration struct{ time.Duration }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		return nil
	}
	if d.Duration, err = time.ParseDuration(string(text)); err != nil || d.Duration < 0 {
		return fmt.Errorf("invalid duration %q: must be like 500ms or 10m", text)
	}
	return nil
}
