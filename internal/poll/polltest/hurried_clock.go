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

// NewHurriedClock returns a clock that starts now.
func NewHurriedClock(speed int64) *HurriedClock {
	return &HurriedClock{start: time.Now(), speed: speed}
}

// Now implements poll.Clock.
func (c *HurriedClock) Now() time.Time {
	return c.start.Add(time.Since(c.start) * time.Duration(c.speed))
}

// Sleep implements poll.Clock.
func (c *HurriedClock) Sleep(ctx context.Context, d time.Duration) error {
	return c.system.Sleep(ctx, d/time.Duration(c.speed))
}
