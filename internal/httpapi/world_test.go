// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
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
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
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

func TestHTMLAnswerIsNotTakenForSuccessWhenNobodyWantsTheBody(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<html>Sign in</html>`))
	})
	var broken *httpapi.TransportError
	if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &broken) || !broken.Sent {
		t.Errorf("got %v, want a transport error of a request that was sent", err)
	}
}

func TestNoContentLeavesTheOutputAsItIs(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	output := struct{ B int }{7}
	if err := client.Write(t.Context(), "POST", "/x", nil, &output); err != nil || output.B != 7 {
		t.Errorf("got %+v, %v", output, err)
	}
}

func TestEmptyAnswerIsNoSuccessWhereABodyIsWanted(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(int, http.ResponseWriter, *http.Request) {})
	var output struct{ B int }
	if err := client.Read(t.Context(), "GET", "/x", nil, &output); err == nil {
		t.Error("an empty 200 was taken for an answer")
	}
}

// It would leave the output as it is, as if the service had answered with zeros.
func TestNullIsNoSuccess(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(" null\n")) })
	var output struct{ B int }
	for _, output := range []any{nil, &output, httpapi.Optional(&output)} {
		var broken *httpapi.TransportError
		if err := client.Write(t.Context(), "POST", "/x", nil, output); !errors.As(err, &broken) || !broken.Sent {
			t.Errorf("into %T: got %v, want a transport error of a request that was sent", output, err)
		}
	}
}

// JSON may spell a slash with a backslash, so that the raw body does not show
// the secret; who decodes has to clean once more.
func TestSecretThatJSONSpellsOtherwiseIsFoundAfterDecoding(t *testing.T) {
	t.Parallel()
	const secret = "with/a/slash"
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Redactor = httpapi.NewRedactor(secret) },
		func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			_, _ = w.Write([]byte(`{"message":"bad with\/a\/slash"}`))
		})
	var status *httpapi.StatusError
	var body struct{ Message string }
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || json.Unmarshal(status.Body, &body) != nil {
		t.Fatalf("got %v", err)
	}
	if got := status.Clean(body.Message); got != "bad [redacted]" {
		t.Errorf("got %q", got)
	}
}

// Invariant 9: a body is cleaned before it is cut.
func TestSecretAtTheEndOfALongErrorBodyIsRemovedWhole(t *testing.T) {
	t.Parallel()
	refuse := func(secret string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(strings.Repeat("x", 64<<10-8) + secret))
		}
	}
	client, _ := serve(t, refuse("static-secret"))
	source, _ := refreshing(t, &polltest.Clock{}, refuse("refresh-secret-0"))
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || strings.Contains(string(status.Body), "static-") {
		t.Errorf("got %v with half a secret", err)
	}
	var refused *httpapi.TokenError
	if _, err := source.Token(t.Context()); !errors.As(err, &refused) || strings.Contains(string(refused.Refused.Body), "refresh-") {
		t.Errorf("got %v with half a secret", err)
	}
}
