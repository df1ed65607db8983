// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// serve answers the n-th request (from 1) with answer.
func serve(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) (*httpapi.Client, *atomic.Int32) {
	t.Helper()
	return serveWith(t, httpapi.StaticToken("static-secret"), answer)
}

func serveWith(t *testing.T, tokens httpapi.TokenSource, answer func(n int, w http.ResponseWriter, r *http.Request)) (*httpapi.Client, *atomic.Int32) {
	t.Helper()
	return serveChanged(t, func(config *httpapi.Config) { config.Tokens = tokens }, answer)
}

func serveChanged(t *testing.T, change func(*httpapi.Config), answer func(n int, w http.ResponseWriter, r *http.Request)) (*httpapi.Client, *atomic.Int32) {
	t.Helper()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A server notices that a client has left only when the body is read.
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer(int(count.Add(1)), w, r)
	}))
	t.Cleanup(server.Close)
	base, err := httpapi.ParseBaseURL(server.URL + "/v1/")
	if err != nil {
		t.Fatal(err)
	}
	config := httpapi.Config{
		BaseURL: base, Tokens: httpapi.StaticToken("static-secret"), Redactor: httpapi.NewRedactor("static-secret"),
		MinPause: time.Millisecond, MaxPause: time.Millisecond,
	}
	change(&config)
	return httpapi.New(config), &count
}

// breakConnection closes the connection without an answer.
func breakConnection(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func TestCallSendsTokenAndJSONAndDecodesTheAnswer(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path != "/v1/things" || r.Header.Get("Authorization") != "Bearer static-secret" || string(body) != `{"a":1}` {
			t.Errorf("got %s %q %s", r.URL.Path, r.Header.Get("Authorization"), body)
		}
		_, _ = w.Write([]byte(`{"b":2}`))
	})
	var output struct{ B int }
	if err := client.Write(t.Context(), "POST", "/things", map[string]int{"a": 1}, &output); err != nil || output.B != 2 {
		t.Errorf("got %+v, %v", output, err)
	}
}

// Invariant 6: a POST that writes is never repeated blindly. One that reads is.
func TestOnlyReadsAreRepeatedAfterAnAmbiguousFailure(t *testing.T) {
	t.Parallel()
	failures := map[string]func(http.ResponseWriter){
		"500":               func(w http.ResponseWriter) { w.WriteHeader(500) },
		"502":               func(w http.ResponseWriter) { w.WriteHeader(502) },
		"503":               func(w http.ResponseWriter) { w.WriteHeader(503) },
		"broken connection": breakConnection,
		"broken body": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("{"))
		},
	}
	for name, fail := range failures {
		for call, repeats := range map[string]bool{"read by GET": true, "read by POST": true, "write by POST": false, "write by PATCH": false, "write by DELETE": false} {
			t.Run(name+" "+call, func(t *testing.T) {
				t.Parallel()
				client, count := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
					if n == 1 {
						fail(w)
					}
				})
				access, method, _ := strings.Cut(call, " by ")
				err := calling(client, access)(t.Context(), method, "/x", nil, nil)
				if repeats && (err != nil || count.Load() != 2) || !repeats && (err == nil || count.Load() != 1) {
					t.Errorf("%d requests, error %v", count.Load(), err)
				}
				var transport *httpapi.TransportError
				if errors.As(err, &transport) && !transport.Sent {
					t.Error("a request that the server saw is reported as not sent")
				}
			})
		}
	}
}

func TestThrottledWritesAreRepeated(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{"seconds": "0", "date": "Mon, 02 Jan 2006 15:04:05 GMT", "none": ""} {
		client, count := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
			if n < 3 {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(429)
			}
		})
		if err := client.Write(t.Context(), "POST", "/x", map[string]string{}, nil); err != nil || count.Load() != 3 {
			t.Errorf("%s: %d requests, error %v", name, count.Load(), err)
		}
	}
}

// A service that is restarting may say so by a pause of nothing, or by a time that is over.
func TestPauseOfNothingDoesNotUseUpTheRepetitionsAtOnce(t *testing.T) {
	t.Parallel()
	want := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}
	for _, retryAfter := range []string{"", "0", "Thu, 01 Jan 1970 00:00:00 GMT"} {
		clock := &polltest.Clock{}
		service := &fakeService{answer: func(int, *http.Request) answer { return answer{status: 503, retryAfter: retryAfter} }}
		client := httpapi.New(httpapi.Config{
			BaseURL: &url.URL{Scheme: "https", Host: "api.test"}, Tokens: httpapi.StaticToken("x"), Transport: service, Now: clock.Now, Sleep: clock.Sleep,
		})
		if err := client.Read(t.Context(), http.MethodGet, "/x", nil, nil); err == nil {
			t.Error("no error")
		}
		if diff := cmp.Diff(want, clock.Sleeps()); diff != "" {
			t.Errorf("Retry-After %q (-want +got):\n%s", retryAfter, diff)
		}
	}
}

