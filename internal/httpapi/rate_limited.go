// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

// minPause is the least pause after a response that names one, even if it names 0.
const minPause = time.Second

// waitForSlot returns the token to send when it is the call's turn. The one from
// before the wait may have expired by then.
func (c *Client) waitForSlot(ctx context.Context, watched *call, token string) (string, error) {
	if c.limiter == nil {
		return token, nil
	}
	if err := watched.waitForSlot(ctx, c.limiter); err != nil {
		return "", err
	}
	return c.tokens.Token(ctx)
}

// waitForSlot waits until the limiter lets an attempt go. The time in the queue does
// not count as time in which a call may be repeated.
func (c *call) waitForSlot(ctx context.Context, limiter *ratelimit.Limiter) error {
	if limiter == nil {
		return nil
	}
	joined := c.now()
	err := c.waitInTurn(ctx, limiter)
	if c.attempts.Load() == 0 {
		c.begun = c.now()
	} else {
		c.begun = c.begun.Add(c.now().Sub(joined))
	}
	return err
}

func (c *call) waitInTurn(ctx context.Context, limiter *ratelimit.Limiter) (err error) {
	if c.reads {
		return limiter.Wait(ctx)
	}
	c.endOfWrite, err = limiter.WaitToWrite(ctx)
	return err
}

// endWrite lets the next write go, once the response to an attempt of this one has been
// read.
func (c *call) endWrite() {
	if c.endOfWrite != nil {
		c.endOfWrite()
		c.endOfWrite = nil
	}
}

// prepareRetry pauses and makes repeated attempts take their turn as well. A write that
// was not sent ends with its caller too, but a moment later: it must not leave then.
func (s retrySettings) prepareRetry(request *http.Request) error {
	ctx := request.Context()
	watched := callIn(ctx)
	err := s.sleep(ctx, watched.pause)
	if err == nil {
		err = watched.waitForSlot(ctx, s.limiter)
	}
	if err == nil && watched.abandoned() {
		return context.Canceled
	}
	return err
}

// informLimiter passes the outcome of an attempt to the limiter. After a rate limit,
// the limiter's pause replaces the one that the response named.
func (s retrySettings) informLimiter(ctx context.Context, watched *call, response *http.Response) {
	switch {
	case s.limiter == nil:
	case watched.throttled(response):
		named, isNamed := namedPause(watched, response)
		if isNamed {
			named = max(named, minPause)
		}
		watched.classification.RetryAfter = s.limiter.Throttled(ctx, response.StatusCode, named)
	case isSuccess(response.StatusCode):
		s.limiter.Succeeded()
	}
}
