// SPDX-License-Identifier: MPL-2.0

package clock

import (
	"context"
	"sync"
	"time"
)

// Clock is safe for concurrent use. It runs on between two calls of Advance.
type Clock struct {
	source func() time.Time
	mu     sync.Mutex
	offset time.Duration
}

// New starts a clock that agrees with source, in production time.Now.
func New(source func() time.Time) *Clock {
	return &Clock{source: source}
}

// Now is the source's time plus everything it was advanced by.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source().Add(c.offset)
}

// Advance moves the clock forward and returns the new time. A negative duration
// leaves it where it is: caches and expiries of the sandbox rely on time that
// never runs backwards.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += max(d, 0)
	return c.source().Add(c.offset)
}

// Sleep lets d pass at once, for who waits on this clock. At the end of the
// context it returns the cause and lets nothing pass.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.Advance(d)
	return nil
}
