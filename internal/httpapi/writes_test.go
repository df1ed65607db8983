// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

// Every attempt counts, whatever became of the one before it.
func TestWritesKeepTheirDistanceWhateverTheResponse(t *testing.T) {
	first := map[string]answer{
		"success":           {status: 200},
		"refusal":           {status: 422},
		"ambiguous":         {status: 502},
		"throttled":         {status: 429, retryAfter: "0"},
		"locked":            {status: 423, retryAfter: "0"},
		"body with a limit": {status: 200, body: `{"error": "too many"}`},
		"refused token":     {status: 401},
	}
	for name, given := range first {
		t.Run(name, func(t *testing.T) {
			virtually(t, func(t *testing.T) {
				client, service := governed(ratelimit.Config{BetweenWrites: 3 * time.Second}, func(config *httpapi.Config) {
					config.Tokens = &countedTokens{}
					config.Classify = func(_ int, _ http.Header, body []byte) httpapi.Classification {
						if strings.Contains(string(body), "too many") {
							return httpapi.Classification{Kind: httpapi.Throttled, RetryAfter: time.Second}
						}
						return httpapi.Classification{}
					}
				}, func(n int, _ *http.Request) answer {
					if n == 1 {
						return given
					}
					return answer{status: 200}
				})
				_ = client.Write(t.Context(), "POST", "/x", nil, nil)
				if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
					t.Error(err)
				}
				for i, sent := range service.sends() {
					if want := time.Duration(i) * 3 * time.Second; sent != want {
						t.Errorf("attempt %d was sent after %s, want %s", i+1, sent, want)
					}
				}
			})
		})
	}
}

func TestConcurrentWritesAreSentOneByOneAndReadsBetween(t *testing.T) {
	virtually(t, func(t *testing.T) {
		client, service := governed(ratelimit.Config{BetweenWrites: time.Second}, unchanged,
			func(int, *http.Request) answer { return answer{status: 200} })
		var all sync.WaitGroup
		for _, access := range []string{"write", "write", "write", "read", "read"} {
			all.Go(func() {
				if err := calling(client, access)(t.Context(), "POST", "/x", nil, nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if diff := cmp.Diff([]time.Duration{0, 0, 0, time.Second, 2 * time.Second}, service.sends()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})
}

// A token that cannot be obtained, once the turn has come, holds nobody back.
func TestWriteThatIsNeverSentGivesItsTurnBack(t *testing.T) {
	virtually(t, func(t *testing.T) {
		// The token is taken once more after the wait.
		tokens := &expiring{left: 1}
		client, service := governed(ratelimit.Config{BetweenWrites: time.Second}, func(config *httpapi.Config) { config.Tokens = tokens },
			func(int, *http.Request) answer { return answer{status: 200} })
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.Is(err, errNoToken) {
			t.Errorf("got %v", err)
		}
		tokens.left = 2
		if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil || len(service.sends()) != 1 {
			t.Errorf("%d requests, %v", len(service.sends()), err)
		}
	})
}

var errNoToken = errors.New("no token")

// expiring gives its token as often as is left.
type expiring struct {
	countedTokens
	left int
}

func (e *expiring) Token(context.Context) (string, error) {
	if e.left == 0 {
		return "", errNoToken
	}
	e.left--
	return "access", nil
}

func TestEveryAttemptOfACallCarriesTheSameIdempotencyKeyAndOtherCallsNone(t *testing.T) {
	t.Parallel()
	var keys []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		if len(keys) < 3 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(server.Close)
	base, err := httpapi.ParseBaseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := httpapi.New(httpapi.Config{
		BaseURL: base, Tokens: httpapi.StaticToken("T"), Transport: httpapi.SendIdempotencyKeys(server.Client().Transport),
		MinPause: time.Millisecond, MaxPause: time.Millisecond,
	})
	ctx := httpapi.WithIdempotencyKey(t.Context(), "K1")
	if err := client.Write(ctx, http.MethodPost, "/", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := client.Write(t.Context(), http.MethodPost, "/", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"K1", "K1", "K1", ""}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

// A connection that was used before and breaks is where net/http repeats what
// carries the header.
func TestCallWithAnIdempotencyKeyIsNotRepeatedBehindTheAdaptersBack(t *testing.T) {
	t.Parallel()
	var posts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if posts.Add(1) > 1 {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(server.Close)
	base, err := httpapi.ParseBaseURL(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := httpapi.New(httpapi.Config{
		BaseURL: base, Tokens: httpapi.StaticToken("T"), Transport: httpapi.SendIdempotencyKeys(server.Client().Transport),
	})
	ctx := httpapi.WithIdempotencyKey(t.Context(), "K1")
	if err := client.Write(ctx, http.MethodPost, "/", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := client.Write(ctx, http.MethodPost, "/", struct{}{}, nil); err == nil || posts.Load() != 2 {
		t.Errorf("%v after %d requests, want the failure of the second one", err, posts.Load())
	}
}
