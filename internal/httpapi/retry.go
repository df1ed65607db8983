// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxRetryAfter bounds how long one request waits because a service says so.
// A longer pause is the caller's to plan: the wait loop knows its deadline.
const maxRetryAfter = 60 * time.Second

type retrySettings struct {
	transport          http.RoundTripper
	now                func() time.Time
	timeout            time.Duration
	minPause, maxPause time.Duration
}

// newRetrying returns a client that repeats by the rule below.
func newRetrying(settings retrySettings) *retryablehttp.Client {
	if settings.transport == nil {
		settings.transport = http.DefaultTransport
	}
	retrying := retryablehttp.NewClient()
	retrying.HTTPClient = &http.Client{
		Transport:     settings.transport,
		Timeout:       orDefault(settings.timeout, 60*time.Second),
		CheckRedirect: neverFollow,
	}
	retrying.Logger = nil
	retrying.RetryMax = 4
	retrying.RetryWaitMin = orDefault(settings.minPause, 500*time.Millisecond)
	retrying.RetryWaitMax = orDefault(settings.maxPause, 30*time.Second)
	retrying.CheckRetry = settings.retryRule
	retrying.Backoff = settings.backoff
	// The last answer is what the person needs to see, not "giving up after 5
	// attempts".
	retrying.ErrorHandler = func(response *http.Response, err error, _ int) (*http.Response, error) { return response, err }
	return retrying
}

// neverFollow: no API answers with a redirect; following one could carry the
// token or a POST to another place.
func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func orDefault(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// retryRule decides which attempts are repeated:
//
//	refused before it was handled (429; 423 with Retry-After)   any method
//	never left this machine (no connection)                     any method
//	anything else that may pass (5xx, broken connection)        GET and HEAD
//
// The last line is the point: a POST that may have had its effect is never
// repeated here, because only its adapter knows how to look first.
func (s retrySettings) retryRule(ctx context.Context, response *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	watched, _ := ctx.Value(attemptKey{}).(*attempt)
	if err != nil {
		passing, permanent := retryablehttp.ErrorPropagatedRetryPolicy(ctx, nil, err)
		if !passing {
			return false, permanent
		}
		return watched != nil && (watched.idempotent || !watched.sent.Load()), nil
	}
	pause, named := retryAfter(response.Header, s.now)
	if pause > maxRetryAfter {
		return false, nil
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests:
		watched.refused()
		return true, nil
	case http.StatusLocked:
		watched.refused()
		return named, nil
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return isIdempotent(response.Request.Method), nil
	}
	return false, nil
}

// backoff obeys Retry-After and doubles the pause otherwise.
func (s retrySettings) backoff(least, most time.Duration, attemptNumber int, response *http.Response) time.Duration {
	if response != nil {
		if pause, named := retryAfter(response.Header, s.now); named {
			return pause
		}
	}
	return min(least<<min(attemptNumber, 16), most)
}

// retryAfter reads the header in both forms of RFC 9110 section 10.2.3.
func retryAfter(header http.Header, now func() time.Time) (time.Duration, bool) {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(date.Sub(now()), 0), true
	}
	return 0, false
}

func isIdempotent(method string) bool { return method == http.MethodGet || method == http.MethodHead }

type attemptKey struct{}

// attempt notes whether a request has left this machine.
type attempt struct {
	idempotent bool
	sent       atomic.Bool
}

// watchSending returns a context that notes the sending of requests made in it.
func watchSending(ctx context.Context, method string) (context.Context, *attempt) {
	watched := &attempt{idempotent: isIdempotent(method)}
	trace := &httptrace.ClientTrace{WroteHeaders: func() { watched.sent.Store(true) }}
	return httptrace.WithClientTrace(context.WithValue(ctx, attemptKey{}, watched), trace), watched
}

// refused notes that the service refused to handle the request, so that it is
// as good as not sent.
func (a *attempt) refused() {
	if a != nil {
		a.sent.Store(false)
	}
}
