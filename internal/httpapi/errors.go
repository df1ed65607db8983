// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"fmt"
	"net/http"
	"time"
)

// StatusError is an answer outside 2xx.
type StatusError struct {
	Method string
	Path   string
	Status int
	Header http.Header
	// Body is at most 64 KiB of the answer, secrets removed.
	Body []byte
	// RetryAfter is the pause the service asked for, or zero.
	RetryAfter time.Duration
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s: status %d", e.Method, e.Path, e.Status)
}

// Ambiguous reports whether the request may have had its effect all the same.
func (e *StatusError) Ambiguous() bool { return e.Status >= 500 }

// TransportError is a request that got no usable answer.
type TransportError struct {
	Method string
	Host   string
	Path   string
	// Sent: the request had left before it failed, so it may have had its
	// effect.
	Sent bool
	Err  error
}

func (e *TransportError) Error() string {
	return fmt.Sprintf("%s %s at %s: %v", e.Method, e.Path, e.Host, e.Err)
}

func (e *TransportError) Unwrap() error { return e.Err }

// TokenError says that no access token could be had. The request that needed
// it was not sent.
type TokenError struct {
	Host   string
	Status int // 0 when the token endpoint did not answer
	// Code and Message are the endpoint's own words, secrets removed.
	Code, Message string
	Err           error
}

func (e *TokenError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("the token endpoint at %s answered %d %s %s", e.Host, e.Status, e.Code, e.Message)
	}
	return fmt.Sprintf("the token endpoint at %s cannot be reached: %v", e.Host, e.Err)
}

func (e *TokenError) Unwrap() error { return e.Err }
