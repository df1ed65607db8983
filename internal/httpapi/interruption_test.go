// SPDX-License-Identifier: MPL-2.0

package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
)

// wantInterrupted holds err to the end of a cancelled context.
func wantInterrupted(t *testing.T, err error, sent bool, lastStatus int) {
	t.Helper()
	var cut *httpapi.InterruptedError
	if !errors.As(err, &cut) || cut.Sent != sent || cut.Sent && cut.Unsent || !errors.Is(err, context.Canceled) {
		t.Errorf("got %#v, want an interruption, sent %t", err, sent)
		return
	}
	var last *httpapi.StatusError
	if errors.As(cut.Last, &last); lastStatus != 0 && (last == nil || last.Status != lastStatus) || lastStatus == 0 && cut.Last != nil {
		t.Errorf("the last failure is %v, want status %d", cut.Last, lastStatus)
	}
}

// long is a time that no test lives to see.
const long = time.Hour

func TestReadUnderWayEndsAtOnceWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Grace = long },
		func(_ int, _ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
	err := client.Read(ctx, "GET", "/x", nil, nil)
	wantInterrupted(t, err, false, 0)
	if cut, ok := errors.AsType[*httpapi.InterruptedError](err); ok && cut.Unsent {
		t.Error("a read that has left was not sent")
	}
}

func TestWriteUnderWayAtTheEndOfItsContextMayFinish(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Grace = long },
		func(_ int, w http.ResponseWriter, _ *http.Request) {
			cancel()
			_, _ = w.Write([]byte(`{"b":2}`))
		})
	var output struct{ B int }
	if err := client.Write(ctx, "POST", "/x", struct{}{}, &output); err != nil || output.B != 2 {
		t.Errorf("got %+v, %v; want what the write has done", output, err)
	}
}

func TestRefusalOfAWriteThatWasUnderWayIsWorthMoreThanTheInterruption(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, _ := serveChanged(t, func(config *httpapi.Config) { config.Grace = long },
		func(_ int, w http.ResponseWriter, _ *http.Request) {
			cancel()
			w.WriteHeader(http.StatusConflict)
		})
	err := client.Write(ctx, "POST", "/x", struct{}{}, nil)
	var refused *httpapi.StatusError
	if !errors.As(err, &refused) || refused.Status != http.StatusConflict || errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the refusal", err)
	}
}

func TestWriteThatFailsAfterTheEndOfItsContextIsOpen(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	client, count := serveChanged(t, func(config *httpapi.Config) { config.Grace = long },
		func(_ int, w http.ResponseWriter, _ *http.Request) {
			cancel()
			w.WriteHeader(http.StatusServiceUnavailable)
		})
	wantInterrupted(t, client.Write(ctx, "POST", "/x", struct{}{}, nil), true, http.StatusServiceUnavailable)
	if count.Load() != 1 {
		t.Errorf("%d requests, want one", count.Load())
	}
}

// unanswered is a transport on which a request is sent, and interrupted.
type unanswered struct{ interrupt func() }

func (u unanswered) RoundTrip(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).WroteHeaders()
	u.interrupt()
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// With the grace as it is unless set.
func TestWriteThatIsNeverAnsweredEndsWithinASecondAndIsOpen(t *testing.T) {
	virtually(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		client, _ := governed(ratelimit.Config{}, func(config *httpapi.Config) { config.Transport = unanswered{cancel} }, nil)
		begun := time.Now()
		wantInterrupted(t, client.Write(ctx, "POST", "/x", struct{}{}, nil), true, 0)
		if took := time.Since(begun); took > time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestInterruptedPauseSaysWhatWasRepeatedAndEndsAtOnce(t *testing.T) {
	t.Parallel()
	for access, status := range map[string]int{"read": http.StatusServiceUnavailable, "write": http.StatusTooManyRequests} {
		ctx, cancel := context.WithCancel(t.Context())
		client, count := serveChanged(t, func(config *httpapi.Config) {
			config.Grace, config.MinPause, config.MaxPause, config.RepeatWithin = long, long, long, 2*long
		}, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		watched := httpapi.WatchFailures(ctx, func(error) { cancel() })
		wantInterrupted(t, calling(client, access)(watched, "POST", "/x", nil, nil), false, status)
		if count.Load() != 1 {
			t.Errorf("%s: %d requests, want one", access, count.Load())
		}
	}
}

func TestNothingIsSentInAContextThatHasEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client, count := serve(t, func(int, http.ResponseWriter, *http.Request) {})
	wantInterrupted(t, client.Write(ctx, "POST", "/x", struct{}{}, nil), false, 0)
	if count.Load() != 0 {
		t.Errorf("%d requests, want none", count.Load())
	}
}

func TestInterruptedWaitForATokenSaysWhatTheEndpointAnswered(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	released := make(chan struct{})
	source, _ := refreshing(t, &polltest.Clock{}, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		cancel()
		<-released
	})
	client, count := serveWith(t, source, func(int, http.ResponseWriter, *http.Request) {})
	wantInterrupted(t, client.Write(ctx, "POST", "/x", struct{}{}, nil), false, http.StatusTooManyRequests)
	if count.Load() != 0 {
		t.Errorf("%d requests without a token", count.Load())
	}
	close(released)
}
