// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
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
