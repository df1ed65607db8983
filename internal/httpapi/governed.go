// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"net/http"
	"time"
)

// leastPause is what "again at once" means to who has just sent too much.
const leastPause = time.Second

// inTurn returns the token to send when it is the call's turn. The one that it
// had when it joined the line may have run out by then; without any it need not
// have joined.
func (c *Client) inTurn(ctx context.Context, watched *call, token string) (string, error) {
	if c.governor == nil {
		return token, nil
	}
	if err := watched.takeTurn(ctx, c.governor); err != nil {
		return "", err
	}
	return c.tokens.Token(ctx)
}

// takeTurn waits until the governor lets an attempt go. The time in line is
// nobody's failure and so does not count as time in which a call may be
// repeated.
func (c *call) takeTurn(ctx context.Context, governor *Governor) error {
	if governor == nil {
		return nil
	}
	joined := c.now()
	err := governor.Wait(ctx)
	if c.attempts.Load() == 0 {
		c.begun = c.now()
	} else {
		c.begun = c.begun.Add(c.now().Sub(joined))
	}
	return err
}

// prepareRetry makes repeated attempts take their turn as well. A write that was
// not sent ends with its caller too, but a moment later: it must not leave then.
func (s retrySettings) prepareRetry(request *http.Request) error {
	watched := callIn(request.Context())
	err := watched.takeTurn(request.Context(), s.governor)
	if err == nil && watched.abandoned() {
		return context.Canceled
	}
	return err
}

// tellGovernor tells the governor how the service has answered. What it makes of a
// throttle answer replaces the pause that the answer named.
func (s retrySettings) tellGovernor(ctx context.Context, watched *call, response *http.Response) {
	switch {
	case s.governor == nil:
	case watched.throttled(response):
		named, told := namedPause(watched, response)
		if told {
			named = max(named, leastPause)
		}
		pause := s.governor.Throttled(named)
		watched.reading.RetryAfter = pause
		s.governor.log(ctx, "the service asked to slow down", map[string]any{
			"service": s.governor.service, "status": response.StatusCode, "milliseconds": pause.Milliseconds(),
		})
	case isSuccess(response.StatusCode):
		s.governor.Succeeded()
	}
}
