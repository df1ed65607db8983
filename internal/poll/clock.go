// SPDX-License-Identifier: MPL-2.0

package poll

import (
	"context"
	"time"
)

// Clock is the time by which a wait is measured. Tests use a virtual one.
type Clock interface {
	Now() time.Time
	// Sleep returns nil after d, or the cause of ctx's end as soon as it ends.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the clock of the machine.
type SystemClock struct{}

// Now implements Clock.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep implements Clock.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
