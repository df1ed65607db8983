// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// refreshing returns a token source whose endpoint answers with answer.
func refreshing(t *testing.T, clock *polltest.Clock, answer func(n int, w http.ResponseWriter, r *http.Request)) (*httpapi.TokenEndpoint, *atomic.Int32) {
	t.Helper()
	return refreshingChanged(t, clock, func(*httpapi.TokenConfig) {}, answer)
}

func refreshingChanged(t *testing.T, clock *polltest.Clock, change func(*httpapi.TokenConfig), answer func(n int, w http.ResponseWriter, r *http.Request)) (*httpapi.TokenEndpoint, *atomic.Int32) {
	t.Helper()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer(int(count.Add(1)), w, r)
	}))
	t.Cleanup(server.Close)
	tokenURL, err := httpapi.ParseBaseURL(server.URL + "/access_token")
	if err != nil {
		t.Fatal(err)
	}
	config := httpapi.TokenConfig{
		TokenURL: tokenURL, ClientID: "client", ClientSecret: "client-secret", Grant: httpapi.RefreshGrant("refresh-secret-0"),
		Now: clock.Now, MinPause: time.Millisecond, MaxPause: time.Millisecond,
	}
	change(&config)
	return httpapi.NewTokenEndpoint(config), &count
}

func issue(n int, w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprintf(w, `{"access_token":"access-%d","expires_in":3600,"refresh_token":"refresh-secret-%d","token_type":"Bearer"}`, n, n)
}

func TestManyWaitingRequestsCauseOneRefresh(t *testing.T) {
	t.Parallel()
	source, count := refreshing(t, &polltest.Clock{}, issue)
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if token, err := source.Token(t.Context()); err != nil || token != "access-1" {
				t.Errorf("got %s, %v", token, err)
			}
		})
	}
	callers.Wait()
	for range 50 {
		callers.Go(func() {
			if token, err := source.Renew(t.Context(), "access-1"); err != nil || token != "access-2" {
				t.Errorf("got %s, %v", token, err)
			}
		})
	}
	callers.Wait()
	if count.Load() != 2 {
		t.Errorf("%d refreshes, want 2", count.Load())
	}
}

func TestTokenIsRefreshedAMinuteBeforeItExpiresWithTheLatestRefreshToken(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	source, _ := refreshing(t, clock, func(n int, w http.ResponseWriter, r *http.Request) {
		if want := fmt.Sprintf("refresh-secret-%d", n-1); r.FormValue("refresh_token") != want || r.FormValue("grant_type") != "refresh_token" ||
			r.FormValue("client_id") != "client" || r.FormValue("client_secret") != "client-secret" {
			t.Errorf("request %d: %v", n, r.Form)
		}
		issue(n, w, r)
	})
	for _, step := range []struct {
		pass time.Duration
		want string
	}{{0, "access-1"}, {58 * time.Minute, "access-1"}, {time.Minute, "access-2"}} {
		_ = clock.Sleep(t.Context(), step.pass)
		if token, err := source.Token(t.Context()); err != nil || token != step.want {
			t.Errorf("after %s more: %s, %v; want %s", step.pass, token, err, step.want)
		}
	}
}

// An assertion is signed for one request and expires soon.
func TestFormOfAGrantIsMadeForEachRequest(t *testing.T) {
	t.Parallel()
	signed := 0
	source, _ := refreshingChanged(t, &polltest.Clock{}, func(config *httpapi.TokenConfig) {
		config.ClientSecret = ""
		config.Grant.Form = func(context.Context) (url.Values, error) {
			if signed++; signed > 2 {
				return nil, errors.New("no key")
			}
			return url.Values{"grant_type": {"client_credentials"}, "scope": {"domains"}, "client_assertion": {fmt.Sprint("signed-", signed)}}, nil
		}
	}, func(n int, w http.ResponseWriter, r *http.Request) {
		want := fmt.Sprintf("client_assertion=signed-%d&client_id=client&grant_type=client_credentials&scope=domains", n)
		if _ = r.ParseForm(); r.PostForm.Encode() != want {
			t.Errorf("request %d sends %s, want %s", n, r.PostForm.Encode(), want)
		}
		_, _ = fmt.Fprintf(w, `{"access_token":"access-%d","expires_in":"3600"}`, n)
	})
	for n, stale := range []string{"", "access-1"} {
		if token, err := source.Renew(t.Context(), stale); err != nil || token != fmt.Sprintf("access-%d", n+1) {
			t.Errorf("got %q, %v", token, err)
		}
	}
	var failed *httpapi.TokenError
	if _, err := source.Renew(t.Context(), "access-2"); !errors.As(err, &failed) || failed.Refused != nil || signed != 3 {
		t.Errorf("got %v after %d forms", err, signed)
	}
}

func TestUnauthorizedIsAnsweredByOneRefreshAndOneRepeat(t *testing.T) {
	t.Parallel()
	source, refreshes := refreshing(t, &polltest.Clock{}, issue)
	client, calls := serveWith(t, source, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer access-2" {
			w.WriteHeader(401)
		}
	})
	if err := client.Call(t.Context(), "POST", "/x", map[string]string{}, nil); err != nil || calls.Load() != 2 || refreshes.Load() != 2 {
		t.Errorf("%d calls, %d refreshes, %v", calls.Load(), refreshes.Load(), err)
	}
}

func TestLastingUnauthorizedIsRepeatedOnlyOnce(t *testing.T) {
	t.Parallel()
	source, refreshes := refreshing(t, &polltest.Clock{}, issue)
	client, calls := serveWith(t, source, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) })
	var status *httpapi.StatusError
	if err := client.Call(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || calls.Load() != 2 || refreshes.Load() != 2 {
		t.Errorf("%d calls, %d refreshes, %v", calls.Load(), refreshes.Load(), err)
	}
}

func TestRefusedRefreshIsATokenErrorWithoutSecrets(t *testing.T) {
	t.Parallel()
	source, count := refreshing(t, &polltest.Clock{}, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trackingid", "T1")
		w.WriteHeader(400)
		_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"refresh-secret-0 is revoked, client-secret too"}`))
	})
	_, err := source.Token(t.Context())
	var refused *httpapi.TokenError
	if !errors.As(err, &refused) || refused.Refused == nil || refused.Refused.Status != 400 || refused.Refused.Header.Get("Trackingid") != "T1" || strings.Contains(err.Error(), "secret") {
		t.Fatalf("got %v", err)
	}
	if body := string(refused.Refused.Body); !strings.Contains(body, "invalid_grant") || strings.Contains(body, "secret-0") || strings.Contains(body, "client-secret") {
		t.Errorf("the body is %s", body)
	}
	if count.Load() != 1 {
		t.Errorf("%d requests for one refusal", count.Load())
	}
}
