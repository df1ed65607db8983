// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

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
