// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// defaultGrace leaves the rest of a second, which is what callers promise, for
// everything that follows a write.
const defaultGrace = 700 * time.Millisecond

// InterruptedError says that the context ended before the call did, and what
// was going on then.
type InterruptedError struct {
	Method string
	Path   string
	// Sent: the request had left, so it may have been applied.
	Sent bool
	// Unsent: a write of which no attempt has left this machine, nor failed.
	Unsent bool
	// Last is what the last attempt failed with, or nil.
	Last error
	// Cause is the context's.
	Cause error
}

func (e *InterruptedError) Error() string {
	text := fmt.Sprintf("%s %s: %v", e.Method, e.Path, e.Cause)
	if e.Last != nil {
		text += fmt.Sprintf(" (the last attempt: %v)", e.Last)
	}
	return text
}

// Unwrap returns the cause and the last failure. Callers that check for a refusal
// have to check for this type first.
func (e *InterruptedError) Unwrap() []error {
	if e.Last == nil {
		return []error{e.Cause}
	}
	return []error{e.Cause, e.Last}
}

// interrupted is the error of a call whose context has ended. A refusal for good is
// worth more than the information that time is up.
func (c *call) interrupted(ctx context.Context, err error) error {
	cut := &InterruptedError{Method: c.method, Path: c.path, Sent: c.sent.Load() && !c.reads, Last: c.lastFailure(), Cause: context.Cause(ctx)}
	already, isCut := errors.AsType[*InterruptedError](err)
	tokenless, noToken := errors.AsType[*TokenError](err)
	refused, isRefused := errors.AsType[*StatusError](err)
	switch {
	case isCut:
		cut.Last = already.Last
	case isRefused && !refused.isTransient(), noToken && tokenless.Refused != nil && !tokenless.Refused.isTransient():
		return err
	case isRefused, !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded):
		cut.Last = err
	}
	cut.Unsent = !c.reads && !cut.Sent && cut.Last == nil
	return cut
}

// withGrace returns the context of a request. A read ends with ctx. A write that
// has left this machine gets up to grace more, so that an interrupted run
// still learns what it has done.
func (c *call) withGrace(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	if c.reads {
		return ctx, func() {}
	}
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if !c.sent.Load() {
			cancel()
			return
		}
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(longer, func() { timer.Stop() })
	})
	return longer, func() {
		stop()
		cancel()
	}
}
