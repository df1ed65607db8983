// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// wire is the way to the simulators. It notes what is sent beside credentials, learns the
// access tokens that are issued, and responds to one call in place of the service.
type wire struct {
	next http.RoundTripper

	mu         sync.Mutex
	configured Marks
	marks      Marks // these, and what was issued
	sent       []string
	at         int
	echo       *echo
}

// echo is a response that repeats a secret.
type echo struct {
	status int
	body   func(text string) string
	number int    // of the mark
	text   string // the mark
}

// echoes are the responses with which services and proxies repeat what they were sent:
// in a JSON body, whatever the member is called, in a page, and in the header.
func echoes() (all []echo) {
	for _, status := range []int{200, 307, 400, 401, 403, 404, 409, 422, 429, 500, 503} {
		for _, body := range []func(string) string{EchoedJSON, func(text string) string { return "<p>Denied: " + text + "</p>" }} {
			all = append(all, echo{status: status, body: body})
		}
	}
	return all
}

// EchoedJSON is a body that has the text wherever services have texts.
func EchoedJSON(text string) string {
	named := map[string]any{
		"message": text, "error": text, "error_description": text, "description": text, "code": text, "trackingId": text,
		"errorCode": text, "moreInfo": text, "access_token": "", "expires_in": text, "domain": text, "id": text, "token": text,
	}
	all := maps.Clone(named)
	all["errors"], all["status"], all["data"] = []any{named}, named, named
	encoded, _ := json.Marshal(all)
	return string(encoded)
}

func (e echo) response(request *http.Request) *http.Response {
	return &http.Response{
		StatusCode: e.status, Request: request, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{
			"Content-Type": {"application/json; charset=" + e.text}, "X-Request-Id": {e.text}, "Trackingid": {e.text},
			"Location": {"https://elsewhere.test/?" + e.text}, "Retry-After": {"1"}, "Www-Authenticate": {"Bearer " + e.text},
		},
		Body: io.NopCloser(strings.NewReader(e.body(e.text))),
	}
}

func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	sent, err := io.ReadAll(orEmpty(request.Body))
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(sent))
	if e := w.note(request, string(sent)); e != nil {
		return e.response(request), nil
	}
	response, err := w.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	received, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(received))
	w.learn(received)
	return response, nil
}

func orEmpty(body io.Reader) io.Reader {
	if body == nil {
		return http.NoBody
	}
	return body
}

// note keeps the request without what may hold credentials: the header for them, and the
// form of a token request.
func (w *wire) note(request *http.Request, body string) *echo {
	header := request.Header.Clone()
	header.Del("Authorization")
	if strings.Contains(body, "grant_type=") {
		body = ""
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, fmt.Sprint(request.Method, " ", request.URL, " ", header, " ", body))
	if w.echo == nil || len(w.sent)-1 != w.at {
		return nil
	}
	// What a service can repeat of issued tokens is the one that it was sent.
	marks := maps.Clone(w.configured)
	if _, token, ok := strings.Cut(request.Header.Get("Authorization"), " "); ok {
		marks.Add("the token of the request", token)
	}
	texts := marks.Texts()
	w.echo.text = texts[w.echo.number%len(texts)]
	return w.echo
}

// learn adds the tokens of a response to a token request.
func (w *wire) learn(body []byte) {
	var tokens map[string]any
	if json.Unmarshal(body, &tokens) != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range []string{"access_token", "refresh_token"} {
		if token, ok := tokens[name].(string); ok {
			w.marks.Add("the issued "+name, token)
		}
	}
}

func (w *wire) known() Marks {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.marks)
}

func (w *wire) made() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.sent)
}

func (w *wire) seen() int { return len(w.made()) }

func (w *wire) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = nil
}

func (w *wire) echoAt(index int, e *echo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at, w.echo = index, e
}
