// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Frame is the HTTP side of one host of a simulator. E is what the service demands of
// the callers of an operation, F how it refuses a request. Every hook runs under the
// lock of the simulator.
type Frame[E, F any] struct {
	Core *Core
	// Routes are the operations by method and path, such as "GET /domains/{name}".
	Routes map[string]E
	// Serve runs an operation.
	Serve func(Call, E) (Response, *F)
	// Unmatched refuses a request without an operation. Known reports whether its path has
	// other methods. A response of 405 gets the header Allow (RFC 9110 section 15.5.6).
	Unmatched func(call Call, known bool) *F
	// Render is the service's shape of a refusal.
	Render func(Call, *F) Response

	// NewID makes up the request ID that every response has in the header IDHeader.
	// Without it, there is none.
	NewID    func() string
	IDHeader string
	// Now stamps every response, because a client may measure the date form of
	// Retry-After by it (RFC 9110 section 10.2.3). Without it, net/http does.
	Now func() time.Time
}

// Call is one request whose body was read.
type Call struct {
	*http.Request
	Body []byte
	ID   string // of the request, see Frame
}

// Bearer is the credential in the header Authorization behind a scheme such as
// "Bearer". It is not ok if there is none of that scheme.
func (c Call) Bearer(scheme string) (value string, ok bool) {
	return strings.CutPrefix(c.Header.Get("Authorization"), scheme+" ")
}

// Fields reads the body, which must be a JSON object.
func (c Call) Fields() (fields Fields, err error) {
	if err := json.Unmarshal(c.Body, &fields); err != nil {
		return nil, err
	}
	if fields == nil {
		return nil, errors.New("null is no object")
	}
	return fields, nil
}

// MediaType is the content type without its parameters, empty if there is none.
func (c Call) MediaType() string {
	kind, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// Handler serves the routes.
func (f Frame[E, F]) Handler() http.Handler {
	byPath := map[string]map[string]E{"/": nil} // all other paths
	for route, endpoint := range f.Routes {
		method, path, _ := strings.Cut(route, " ")
		if byPath[path] == nil {
			byPath[path] = map[string]E{}
		}
		byPath[path][method] = endpoint
	}
	mux := http.NewServeMux()
	for path, methods := range byPath {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, "the simulator could not read the request body: "+err.Error(), http.StatusBadRequest)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body)) // for ParseForm
			f.respond(Call{Request: r, Body: body}, methods).write(w)
		})
	}
	return mux
}

func (f Frame[E, F]) respond(c Call, methods map[string]E) (response Response) {
	defer f.Core.Lock()()
	if f.NewID != nil {
		c.ID = f.NewID()
	}
	var refusal *F
	if endpoint, matched := methods[c.Method]; matched {
		response, refusal = f.Serve(c, endpoint)
	} else {
		refusal = f.Unmatched(c, len(methods) > 0)
	}
	if refusal != nil {
		header := response.Header
		response = f.Render(c, refusal).With(header)
	}
	stamp := http.Header{}
	if response.Status == http.StatusMethodNotAllowed {
		stamp.Set("Allow", strings.Join(sortedKeys(methods), ", "))
	}
	if c.ID != "" {
		stamp.Set(f.IDHeader, c.ID)
	}
	if f.Now != nil {
		stamp.Set("Date", f.Now().UTC().Format(http.TimeFormat))
	}
	return response.With(stamp)
}

// Response is encoded already: no later change of the state can reach it.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Answer is the response to a success: 204 for nil, a response that is ready, or anything
// else in JSON.
func Answer(body any) Response {
	switch body := body.(type) {
	case nil:
		return Response{Status: http.StatusNoContent}
	case Response:
		return body
	}
	return JSON(http.StatusOK, body)
}

// JSON is a response with a body in JSON.
func JSON(status int, body any) Response {
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("the simulator answers what is no JSON: %v", err))
	}
	return Response{Status: status, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}, Body: encoded}
}

// Text is a response with a body in plain text.
func Text(status int, body string) Response {
	return Response{Status: status, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, Body: []byte(body)}
}

// With adds headers.
func (r Response) With(header http.Header) Response {
	all := http.Header{}
	maps.Copy(all, r.Header)
	maps.Copy(all, header)
	r.Header = all
	return r
}

func (r Response) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.Header)
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
