// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Log receives one line per attempt of a request. It never receives bodies,
// headers or queries.
type Log func(ctx context.Context, message string, fields map[string]any)

// attemptLog counts and logs each attempt, also those that get no response and those that
// are repeated.
type attemptLog struct {
	next http.RoundTripper
	log  Log
	now  func() time.Time
}

// RoundTrip implements http.RoundTripper.
func (l attemptLog) RoundTrip(request *http.Request) (*http.Response, error) {
	known := callIn(request.Context())
	fields := map[string]any{
		"method": request.Method, "host": request.URL.Host, "path": request.URL.EscapedPath(),
		"attempt": int(known.attempts.Add(1)),
	}
	start := l.now()
	response, err := l.next.RoundTrip(request)
	fields["milliseconds"] = l.now().Sub(start).Milliseconds()
	if err != nil {
		fields["error"] = failureClass(err, known.sent.Load())
	} else {
		fields["status"] = response.StatusCode
	}
	l.log(request.Context(), "service request", fields)
	return response, err
}

// CloseIdleConnections is what http.Client looks for in its transport.
func (l attemptLog) CloseIdleConnections() {
	if closer, ok := l.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// failureClass keeps the texts of errors out of the log: they may quote what a
// server sent.
func failureClass(err error, sent bool) string {
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case isNet && timeout.Timeout():
		return "timeout"
	case !sent:
		return "no connection"
	default:
		return "connection broken"
	}
}
