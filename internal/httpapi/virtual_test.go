// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// virtually runs a story in which time passes only while everybody waits.
func virtually(t *testing.T, story func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, story)
}

// answer is what a fakeService answers with.
type answer struct {
	status     int
	retryAfter string
	body       string
}

// fakeService is a transport whose answers come from answer, for the n-th
// attempt from 1; it is without a network, whose waits are not virtual.
type fakeService struct {
	begun  time.Time
	answer func(n int, r *http.Request) answer

	mu   sync.Mutex
	sent []time.Duration
}

func (f *fakeService) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.sent = append(f.sent, time.Since(f.begun))
	n := len(f.sent)
	f.mu.Unlock()
	given := f.answer(n, r)
	if given.body == "" {
		given.body = "{}"
	}
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	if given.retryAfter != "" {
		header.Set("Retry-After", given.retryAfter)
	}
	return &http.Response{StatusCode: given.status, Header: header, Body: io.NopCloser(strings.NewReader(given.body))}, nil
}

// sends returns when attempts were sent, since the begin of the story.
func (f *fakeService) sends() []time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]time.Duration(nil), f.sent...)
}

// governed returns a client of a fakeService. Its config has pauses of 1 s
// between repeated attempts.
func governed(limiter ratelimit.Config, change func(*httpapi.Config), reply func(n int, r *http.Request) answer) (*httpapi.Client, *fakeService) {
	service := &fakeService{begun: time.Now(), answer: reply}
	limiter.Service = "acme"
	config := httpapi.Config{
		BaseURL: &url.URL{Scheme: "https", Host: "api.test"}, Tokens: httpapi.StaticToken("static-secret"),
		Transport: service, Limiter: ratelimit.New(limiter), MinPause: time.Second, MaxPause: time.Second,
	}
	change(&config)
	return httpapi.New(config), service
}

func unchanged(*httpapi.Config) {}

// calling is the method of a client that makes a "read" or a "write".
func calling(client *httpapi.Client, access string) func(ctx context.Context, method, path string, input, output any) error {
	return map[string]func(context.Context, string, string, any, any) error{"read": client.Read, "write": client.Write}[access]
}

// pass lets virtual time pass.
func pass(t *testing.T, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	<-ctx.Done()
}
