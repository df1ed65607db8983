// SPDX-License-Identifier: MPL-2.0

package switchtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
)

// Outside is what a simulator sees in a test: a clock that only the test moves, DNS and
// the web. broken.test fails every lookup.
type Outside struct {
	T     *testing.T
	Clock *clock.Clock
	Rand  rand.Source

	mu      sync.Mutex
	Records map[string][]string // TXT, by name
	Aliases map[string]string   // CNAME, by name
	Pages   map[string]Page     // by URL
	Lookups int                 // of TXT records
	Fetched []string            // URLs
}

// Page is what the web serves.
type Page struct {
	Status            int
	Location, Content string
}

// NewOutside starts at noon with nothing published.
func NewOutside(t *testing.T) *Outside {
	t.Helper()
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	return &Outside{
		T: t, Clock: clock.New(func() time.Time { return noon }), Rand: rand.NewPCG(1, 2),
		Records: map[string][]string{}, Aliases: map[string]string{}, Pages: map[string]Page{},
	}
}

// See changes what can be seen from outside.
func (o *Outside) See(change func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change()
}

// Publish makes values all TXT records of a name.
func (o *Outside) Publish(name string, values ...string) {
	o.See(func() { o.Records[name] = values })
}

// LookupTXT is DNS.
func (o *Outside) LookupTXT(_ context.Context, name string) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Lookups++
	return o.Records[name], o.broken(name)
}

// LookupCNAME is DNS.
func (o *Outside) LookupCNAME(_ context.Context, name string) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.Aliases[name], o.broken(name)
}

func (o *Outside) broken(name string) error {
	if name == "broken.test" || strings.HasSuffix(name, ".broken.test") {
		return fmt.Errorf("looking up %s: SERVFAIL", name)
	}
	return nil
}

// Fetch is the web.
func (o *Outside) Fetch(_ context.Context, url string) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Fetched = append(o.Fetched, url)
	page, ok := o.Pages[url]
	if !ok {
		return nil, errors.New("fetching " + url + ": connection refused")
	}
	response := &http.Response{StatusCode: page.Status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(page.Content))}
	if page.Location != "" {
		response.Header.Set("Location", page.Location)
	}
	return response, nil
}

// Serve runs a host of the simulator until the test ends and returns its URL.
func (o *Outside) Serve(handler http.Handler) string {
	server := httptest.NewServer(handler)
	o.T.Cleanup(server.Close)
	return server.URL
}

// Response is what a simulator answered. Fields is nil when the body is no JSON object.
type Response struct {
	Status int
	Header http.Header
	Text   string
	Fields map[string]any
}

// Call sends one request. Headers without a value are left out.
func (o *Outside) Call(method, url, body string, header map[string]string) Response {
	o.T.Helper()
	req, err := http.NewRequestWithContext(o.T.Context(), method, url, strings.NewReader(body))
	if err != nil {
		o.T.Fatal(err)
	}
	for name, value := range header {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	resp, err := unpooled().Do(req)
	if err != nil {
		o.T.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		o.T.Fatal(err)
	}
	r := Response{Status: resp.StatusCode, Header: resp.Header, Text: string(text)}
	if err := json.Unmarshal(text, &r.Fields); err != nil {
		r.Fields = nil
	}
	return r
}

// Line writes what was seen with one space between, which fmt.Sprint does not for
// strings.
func Line(seen ...any) string { return strings.TrimSuffix(fmt.Sprintln(seen...), "\n") }

// unpooled is a client without idle connections: closing any httptest server closes
// those of the default client, also while another test is about to use one.
func unpooled() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
}
