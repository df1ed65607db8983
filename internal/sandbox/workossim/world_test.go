// SPDX-License-Identifier: MPL-2.0

package workossim_test

import (
	"context"
	"encoding/json"
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
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/workossim"
)

const organizationID = "org_01HKSANDB0X00000000000ACME"

// world is the simulator, the DNS it looks into, and a customer calling it.
type world struct {
	*workossim.Sim
	t     *testing.T
	url   string
	clock *clock.Clock
	key   string      // the bearer of the next call
	extra http.Header // further headers of the next call

	mu      sync.Mutex
	records map[string][]string
	lookups int
}

func newWorld(t *testing.T, change ...func(*workossim.Config)) *world {
	t.Helper()
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	w := &world{t: t, records: map[string][]string{}, clock: clock.New(func() time.Time { return start }), extra: http.Header{}}
	config := workossim.Config{
		OrganizationID: organizationID,
		Now:            w.clock.Now,
		Rand:           rand.NewPCG(1, 2),
		LookupTXT:      w.lookup,
	}
	for _, c := range change {
		c(&config)
	}
	sim, err := workossim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w.Sim, w.key = sim, sim.Credentials().APIKey
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

func (w *world) lookup(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookups++
	if name == "broken.test" {
		return nil, fmt.Errorf("looking up %s: SERVFAIL", name)
	}
	return w.records[name], nil
}

func (w *world) publish(name string, values ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.records[name] = values
}

// answer is one response; fields is nil when the body is no JSON object.
type answer struct {
	status int
	header http.Header
	text   string
	fields map[string]any
}

func (w *world) request(method, path, contentType, body string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	for name := range w.extra {
		req.Header.Set(name, w.extra.Get(name))
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if w.key != "" {
		req.Header.Set("Authorization", "Bearer "+w.key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, text: string(text)}
	if err := json.Unmarshal(text, &a.fields); err != nil {
		a.fields = nil
	}
	return a
}

func (w *world) get(path string) answer { w.t.Helper(); return w.request(http.MethodGet, path, "", "") }

func (w *world) delete(path string) answer {
	w.t.Helper()
	return w.request(http.MethodDelete, path, "", "")
}

func (w *world) post(path, body string) answer {
	w.t.Helper()
	return w.request(http.MethodPost, path, "application/json", body)
}

func (w *world) put(path, body string) answer {
	w.t.Helper()
	return w.request(http.MethodPut, path, "application/json", body)
}
