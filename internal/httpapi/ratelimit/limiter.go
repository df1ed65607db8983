// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
)

// MaxWait bounds how long one request waits because a service names a pause. A
// longer pause is the caller's to plan: the wait loop knows its deadline.
const MaxWait = 60 * time.Second

// Config makes a Limiter. Service is required.
type Config struct {
	// Service is what the log and errors call it.
	Service string
	// PerMinute is how many attempts may be sent within any 60 s; 0: any number,
	// so that only the service's own pauses hold them back.
	PerMinute int
	// BetweenWrites is how long after the response to a write the next one may be sent;
	// no two are under way at once then. 0: writes wait for nothing but the budget.
	BetweenWrites time.Duration
	// Now is time.Now unless set.
	Now func() time.Time
	// Sleep is that of poll.SystemClock unless set.
	Sleep func(ctx context.Context, d time.Duration) error
	// Log receives what waited, and what was rate limited; nil: nobody.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Limiter keeps all requests of one process to one service within a common
// budget, first come first served, and holds all of them back when the service
// rate limits one of them. Services count per account, so that clients which only
// regard the responses to their own requests run each other into the service's lock.
type Limiter struct {
	service string
	now     func() time.Time
	sleep   func(ctx context.Context, d time.Duration) error
	log     func(ctx context.Context, message string, fields map[string]any)

	queue  waitQueue
	budget budget
	pause  pause
	writes writes
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

// New returns a Limiter that has sent nothing yet.
func New(config Config) *Limiter {
	l := &Limiter{
		service: config.Service, now: config.Now, sleep: config.Sleep, log: config.Log,
		budget: budget{perMinute: config.PerMinute}, writes: writes{between: config.BetweenWrites},
	}
	if l.now == nil {
		l.now = time.Now
	}
	if l.sleep == nil {
		l.sleep = poll.SystemClock{}.Sleep
	}
	if l.log == nil {
		l.log = func(context.Context, string, map[string]any) {}
	}
	return l
}

// Wait returns nil when one attempt may be sent, which it counts as sent.
// Otherwise nothing is counted, and the error is *PausedError, at once, while
// more than 60 s of a pause are left, or that of ctx as soon as it ends.
func (l *Limiter) Wait(ctx context.Context) error {
	joined := l.now()
	// The request at the head of the queue may be asleep for a while yet.
	if err := l.tooLong(joined); err != nil {
		return err
	}
	turn, err := l.queue.enter(ctx)
	if err == nil {
		err = l.waitAtHead(ctx)
		l.queue.exit(turn)
	}
	reason := "waited for the request budget"
	if l.pause.left(joined) > 0 {
		reason = "waited because the service rate limits requests"
	}
	l.logWait(ctx, joined, reason)
	return err
}

// waitAtHead checks again after each sleep: another request may have been rate
// limited meanwhile.
func (l *Limiter) waitAtHead(ctx context.Context) error {
	for ctx.Err() == nil {
		now := l.now()
		if err := l.tooLong(now); err != nil {
			return err
		}
		left := max(l.pause.left(now), l.budget.left(now))
		if left == 0 {
			l.budget.spend(now)
			return nil
		}
		if err := l.sleep(ctx, left); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return ctx.Err()
}

func (l *Limiter) tooLong(now time.Time) error {
	if left := l.pause.left(now); left > MaxWait {
		return &PausedError{Service: l.service, Left: left}
	}
	return nil
}

func (l *Limiter) logWait(ctx context.Context, joined time.Time, reason string) {
	if waited := l.now().Sub(joined).Milliseconds(); waited > 0 {
		l.log(ctx, reason, map[string]any{"service": l.service, "milliseconds": waited})
	}
}

// Throttled holds all requests back because the service has rate limited one, by
// the status: for the time it named or, if that is 0, for 60 s, twice as long each
// further time in a row, up to 10 minutes. It returns how long the pause lasts from
// now.
func (l *Limiter) Throttled(ctx context.Context, status int, named time.Duration) time.Duration {
	lasts := l.pause.extend(l.now(), named)
	l.log(ctx, "rate limited by the service", map[string]any{
		"service": l.service, "status": status, "milliseconds": lasts.Milliseconds(),
	})
	return lasts
}

// Succeeded notes that a request was not rate limited.
func (l *Limiter) Succeeded() { l.pause.forget(l.now()) }
