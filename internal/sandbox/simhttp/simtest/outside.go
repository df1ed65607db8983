// SPDX-License-Identifier: MPL-2.0

package simtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/clock"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
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
	// During happens while a simulator waits for TXT records, which it gets as they were.
	During func(name string)
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

// Start makes a simulator that sees the outside, from a configuration with changes.
func Start[C, S any](t *testing.T, config func(simhttp.World) C, create func(C) (S, error), changes []func(*C)) (*Outside, S) {
	t.Helper()
	outside := NewOutside(t)
	configured := config(outside.World())
	for _, change := range changes {
		change(&configured)
	}
	sim, err := create(configured)
	outside.Must(err)
	return outside, sim
}

// World is all that a simulator sees.
func (o *Outside) World() simhttp.World {
	return simhttp.World{
		Zone: "acme.test", Now: o.Clock.Now, Rand: o.Rand, LookupTXT: o.LookupTXT, LookupCNAME: o.LookupCNAME, Fetch: o.Fetch,
	}
}

// Must fails the test unless a step of it succeeds.
func (o *Outside) Must(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

// WantObstacles holds a drift to its errors: kind, domain, and what the error says.
func (o *Outside) WantObstacles(drift func(kind, domain string) error, cases ...[3]string) {
	o.T.Helper()
	for _, c := range cases {
		if err := drift(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			o.T.Errorf("drift %s of %s: %v, want an error with %q", c[0], c[1], err, c[2])
		}
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
	o.Lookups++
	records, during := o.Records[name], o.During
	o.mu.Unlock()
	if during != nil {
		during(name)
	}
	return records, o.broken(name)
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
func (o *Outside) Fetch(ctx context.Context, url string) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Fetched = append(o.Fetched, url)
	page, ok := o.Pages[url]
	if !ok {
		return nil, errors.New("fetching " + url + ": connection refused")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	response := &http.Response{StatusCode: page.Status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(page.Content)), Request: request}
	if page.Location != "" {
		response.Header.Set("Location", page.Location)
	}
	return response, err
}
