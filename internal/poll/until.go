// SPDX-License-Identifier: MPL-2.0

package poll

import (
	"context"
	"fmt"
	"time"
)

// Policy says how long to wait and how often to check.
type Policy struct {
	// Interval is the pause after the first attempt. Each pause is half again
	// as long as the one before, up to MaxInterval.
	Interval    time.Duration
	MaxInterval time.Duration
	// Timeout bounds the whole wait, attempts included.
	Timeout time.Duration
}

// Progress is what one attempt found.
type Progress struct {
	Done bool
	// Reason says why it is not done yet.
	Reason string
	// RetryAfter, when set, replaces the next pause (a service's Retry-After,
	// a negative cache's remaining time).
	RetryAfter time.Duration
}

// Check is one attempt. An error ends the wait at once.
type Check func(ctx context.Context) (Progress, error)

// StoppedError means that a wait ended without success: its time ran out
// (Unwrap gives context.DeadlineExceeded) or it was cancelled.
type StoppedError struct {
	Waited     time.Duration
	Attempts   int
	LastReason string
	Cause      error
}

func (e *StoppedError) Error() string {
	return fmt.Sprintf("stopped after %s and %d attempts (%v): %s", e.Waited.Round(time.Second), e.Attempts, e.Cause, e.LastReason)
}

func (e *StoppedError) Unwrap() error { return e.Cause }

// Until calls check until it is done. The last attempt is made right at the
// deadline: a pause is shortened so that what became true in it is still seen.
func Until(ctx context.Context, policy Policy, clock Clock, check Check) error {
	start := clock.Now()
	deadline := start.Add(policy.Timeout)
	stopped := &StoppedError{LastReason: "nothing was checked yet"}
	pause := policy.Interval

	for {
		if ctx.Err() != nil {
			stopped.Waited, stopped.Cause = clock.Now().Sub(start), context.Cause(ctx)
			return stopped
		}
		stopped.Attempts++
		progress, err := check(ctx)
		switch {
		case err != nil && ctx.Err() != nil:
			// The attempt failed because it was cancelled; the reason that
			// helps is the one of the attempt before, if there was one.
			if stopped.Attempts == 1 && progress.Reason != "" {
				stopped.LastReason = progress.Reason
			}
			stopped.Waited, stopped.Cause = clock.Now().Sub(start), context.Cause(ctx)
			return stopped
		case err != nil:
			return err
		case progress.Done:
			return nil
		}
		stopped.LastReason = progress.Reason

		left := deadline.Sub(clock.Now())
		if left <= 0 {
			stopped.Waited, stopped.Cause = clock.Now().Sub(start), context.DeadlineExceeded
			return stopped
		}
		next := pause
		if progress.RetryAfter > 0 {
			next = progress.RetryAfter
		} else {
			pause = min(pause+pause/2, policy.MaxInterval)
		}
		if err := clock.Sleep(ctx, min(next, left)); err != nil {
			stopped.Waited, stopped.Cause = clock.Now().Sub(start), err
			return stopped
		}
	}
}
