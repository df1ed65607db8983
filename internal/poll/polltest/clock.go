// SPDX-License-Identifier: MPL-2.0

// Package polltest holds a virtual clock for tests of everything that waits:
// sleeping costs no time, and a test can make things happen "meanwhile".
// Only tests import it.
package polltest

import (
	"context"
	"sync"
	"time"
)

// Clock is a virtual clock. Its zero value starts at the Unix epoch.
type Clock struct {
	mu     sync.Mutex
	offset time.Duration
	sleeps []time.Duration

	// OnSleep, when set, is called at the end of each sleep with the time
	// slept in all, so that a story can go on while somebody waits.
	OnSleep func(elapsed time.Duration)
}

// Now implements poll.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Unix(0, 0).UTC().Add(c.offset)
}

// Sleep implements poll.Clock: it advances the clock and returns at once.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.mu.Lock()
	c.offset += d
	c.sleeps = append(c.sleeps, d)
	elapsed := c.offset
	c.mu.Unlock()
	if c.OnSleep != nil {
		c.OnSleep(elapsed)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// Sleeps returns every pause so far.
func (c *Clock) Sleeps() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.sleeps...)
}
