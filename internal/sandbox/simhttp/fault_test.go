// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func TestFaultKindDecidesWhatHappensAndWhatTheClientSees(t *testing.T) {
	t.Parallel()
	cases := []struct {
		kind    string
		handled int32
		status  int // 0: no answer
		body    string
	}{
		{"status:503", 0, 503, "status:503"},
		{"status_after:502", 1, 502, "status_after:502"},
		{"drop", 0, 0, ""},
		{"drop_after", 1, 0, ""},
		{"garbage", 0, 200, "<html>"},
		{"garbage_after", 1, 200, "<html>"},
		{"empty", 0, 200, ""},
		{"empty_after", 1, 200, ""},
		{"null", 0, 200, "null"},
		{"huge_after", 1, 200, "padding"},
		{"redirect", 0, 307, ""},
		{"redirect_after", 1, 307, ""},
		{"truncate_after", 1, 201, "g"},
		{"mistype_after", 1, 201, "got"},
		{"slow:1", 1, 201, "got"},
	}
	for _, c := range cases {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if err := w.AddFault(simhttp.Fault{Kind: c.kind, Times: 1}); err != nil {
				t.Fatal(err)
			}
			resp, body, err := w.post(t.Context(), "/", "x")
			switch {
			case c.status == 0 && err == nil:
				t.Errorf("got answer %d, want a closed connection", resp.StatusCode)
			case c.status != 0 && (err != nil || resp.StatusCode != c.status || !strings.Contains(body, c.body)):
				t.Errorf("got %v %q %v, want %d with %q", resp, body, err, c.status, c.body)
			}
			if w.handled.Load() != c.handled {
				t.Errorf("the handler ran %d times, want %d", w.handled.Load(), c.handled)
			}
			log := w.Requests()
			if len(log) != 1 || log[0].Fault != c.kind || log[0].Status != c.status {
				t.Errorf("log %+v, want one request with fault %s and status %d", log, c.kind, c.status)
			}
			if resp, _, err := w.post(t.Context(), "/", "x"); err != nil || resp.StatusCode != 201 {
				t.Errorf("second request: %v %v, want 201, as the fault was for one", resp, err)
			}
		})
	}
}

func TestHangEndsWhenTheClientGivesUp(t *testing.T) {
	t.Parallel()
	for kind, handled := range map[string]int32{"hang": 0, "hang_after": 1, "drip": 0, "drip_after": 1} {
		w := newWorld(t)
		if err := w.AddFault(simhttp.Fault{Kind: kind}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() {
			for w.Hanging() == 0 {
				runtime.Gosched()
			}
			cancel()
		}()
		if _, _, err := w.post(ctx, "/", ""); err == nil || w.handled.Load() != handled {
			t.Errorf("%s: error %v, handled %d: want the end of the client's context and %d handled", kind, err, w.handled.Load(), handled)
		}
	}
}

func TestRequestThatHangsIsCountedOnceItHadItsEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.AddFault(simhttp.Fault{Kind: "hang_after"}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _, _ = w.post(ctx, "/", "")
	}()
	for w.Hanging() == 0 {
		runtime.Gosched()
	}
	if w.Hanging() != 1 || w.handled.Load() != 1 {
		t.Errorf("%d hang and %d had their effect, want one", w.Hanging(), w.handled.Load())
	}
	cancel()
	<-ended
	for w.Hanging() != 0 {
		runtime.Gosched()
	}
}

func TestHangEndsWhenTheRecorderCloses(t *testing.T) {
	t.Parallel()
	recorder := simhttp.NewRecorder(time.Now)
	handler := recorder.Wrap("shop", http.NotFoundHandler())
	if err := recorder.AddFault(simhttp.Fault{Kind: "hang"}); err != nil {
		t.Fatal(err)
	}
	ended := make(chan any)
	go func() {
		defer func() { ended <- recover() }()
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		handler.ServeHTTP(nil, req)
	}()
	recorder.Close()
	if got, _ := (<-ended).(error); !errors.Is(got, http.ErrAbortHandler) {
		t.Errorf("the hanging request ended with %v, want the connection closed", got)
	}
}

func TestFaultHitsOnlyWhatItMatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fault := simhttp.Fault{Service: "shop", Match: "POST /orders", Kind: "status:429", Times: 2, RetryAfter: 7, Body: "busy"}
	if err := w.AddFault(fault); err != nil {
		t.Fatal(err)
	}
	var statuses []int
	for _, path := range []string{"/other", "/orders", "/orders", "/orders"} {
		resp, body, err := w.post(t.Context(), path, "")
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode == 429 && (resp.Header.Get("Retry-After") != "7" || body != "busy") {
			t.Errorf("429 with Retry-After %q and body %q, want 7 and busy", resp.Header.Get("Retry-After"), body)
		}
		statuses = append(statuses, resp.StatusCode)
	}
	if diff := cmp.Diff([]int{201, 429, 429, 201}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]simhttp.FaultState{{Fault: fault, Hits: 2}}, w.Faults()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	w.ClearFaults()
	if got := w.Faults(); len(got) != 0 {
		t.Errorf("after ClearFaults there are %+v", got)
	}
}

func TestFaultLetsPassWhatItSkips(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.AddFault(simhttp.Fault{Match: "/orders", Kind: "status:429", Skip: 1, Times: 1, RetryAfter: 7, RetryAfterDate: true}); err != nil {
		t.Fatal(err)
	}
	var statuses []int
	for _, path := range []string{"/orders", "/other", "/orders", "/orders"} {
		resp, _, err := w.post(t.Context(), path, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := http.ParseTime(resp.Header.Get("Retry-After")); resp.StatusCode == http.StatusTooManyRequests && err != nil {
			t.Errorf("Retry-After %q, want a date", resp.Header.Get("Retry-After"))
		}
		statuses = append(statuses, resp.StatusCode)
	}
	if diff := cmp.Diff([]int{201, 201, 429, 201}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestFaultMatchesTheBodyWhereEveryRequestHasOnePath(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.AddFault(simhttp.Fault{Match: "POST /graphql", MatchBody: "domainVerify(", Kind: "status:503", Times: 1}); err != nil {
		t.Fatal(err)
	}
	var statuses []int
	for _, request := range [][2]string{
		{"/graphql", `{"query":"mutation{domainAdd(input:$input){id}}"}`},
		{"/other", `{"query":"mutation{domainVerify(input:$input){id}}"}`},
		{"/graphql", `{"query":"mutation{domainVerify(input:$input){id}}"}`},
		{"/graphql", `{"query":"mutation{domainVerify(input:$input){id}}"}`},
	} {
		resp, _, err := w.post(t.Context(), request[0], request[1])
		if err != nil {
			t.Fatal(err)
		}
		statuses = append(statuses, resp.StatusCode)
	}
	if diff := cmp.Diff([]int{201, 201, 503, 201}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestMalformedFaultIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, f := range []simhttp.Fault{
		{Kind: "explode"},
		{Kind: ""},
		{Kind: "status"},
		{Kind: "status:ok"},
		{Kind: "status:99"},
		{Kind: "slow"},
		{Kind: "slow:-1"},
		{Kind: "drop", Times: -1},
		{Kind: "drop", Skip: -1},
		{Kind: "drop:1"},
		{Kind: "truncate"},
		{Kind: "slow_after:1"},
		{Kind: "status:429", RetryAfter: -1},
	} {
		if err := w.AddFault(f); err == nil {
			t.Errorf("fault %+v was accepted", f)
		}
	}
	if got := w.Faults(); len(got) != 0 {
		t.Errorf("refused faults were armed: %+v", got)
	}
}
