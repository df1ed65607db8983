// SPDX-License-Identifier: MPL-2.0

package polltest

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
)

// HurriedClock runs Speed times as fast as the machine's. It is for stories in
// which several waits meet, where a clock that jumps would outrun the others.
type HurriedClock struct {
	start  time.Time
	speed  int64
	system poll.SystemClock
}

// Speed is what a story bears whose providers are called by a CLI.
const Speed = 10

// NewHurriedClock returns a clock that agrees with the machine's at start, so that
// whoever has the same start has the same time, in another process, too.
func NewHurriedClock(start time.Time, speed int64) *HurriedClock {
	return &HurriedClock{start: start, speed: speed}
}

// Now implements poll.Clock.
func (c *HurriedClock) Now() time.Time {
	return c.start.Add(time.Since(c.start) * time.Duration(c.speed))
}

// Sleep implements poll.Clock.
func (c *HurriedClock) Sleep(ctx context.Context, d time.Duration) error {
	return c.system.Sleep(ctx, d/time.Duration(c.speed))
}