// The clock of the machine is wrong by an hour either way.
func TestTimeThatAServiceNamesIsOfItsOwnClock(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{-time.Hour, time.Hour} {
		clock := &polltest.Clock{}
		_ = clock.Sleep(t.Context(), 24*time.Hour)
		atService := clock.Now().Add(-wrong)
		service := roundTrip(func(*http.Request) (*http.Response, error) {
			header := http.Header{"Date": {atService.Format(http.TimeFormat)}, "Retry-After": {atService.Add(7 * time.Second).Format(http.TimeFormat)}}
			return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: header, Body: http.NoBody}, nil
		})
		client := httpapi.New(httpapi.Config{
			BaseURL: &url.URL{Scheme: "https", Host: "api.test"}, Tokens: httpapi.StaticToken("x"), Transport: service, Now: clock.Now, Sleep: clock.Sleep,
		})
		var refused *httpapi.StatusError
		if err := client.Read(t.Context(), http.MethodGet, "/x", nil, nil); !errors.As(err, &refused) || refused.RetryAfter != 7*time.Second {
			t.Errorf("%s: %+v", wrong, err)
		}
		if diff := cmp.Diff(slices.Repeat([]time.Duration{7 * time.Second}, 4), clock.Sleeps()[1:]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", wrong, diff)
		}
	}
}

func TestLongRetryAfterIsLeftToTheCaller(t *testing.T) {
	t.Parallel()
	client, count := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(429)
	})
	var status *httpapi.StatusError
	if err := client.Read(t.Context(), "GET", "/x", nil, nil); !errors.As(err, &status) || status.RetryAfter != time.Hour || count.Load() != 1 {
		t.Errorf("%d requests, error %v", count.Load(), err)
	}
}

func TestUnreachableServerIsReportedAsNotSent(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	base, _ := httpapi.ParseBaseURL(server.URL)
	server.Close()
	client := httpapi.New(httpapi.Config{BaseURL: base, Tokens: httpapi.StaticToken("x"), MinPause: time.Millisecond, MaxPause: time.Millisecond})
	var transport *httpapi.TransportError
	if err := client.Write(t.Context(), "POST", "/x", nil, nil); !errors.As(err, &transport) || transport.Sent {
		t.Errorf("got %v", err)
	}
}

// Invariant 9: no credentials to another host.
func TestRedirectIsNeverFollowed(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other host was asked, with Authorization %q", r.Header.Get("Authorization"))
	}))
	t.Cleanup(other.Close)
	client, _ := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	var status *httpapi.StatusError
	if err := client.Write(t.Context(), "POST", "/x", map[string]string{}, nil); !errors.As(err, &status) || status.Status != 307 {
		t.Errorf("got %v", err)
	}
}

func TestHTMLAnswerIsNotTakenForSuccess(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<html>Sign in</html>`))
	})
	var output struct{}
	if err := client.Read(t.Context(), "GET", "/x", nil, &output); err == nil || !strings.Contains(err.Error(), "login page") {
		t.Errorf("got %v", err)
	}
}

func TestBaseURLMustKeepCredentialsSafe(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://webexapis.com/v1", "http://127.0.0.1:8080/v1", "http://localhost:1", "http://[::1]:1"} {
		if _, err := httpapi.ParseBaseURL(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "webexapis.com", "http://webexapis.com/v1", "http://10.0.0.1", "ftp://x", "https://user:secret@x", "https://x?a=b", "https://x/v1?", "https://x:secret-port"} {
		if _, err := httpapi.ParseBaseURL(bad); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Hosts are compared: that of a link to the next page, and those that mean something.
func TestBaseURLHasOneSpelling(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"HTTPS://Graph.Example.COM:443/V1/": "https://graph.example.com/V1", "https://graph.example.com:8443": "https://graph.example.com:8443",
		"http://localhost:80/x//": "http://localhost/x", "https://[2001:DB8::1]:443": "https://[2001:db8::1]", "https://x/a%2Fb/": "https://x/a%2Fb",
	} {
		if base, err := httpapi.ParseBaseURL(given); err != nil || base.String() != want {
			t.Errorf("%s: %v, %v", given, base, err)
		}
	}
}

// What a service names is a pause of at most a minute, or the caller's to know.
func FuzzPauseThatAServiceNamesIsBounded(f *testing.F) {
	for _, seed := range []string{"", "0", "7", "3600", "-1", "1e9", "2147483648", "Mon, 02 Jan 2106 15:04:05 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "9223372036854775807", "07"} {
		f.Add(seed, uint16(429))
		f.Add(seed, uint16(503))
	}
	f.Fuzz(func(t *testing.T, retryAfter string, status uint16) {
		clock := &polltest.Clock{}
		service := &fakeService{answer: func(int, *http.Request) answer {
			return answer{status: 200 + int(status%400), retryAfter: retryAfter, body: `{"a":1}`}
		}}
		client := httpapi.New(httpapi.Config{
			BaseURL: &url.URL{Scheme: "https", Host: "api.test"}, Tokens: httpapi.StaticToken("x"), Transport: service, Now: clock.Now, Sleep: clock.Sleep,
		})
		err := client.Read(t.Context(), http.MethodGet, "/x", nil, nil)
		if sends := len(service.sends()); sends > 5 {
			t.Errorf("%d attempts", sends)
		}
		total := time.Duration(0)
		for _, pause := range clock.Sleeps() {
			if total += pause; pause < 0 || pause > time.Minute || total > 90*time.Second {
				t.Errorf("pauses of %s", clock.Sleeps())
			}
		}
		var refused *httpapi.StatusError
		if errors.As(err, &refused) && refused.RetryAfter < 0 {
			t.Errorf("retry after %s", refused.RetryAfter)
		}
	})
}
