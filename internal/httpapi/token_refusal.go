// SPDX-License-Identifier: MPL-2.0

package httpapi

import "time"

// unnamedTokenPause is a window in which token requests are counted: a client that
// exceeds the limit is blocked for the rest of it, and requests within it are
// reported to prolong that (wire/zoho.md 4).
const unnamedTokenPause = 10 * time.Minute

// tokenRefusal is the refusal after which no request is sent to the token
// endpoint, for a while or for good.
type tokenRefusal struct {
	err *TokenError
	// until is zero where another request cannot help: the credentials are those
	// that the process was started with.
	until time.Time
}

// keep remembers err if the endpoint would only repeat it, and sets in it how long
// a rate limit lasts. A failure of the network or of the endpoint itself is not
// kept, nor is a 429 that Classify did not read as Throttled: it may pass any time.
func (t *tokenRefusal) keep(err *TokenError, now time.Time) {
	switch {
	case err.Refused == nil:
	case err.Refused.Kind == Throttled:
		pause := err.Refused.RetryAfter
		if pause <= 0 {
			pause = unnamedTokenPause
		}
		err.Throttled, err.Left = true, pause
		*t = tokenRefusal{err: err, until: now.Add(pause)}
	case !err.Refused.isTransient():
		*t = tokenRefusal{err: err}
	}
}

// active returns the refusal that still holds, or nil.
func (t *tokenRefusal) active(now time.Time) error {
	switch {
	case t.err == nil:
		return nil
	case t.until.IsZero():
		return t.err
	case !now.Before(t.until):
		*t = tokenRefusal{}
		return nil
	}
	// A copy, because others hold the first one.
	left := *t.err
	left.Left = t.until.Sub(now)
	return &left
}
