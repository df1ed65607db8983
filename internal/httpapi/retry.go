// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
)

type retrySettings struct {
	transport          http.RoundTripper
	now                func() time.Time
	sleep              func(context.Context, time.Duration) error
	log                Log
	timeout            time.Duration
	repeatWithin       time.Duration
	minPause, maxPause time.Duration
	limiter            *ratelimit.Limiter
	classify           Classify
	// throttleIsFinal leaves a response read as Throttled to the caller.
	throttleIsFinal bool
}

// newRetrying returns a client that repeats by the rule below.
func newRetrying(settings retrySettings) *retryablehttp.Client {
	if settings.transport == nil {
		settings.transport = http.DefaultTransport
	}
	if settings.log == nil {
		settings.log = func(context.Context, string, map[string]any) {}
	}
	if settings.sleep == nil {
		settings.sleep = poll.SystemClock{}.Sleep
	}
	settings.transport = attemptLog{next: settings.transport, log: settings.log, now: settings.now}
	settings.minPause = orDefault(settings.minPause, 500*time.Millisecond)
	settings.maxPause = orDefault(settings.maxPause, 30*time.Second)
	settings.repeatWithin = orDefault(settings.repeatWithin, 90*time.Second)
	retrying := retryablehttp.NewClient()
	retrying.HTTPClient = &http.Client{
		Transport:     settings.transport,
		Timeout:       settings.timeout,
		CheckRedirect: neverFollow,
	}
	retrying.Logger = nil
	retrying.RetryMax = 4
	retrying.CheckRetry = settings.retryRule
	// The library pauses by the machine's clock; prepareRetry does by ours.
	retrying.Backoff = func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return 0 }
	retrying.PrepareRetry = settings.prepareRetry
	// The user needs to see the last response, not "giving up after 5 attempts".
	retrying.ErrorHandler = func(response *http.Response, err error, _ int) (*http.Response, error) { return response, err }
	return retrying
}

// neverFollow refuses redirects: no API responds with one, and following it could
// send the token or a POST elsewhere.
func neverFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func orDefault(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// retryRule decides which attempts are repeated:
//
//	read as refused for good, whatever the status               none
//	refused before it was handled (429; 423 with Retry-After;
//	    read as Throttled)                                      reads and writes
//	never left this machine (no connection)                     reads and writes
//	anything else that may pass (5xx, read as Failed, broken
//	    connection, also while the body arrives)                reads
//
// The last line is the point: a write that may have been applied is never repeated
// here, because only its adapter knows how to read the outcome first.
//
// Nothing is repeated for a caller that is gone, nor later than repeatWithin
// after the begin.
func (s retrySettings) retryRule(ctx context.Context, response *http.Response, err error) (bool, error) {
	watched := callIn(ctx)
	if broken := watched.classify(s.classify, response); broken != nil && watched.reads {
		err = brokenOff(broken)
	}
	if response != nil {
		s.informLimiter(ctx, watched, response)
	}
	repeat, permanent := s.worthRepeating(ctx, watched, response, err)
	if !repeat {
		return false, permanent
	}
	watched.pause = s.backoff(watched, response)
	if s.now().Add(watched.pause).Sub(watched.begun) > s.repeatWithin {
		return false, nil
	}
	watched.note(failureOf(watched, response, err))
	watched.endWrite()
	return !watched.abandoned(), nil
}

func (s retrySettings) worthRepeating(ctx context.Context, watched *call, response *http.Response, err error) (repeat bool, permanent error) {
	if err != nil {
		passing, permanent := retryablehttp.ErrorPropagatedRetryPolicy(ctx, nil, err)
		return passing && (watched.reads || !watched.sent.Load()), permanent
	}
	pause, named := namedPause(watched, response)
	if watched.throttled(response) {
		// The service refused to handle it, which is as good as not sent.
		watched.sent.Store(false)
		final := s.throttleIsFinal && watched.classification.Kind == Throttled
		return !final && pause <= ratelimit.MaxWait, nil
	}
	switch kind := watched.classification.Kind; {
	case pause > ratelimit.MaxWait:
		return false, nil
	case kind != AsStatus:
		return kind == Failed && watched.reads, nil
	}
	switch response.StatusCode {
	case http.StatusLocked:
		watched.sent.Store(false)
		return named, nil
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return watched.reads, nil
	}
	return false, nil
}

// failureOf is the error of a failed attempt. The response stays readable.
func failureOf(watched *call, response *http.Response, err error) error {
	if err != nil {
		return watched.transportError(err)
	}
	// What cannot be read of a refusal is not missed: it is repeated.
	data, _ := io.ReadAll(io.LimitReader(response.Body, maxBody))
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(data))
	return watched.statusError(response, data)
}

// backoff is the pause that the response names, or a doubled one.
func (s retrySettings) backoff(watched *call, response *http.Response) time.Duration {
	if response != nil {
		if s.limiter != nil && watched.throttled(response) {
			// The rate limiter waits, for all requests together.
			return 0
		}
		// A pause of 0, or until a time that is over, is no reason to give up within milliseconds.
		if pause, _ := namedPause(watched, response); pause > 0 {
			return pause
		}
	}
	repetition := int(watched.attempts.Load()) - 1
	return min(s.minPause<<min(repetition, 16), s.maxPause)
}

// namedPause is the pause that the response to the last attempt names.
func namedPause(watched *call, response *http.Response) (time.Duration, bool) {
	if pause := watched.classification.RetryAfter; pause > 0 {
		return pause, true
	}
	return retryAfter(response.Header, watched.now)
}

// retryAfter reads the header in both forms of RFC 9110 section 10.2.3.
func retryAfter(header http.Header, now func() time.Time) (time.Duration, bool) {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if date, err := http.ParseTime(value); err == nil {
		return Until(header, date, now()), true
	}
	return 0, false
}

// Until is how long it is until a time that a response names, 0 where it is over. It is
// measured by the clock of the service, which the response shows by its Date: the one of
// this machine, which is at now, may be wrong.
func Until(header http.Header, end, now time.Time) time.Duration {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return max(end.Sub(now), 0)
}
