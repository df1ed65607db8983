// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
)

// RateLimiterConfig makes a RateLimiter. Service is required.
type RateLimiterConfig struct {
	// Service is what the log and errors call it.
	Service string
	// PerMinute is how many attempts may be sent within any 60 s; 0: any number,
	// so that only the service's own pauses hold them back.
	PerMinute int
	// Now is time.Now unless set.
	Now func() time.Time
	// Sleep is that of poll.SystemClock unless set.
	Sleep func(ctx context.Context, d time.Duration) error
	Log   Log
}

// RateLimiter keeps all requests of one process to one service within a common
// budget, first come first served, and holds all of them back when the service
// rate limits one of them. Services count per account, so that clients which only
// regard the responses to their own requests run each other into the service's lock.
type RateLimiter struct {
	service string
	now     func() time.Time
	sleep   func(ctx context.Context, d time.Duration) error
	log     Log

	queue  waitQueue
	budget budget
	pause  pause
}

// PausedError says that a request was not sent because the service rate limits
// for longer than a request may wait.
type PausedError struct {
	Service string
	// Left is how long the pause lasts at least.
	Left time.Duration
}

func (e *PausedError) Error() string {
	return fmt.Sprintf("%s has rate limited earlier requests; no request is sent to it for another %s", e.Service, e.Left.Round(time.Second))
}

// NewRateLimiter returns a RateLimiter that has sent nothing yet.
func NewRateLimiter(config RateLimiterConfig) *RateLimiter {
	g := &RateLimiter{
		service: config.Service, now: config.Now, sleep: config.Sleep, log: config.Log,
		budget: budget{perMinute: config.PerMinute},
	}
	if g.now == nil {
		g.now = time.Now
	}
	if g.sleep == nil {
		g.sleep = poll.SystemClock{}.Sleep
	}
	if g.log == nil {
		g.log = func(context.Context, string, map[string]any) {}
	}
	return g
}

// Wait returns nil when one attempt may be sent, which it counts as sent.
// Otherwise nothing is counted, and the error is *PausedError, at once, while
// more than 60 s of a pause are left, or that of ctx as soon as it ends.
func (g *RateLimiter) Wait(ctx context.Context) error {
	joined := g.now()
	// The request at the head of the queue may be asleep for a while yet.
	if err := g.tooLong(joined); err != nil {
		return err
	}
	turn, err := g.queue.enter(ctx)
	if err == nil {
		err = g.waitAtHead(ctx)
		g.queue.exit(turn)
	}
	g.logWait(ctx, joined)
	return err
}

// waitAtHead checks again after each sleep: another request may have been rate
// limited meanwhile.
func (g *RateLimiter) waitAtHead(ctx context.Context) error {
	for ctx.Err() == nil {
		now := g.now()
		if err := g.tooLong(now); err != nil {
			return err
		}
		left := max(g.pause.left(now), g.budget.left(now))
		if left == 0 {
			g.budget.spend(now)
			return nil
		}
		if err := g.sleep(ctx, left); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return ctx.Err()
}

func (g *RateLimiter) tooLong(now time.Time) error {
	if left := g.pause.left(now); left > maxRetryAfter {
		return &PausedError{Service: g.service, Left: left}
	}
	return nil
}

func (g *RateLimiter) logWait(ctx context.Context, joined time.Time) {
	waited := g.now().Sub(joined).Milliseconds()
	if waited == 0 {
		return
	}
	message := "waited for the request budget"
	if g.pause.left(joined) > 0 {
		message = "waited because the service rate limits requests"
	}
	g.log(ctx, message, map[string]any{"service": g.service, "milliseconds": waited})
}

// Throttled holds all requests back because the service has rate limited one: for
// the time it named or, if that is 0, for 60 s, twice as long each further time in
// a row, up to 10 minutes. It returns how long the pause lasts from now.
func (g *RateLimiter) Throttled(named time.Duration) time.Duration {
	return g.pause.extend(g.now(), named)
}

// Succeeded notes that a request was not rate limited.
func (g *RateLimiter) Succeeded() { g.pause.forget(g.now()) }
