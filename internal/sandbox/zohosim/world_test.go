// SPDX-License-Identifier: MPL-2.0

package zohosim_test

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
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

const organizationID = "70012345"

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*zohosim.Sim
	t              *testing.T
	mail, accounts string
	clock          *clock.Clock
	authorization  string // of the next call

	mu      sync.Mutex
	texts   map[string][]string
	aliases map[string]string
	pages   map[string]page // by URL
	fetched []string
}

type page struct {
	status            int
	location, content string
}

func newWorld(t *testing.T, change ...func(*zohosim.Config)) *world {
	t.Helper()
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	w := &world{
		t: t, texts: map[string][]string{}, aliases: map[string]string{}, pages: map[string]page{},
		clock: clock.New(func() time.Time { return start }),
	}
	config := zohosim.Config{
		OrganizationID: organizationID, Now: w.clock.Now, Rand: rand.NewPCG(1, 2),
		LookupTXT: w.lookupTXT, LookupCNAME: w.lookupCNAME, Fetch: w.fetch,
	}
	for _, c := range change {
		c(&config)
	}
	sim, err := zohosim.New(config)
	if err != nil {
		t.Fatal(err)
	}
	w.Sim = sim
	w.authorize(sim.Credentials().AccessToken)
	w.mail, w.accounts = serve(t, sim.Mail()), serve(t, sim.Accounts())
	return w
}

func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func (w *world) authorize(token string) { w.authorization = "Zoho-oauthtoken " + token }

func (w *world) lookupTXT(_ context.Context, name string) ([]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if name == "broken.test" {
		return nil, fmt.Errorf("looking up %s: SERVFAIL", name)
	}
	return w.texts[name], nil
}

func (w *world) lookupCNAME(_ context.Context, name string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if strings.HasSuffix(name, ".broken.test") {
		return "", fmt.Errorf("looking up %s: SERVFAIL", name)
	}
	return w.aliases[name], nil
}

func (w *world) fetch(_ context.Context, url string) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fetched = append(w.fetched, url)
	p, ok := w.pages[url]
	if !ok {
		return nil, fmt.Errorf("fetching %s: connection refused", url)
	}
	response := &http.Response{StatusCode: p.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(p.content))}
	if p.location != "" {
		response.Header.Set("Location", p.location)
	}
	return response, nil
}

// see changes what can be seen from outside.
func (w *world) see(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// answer is one response; code is the envelope's, data nil when it is no object.
type answer struct {
	status, code int
	header       http.Header
	text         string
	description  string
	data         map[string]any
	list         any // data, whatever it is
}

func (w *world) call(method, path, body string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.mail+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if w.authorization != "" {
		req.Header.Set("Authorization", w.authorization)
	}
	req.Header.Set("Content-Type", "application/json")
	return w.do(req)
}

func (w *world) do(req *http.Request) answer {
	w.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	var envelope struct {
		Status struct {
			Code        int
			Description string
		}
		Data any
	}
	if err := json.Unmarshal(text, &envelope); err != nil && len(text) > 0 && strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		w.t.Fatalf("%s %s answered %q: %v", req.Method, req.URL.Path, text, err)
	}
	data, _ := envelope.Data.(map[string]any)
	return answer{resp.StatusCode, envelope.Status.Code, resp.Header, strings.TrimSpace(string(text)), envelope.Status.Description, data, envelope.Data}
}
