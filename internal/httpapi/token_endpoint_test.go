// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"bytes"
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

	"github.com/google/go-cmp/cmp"

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
		Now: clock.Now, Sleep: clock.Sleep, MinPause: time.Millisecond, MaxPause: time.Millisecond,
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
	if err := client.Write(t.Context(), "POST", "/x", map[string]string{}, nil); err != nil || calls.Load() != 2 || refreshes.Load() != 2 {
		t.Errorf("%d calls, %d refreshes, %v", calls.Load(), refreshes.Load(), err)
	}
}

func TestLastingUnauthorizedIsRepeatedOnlyOnce(t *testing.T) {
	t.Parallel()
	source, refreshes := refreshing(t, &polltest.Clock{}, issue)
	client, calls := serveWith(t, source, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) })
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || calls.Load() != 2 || refreshes.Load() != 2 {
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

// Invariant 12: the pauses before another attempt are spent by the clock of the process.
func TestPausesBeforeATokenRequestAreSpentByTheGivenClock(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	source, _ := refreshing(t, clock, func(n int, w http.ResponseWriter, r *http.Request) {
		switch n {
		case 1:
			w.Header().Set("Retry-After", "59")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			issue(n, w, r)
		}
	})
	token, err := source.Token(t.Context())
	if diff := cmp.Diff([]time.Duration{59 * time.Second, time.Millisecond}, clock.Sleeps()); err != nil || token != "access-3" || diff != "" {
		t.Errorf("got %q, %v after other pauses (-want +got):\n%s", token, err, diff)
	}
}

// readDenied reads refusals as at Zoho
// (https://zoho.com/accounts/protocol/oauth/token-limits.html).
func readDenied(config *httpapi.TokenConfig) {
	config.Classify = func(_ int, _ http.Header, body []byte) httpapi.Classification {
		switch {
		case bytes.Contains(body, []byte("Access Denied")):
			return httpapi.Classification{Kind: httpapi.Throttled}
		case bytes.Contains(body, []byte("failure")):
			return httpapi.Classification{Kind: httpapi.Refused}
		}
		return httpapi.Classification{}
	}
}

const denied = `{"error":"Access Denied","error_description":"You have made too many requests continuously."}`

func TestThrottledTokenEndpointIsNotAskedBeforeItsPauseIsOver(t *testing.T) {
	t.Parallel()
	shapes := map[string]struct {
		status     int
		retryAfter string
		pause      time.Duration
	}{
		"400": {400, "", 10 * time.Minute}, "200": {200, "", 10 * time.Minute}, "500": {500, "", 10 * time.Minute},
		"429": {429, "1", time.Second}, "400 that names a pause": {400, "1200", 20 * time.Minute},
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &polltest.Clock{}
			source, count := refreshingChanged(t, clock, readDenied, func(n int, w http.ResponseWriter, r *http.Request) {
				if n > 1 {
					issue(n, w, r)
					return
				}
				if shape.retryAfter != "" {
					w.Header().Set("Retry-After", shape.retryAfter)
				}
				w.WriteHeader(shape.status)
				_, _ = w.Write([]byte(denied))
			})
			for _, step := range []time.Duration{0, 0, shape.pause - 1, 1} {
				_ = clock.Sleep(t.Context(), step)
				left := shape.pause - clock.Now().Sub(time.Unix(0, 0))
				token, err := source.Token(t.Context())
				if left == 0 {
					if err != nil || token != "access-2" || count.Load() != 2 {
						t.Errorf("after the pause: %q, %v, %d requests", token, err, count.Load())
					}
					break
				}
				var refused *httpapi.TokenError
				if !errors.As(err, &refused) || !refused.Throttled || refused.Left != left || refused.Refused.Status != shape.status || count.Load() != 1 {
					t.Errorf("with %s left: %v, %d requests", left, err, count.Load())
				}
			}
		})
	}
}

func TestTokenEndpointIsNotAskedInThePauseThatItNamesWhateverItsBody(t *testing.T) {
	t.Parallel()
	clock := &polltest.Clock{}
	source, count := refreshing(t, clock, func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 1 {
			w.Header().Set("Retry-After", "300")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		issue(n, w, r)
	})
	for _, left := range []time.Duration{5 * time.Minute, time.Minute} {
		var refused *httpapi.TokenError
		if _, err := source.Token(t.Context()); !errors.As(err, &refused) || !refused.Throttled || refused.Left != left || count.Load() != 1 {
			t.Errorf("with %s left: %v, %d requests", left, err, count.Load())
		}
		_ = clock.Sleep(t.Context(), min(left, 4*time.Minute))
	}
	if token, err := source.Token(t.Context()); err != nil || token != "access-2" {
		t.Errorf("after the pause: %q, %v", token, err)
	}
}

