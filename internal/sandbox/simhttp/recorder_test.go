// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func noonTime() time.Time { return noon }

// world is one service behind a recorder; handled counts what reached it.
type world struct {
	*simhttp.Recorder
	url     string
	handled atomic.Int32
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Recorder: simhttp.NewRecorder(func() time.Time { return noon })}
	server := httptest.NewServer(w.Wrap("shop", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.handled.Add(1)
		body, _ := io.ReadAll(r.Body)
		rw.WriteHeader(http.StatusCreated)
		_, _ = rw.Write(append([]byte("got "), body...))
	})))
	w.url = server.URL
	t.Cleanup(server.Close)
	t.Cleanup(w.Close)
	return w
}

func (w *world) post(ctx context.Context, path, body string) (*http.Response, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Authorization", "Bearer secret")
	req.Header.Set("X-Probe", "yes")
	resp, err := unpooled().Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp, string(text), err
}

func TestServiceWithTwoHostsIsNamedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Wrap("shop", http.NotFoundHandler())
	if err := w.SetLatency("none", 0); err == nil || !strings.HasSuffix(err.Error(), "this sandbox has: shop") {
		t.Errorf("got %v, want the service once", err)
	}
}

func TestLogKeepsEverythingButTheCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	resp, text, err := w.post(t.Context(), "/orders?x=1", "two pears")
	if err != nil || resp.StatusCode != http.StatusCreated || text != "got two pears" {
		t.Fatalf("answer %v %q %v, want 201 with the handler's text", resp, text, err)
	}
	log := w.Requests()
	if len(log) != 1 || log[0].Header.Get("Authorization") != "" || log[0].Header.Get("X-Probe") != "yes" {
		t.Fatalf("log %+v, want one request with X-Probe and without Authorization", log)
	}
	log[0].Header = nil
	want := simhttp.Request{Time: noon, Service: "shop", Method: "POST", Path: "/orders?x=1", Status: 201, Body: "two pears"}
	if diff := cmp.Diff(want, log[0]); diff != "" {
		t.Errorf("log entry (-want +got):\n%s", diff)
	}
	w.ForgetRequests()
	if log := w.Requests(); len(log) != 0 {
		t.Errorf("after ForgetRequests the log still has %+v", log)
	}
}

func TestLatencyHoldsBackTheAnswerUntilTheClientGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.SetLatency("shop", time.Hour); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := w.post(ctx, "/", ""); err == nil || w.handled.Load() != 0 {
		t.Errorf("error %v, handled %d: want the client's timeout before the handler ran", err, w.handled.Load())
	}
	if err := w.SetLatency("shop", time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if resp, _, err := w.post(t.Context(), "/", ""); err != nil || resp.StatusCode != http.StatusCreated {
		t.Errorf("with one millisecond of latency: %v %v, want 201", resp, err)
	}
}

func TestUnknownServiceIsRefusedWithTheServicesThereAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for what, err := range map[string]error{
		"latency": w.SetLatency("shopp", time.Second),
		"fault":   w.AddFault(simhttp.Fault{Service: "shopp", Kind: "drop"}),
	} {
		if err == nil || !strings.Contains(err.Error(), `"shopp"`) || !strings.Contains(err.Error(), "shop") {
			t.Errorf("%s of an unknown service: %v, want an error naming it and the ones there are", what, err)
		}
	}
	if err := w.SetLatency("shop", -time.Second); err == nil {
		t.Error("a negative latency was accepted")
	}
}

// unpooled is a client without idle connections: closing any httptest server closes
// those of the default client, also while another test is about to use one.
func unpooled() *http.Client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: stay}
}
