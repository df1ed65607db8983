// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// StatusError is a response outside 2xx, or one within that Config.Classify takes
// for an error.
type StatusError struct {
	Method string
	Path   string
	Status int
	Header http.Header
	// Body is at most 64 KiB of the response, secrets removed.
	Body []byte
	// RetryAfter is the pause the service asked for, or zero. With a limiter it
	// is, for a throttled request, how long that one will hold requests back.
	RetryAfter time.Duration
	// Kind and Parsed are what Config.Classify made of the response.
	Kind   Kind
	Parsed any
	clean  func(string) string
}

func (e *StatusError) Error() string {
	if isSuccess(e.Status) {
		return fmt.Sprintf("%s %s: status %d with an error in the body", e.Method, e.Path, e.Status)
	}
	return fmt.Sprintf("%s %s: status %d", e.Method, e.Path, e.Status)
}

// Ambiguous reports whether the request may have been applied although it failed.
func (e *StatusError) Ambiguous() bool {
	return e.Kind == Failed || e.Kind == AsStatus && e.Status >= http.StatusInternalServerError
}

// Throttled reports whether the service refused the request because there were
// too many.
func (e *StatusError) Throttled() bool { return isThrottled(e.Kind, e.Status) }

func (e *StatusError) tokenRefused() bool {
	return e.Kind == TokenRefused || e.Kind == AsStatus && e.Status == http.StatusUnauthorized
}

// isTransient reports whether a later attempt may get another response.
func (e *StatusError) isTransient() bool {
	return e.Throttled() || e.Kind == Failed || e.Kind == AsStatus && (e.Status >= http.StatusInternalServerError || e.Status == http.StatusLocked)
}

// IsForGood reports whether the service would only repeat the refusal; false where there is
// none.
func (e *StatusError) IsForGood() bool {
	return e != nil && (e.Kind == Refused || !e.isTransient() && e.Status != http.StatusRequestTimeout)
}

// Clean removes secrets from text that was decoded out of Body. Cleaning Body
// does not find those that its encoding spells otherwise, such as "\/" in JSON.
func (e *StatusError) Clean(text string) string {
	if e.clean == nil {
		return text
	}
	return e.clean(text)
}

// TransportError is a request that got no usable response.
type TransportError struct {
	Method string
	Host   string
	Path   string
	// Sent: the request had left before it failed, so it may have been applied.
	Sent  bool
	Err   error
	clean func(string) string
}

func (e *TransportError) Error() string {
	return fmt.Sprintf("%s %s at %s: %s", e.Method, e.Path, e.Host, quoting(e.Err, e.clean))
}

// quoting is the text of an error that may quote what a server sent.
func quoting(err error, clean func(string) string) string {
	text := fmt.Sprint(err)
	if clean != nil {
		text = clean(text)
	}
	return displaytext.Short(text)
}

func (e *TransportError) Unwrap() error { return e.Err }

// TokenError says that no access token could be obtained. The request that needed
// it was not sent.
type TokenError struct {
	Host string
	// Refused is the endpoint's refusal; nil when it did not respond.
	Refused *StatusError
	// Err says why it did not.
	Err error
	// HasIssued: the endpoint has issued a token to this process before, so that it exists.
	HasIssued bool
	// Throttled: the endpoint has rate limited a request. None is sent to it before
	// Left is over.
	Throttled bool
	Left      time.Duration
	clean     func(string) string
}

func (e *TokenError) Error() string {
	if e.Throttled {
		return fmt.Sprintf("the token endpoint at %s rate limits requests (status %d); no request is sent to it for another %s",
			e.Host, e.Refused.Status, e.Left.Round(time.Second))
	}
	if e.Refused != nil {
		return fmt.Sprintf("the token endpoint at %s responded with status %d", e.Host, e.Refused.Status)
	}
	return fmt.Sprintf("the token endpoint at %s gave no access token: %s", e.Host, quoting(e.Err, e.clean))
}

// Unwrap does not return Refused, which is about another request.
func (e *TokenError) Unwrap() error { return e.Err }

// Ambiguous reports whether a failed call may have been applied. That of an
// interrupted one is InterruptedError.Sent.
func Ambiguous(err error) bool {
	if IsInterrupted(err) {
		return false
	}
	var refused *StatusError
	if errors.As(err, &refused) {
		return refused.Ambiguous()
	}
	var broken *TransportError
	return errors.As(err, &broken) && broken.Sent
}

// IsInterrupted reports whether the end of the context cut the call off.
func IsInterrupted(err error) bool {
	_, ok := errors.AsType[*InterruptedError](err)
	return ok
}