func TestRefusedCredentialIsAskedOnceInAProcess(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"400":                           {400, `{"error":"invalid_client"}`},
		"401":                           {401, ``},
		"200 with an error":             {200, `{"error":"invalid_code"}`},
		"200 that the adapter can read": {200, `{"status":"failure"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, count := refreshingChanged(t, &polltest.Clock{}, readDenied, func(_ int, w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(answer.status)
				_, _ = w.Write([]byte(answer.body))
			})
			_, first := source.Token(t.Context())
			var refused *httpapi.TokenError
			if !errors.As(first, &refused) || refused.Refused == nil || refused.Refused.Status != answer.status || string(refused.Refused.Body) != answer.body || refused.Throttled {
				t.Fatalf("got %#v", first)
			}
			var callers sync.WaitGroup
			for range 10 {
				callers.Go(func() {
					_, again := source.Token(t.Context())
					_, renewed := source.Renew(t.Context(), "stale")
					if !errors.Is(again, first) || !errors.Is(renewed, first) {
						t.Errorf("got %v and %v, want the same error", again, renewed)
					}
				})
			}
			callers.Wait()
			if count.Load() != 1 {
				t.Errorf("%d requests for one refusal", count.Load())
			}
		})
	}
}

func TestFailureOfTheTokenEndpointItselfIsNotRemembered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
	}{
		{http.StatusServiceUnavailable, ""},
		{http.StatusRequestTimeout, ""},
		{http.StatusBadRequest, `{"error":"temporarily_unavailable"}`},
		{http.StatusUnauthorized, `{"error":"server_error"}`},
		{http.StatusBadRequest, `{"error":"internal_failure"}`},
	} {
		source, count := refreshingChanged(t, &polltest.Clock{}, func(*httpapi.TokenConfig) {}, func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
				return
			}
			issue(n, w, r)
		})
		_, err := source.Token(t.Context())
		var refused *httpapi.TokenError
		if !errors.As(err, &refused) || refused.Refused.IsForGood() || refused.Throttled {
			t.Errorf("%v: %v", c, err)
		}
		if token, err := source.Token(t.Context()); err != nil || token != "access-2" || count.Load() != 2 {
			t.Errorf("%v: %s, %v, %d requests", c, token, err, count.Load())
		}
	}
}

// It can be reached, so that nobody has to look at the network.
func TestAnswerWithoutATokenIsToldAsOne(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `<html>Sign in</html>`} {
		source, _ := refreshing(t, &polltest.Clock{}, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
		_, err := source.Token(t.Context())
		if err == nil || strings.Contains(err.Error(), "reach") || !strings.Contains(err.Error(), "no access token") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestTokenRefusedMidRunWithTenRequestsWaitingIsRefreshedOnce(t *testing.T) {
	t.Parallel()
	source, refreshes := refreshing(t, &polltest.Clock{}, issue)
	var waiting sync.WaitGroup
	waiting.Add(10)
	var refused atomic.Int32
	client, _ := serveWith(t, source, func(_ int, w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/v1/first":
		case r.Header.Get("Authorization") == "Bearer access-1":
			// All ten are on their way with the old token.
			waiting.Done()
			waiting.Wait()
			refused.Add(1)
			w.WriteHeader(401)
			return
		}
		_, _ = w.Write([]byte(`{}`))
	})
	if err := client.Read(t.Context(), "GET", "/first", nil, nil); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := client.Write(t.Context(), "POST", "/x", nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if refused.Load() != 10 || refreshes.Load() != 2 {
		t.Errorf("%d refusals and %d refreshes, want 10 and one after the first", refused.Load(), refreshes.Load())
	}
}

func TestAnswerWithATokenMayTellMore(t *testing.T) {
	t.Parallel()
	source, _ := refreshing(t, &polltest.Clock{}, func(n int, w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"access_token":"access-%d","api_domain":"https://api.test","expires_in":3600}`, n)
	})
	if got := source.TokenField("api_domain"); got != "" {
		t.Errorf("got %q before any answer", got)
	}
	if _, err := source.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, number := source.TokenField("api_domain"), source.TokenField("expires_in"); got != "https://api.test" || number != "" {
		t.Errorf("got %q and, of a number, %q", got, number)
	}
}
