// SPDX-License-Identifier: MPL-2.0

package poll

import (
	"context"
	"time"
)

type deadlineKey struct{}

// deadline is the end of a context in the time of its clock.
type deadline struct {
	at  time.Time
	end context.CancelCauseFunc
}

// maxGrace bounds what an attempt that is made right at the deadline gets.
const maxGrace = 10 * time.Second

// WithTimeout is context.WithTimeout for a context whose end is also known in the
// time of clock (Deadline, Ended). The machine's timer only ends calls that hang: it
// is a tenth later, so that the last attempt of Until can be completed.
func WithTimeout(ctx context.Context, clock Clock, timeout time.Duration) (context.Context, context.CancelFunc) {
	at := clock.Now().Add(timeout)
	if outer, ok := Deadline(ctx); ok && outer.Before(at) {
		at = outer
	}
	ctx, end := context.WithCancelCause(ctx)
	ctx, cancel := context.WithTimeout(ctx, timeout+min(timeout/10, maxGrace))
	return context.WithValue(ctx, deadlineKey{}, deadline{at, end}), func() {
		cancel()
		end(nil)
	}
}

// Deadline returns when ctx ends, in the time of the clock that was given to
// WithTimeout. A false ok means that WithTimeout did not make ctx.
func Deadline(ctx context.Context) (at time.Time, ok bool) {
	d, ok := ctx.Value(deadlineKey{}).(deadline)
	return d.at, ok
}

// Ended returns the cause when ctx has ended, and ends it when its clock is past
// the deadline: a read that was cut off there fails a moment before the machine's
// timer ends the context, and that failure says nothing about what was read.
func Ended(ctx context.Context, clock Clock) error {
	if d, ok := ctx.Value(deadlineKey{}).(deadline); ok && clock.Now().After(d.at) {
		d.end(context.DeadlineExceeded)
	}
	if ctx.Err() == nil {
		return nil
	}
	return context.Cause(ctx)
}
