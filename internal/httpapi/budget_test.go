// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// Each attempt takes as long as a read may, so that the third one ends at the
// end of the budget.
func TestSlowFailuresAreNotRepeatedBeyondTheBudgetOfACall(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	client, count := serveChanged(t, func(config *httpapi.Config) { config.Now = clock.Now },
		func(_ int, w http.ResponseWriter, r *http.Request) {
			_ = clock.Sleep(r.Context(), 30*time.Second)
			w.WriteHeader(http.StatusServiceUnavailable)
		})
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || count.Load() != 3 {
		t.Errorf("%d requests, %v; want three and the last answer", count.Load(), err)
	}
}

func TestPauseBeyondTheBudgetIsNotBegun(t *testing.T) {
	t.Parallel()
	client, count := serveChanged(t, func(config *httpapi.Config) { config.MinPause, config.MaxPause = long, long },
		func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || count.Load() != 1 {
		t.Errorf("%d requests, %v; want one and its answer", count.Load(), err)
	}
}

func TestHangingReadIsGivenUpByItsOwnTimeout(t *testing.T) {
	t.Parallel()
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.ReadTimeout, config.WriteTimeout = time.Millisecond, long },
		func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	var broken *httpapi.TransportError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &broken) {
		t.Errorf("got %v", err)
	}
}

// lines collects what is logged, without what differs between runs.
type lines struct {
	mu   sync.Mutex
	kept []map[string]any
}

func (l *lines) log(_ context.Context, _ string, fields map[string]any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := fields["milliseconds"].(int64); ok {
		delete(fields, "milliseconds")
	}
	delete(fields, "host")
	l.kept = append(l.kept, fields)
}

func TestEveryAttemptIsLoggedWithoutQueryOrSecret(t *testing.T) {
	t.Parallel()
	got := &lines{}
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Log = got.log },
		func(n int, w http.ResponseWriter, _ *http.Request) {
			switch n {
			case 1:
				breakConnection(w)
			case 2:
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		})
	if err := client.Read(t.Context(), "GET", "/x?token=static-secret", nil, nil); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"method": "GET", "path": "/v1/x", "attempt": 1, "error": "connection broken"},
		{"method": "GET", "path": "/v1/x", "attempt": 2, "status": 503},
		{"method": "GET", "path": "/v1/x", "attempt": 3, "status": 200},
	}
	if diff := cmp.Diff(want, got.kept); diff != "" {
		t.Errorf("logged (-want +got):\n%s", diff)
	}
}

func TestTokenExchangeIsLogged(t *testing.T) {
	t.Parallel()
	got := &lines{}
	source, _ := refreshingChanged(t, &polltest.Clock{}, func(config *httpapi.TokenConfig) { config.Log = got.log }, issue)
	if _, err := source.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{"method": "POST", "path": "/access_token", "attempt": 1, "status": 200}}
	if diff := cmp.Diff(want, got.kept); diff != "" {
		t.Errorf("logged (-want +got):\n%s", diff)
	}
}
