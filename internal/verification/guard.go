// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardGrace is how long a blocked step waits for the rest of the run to make
// it safe: a run works on many domains at once, and the one that has to go first
// may be only a moment behind.
const guardGrace = 20 * time.Second

// Guard is one step that a lockout guard has to let pass.
type Guard struct {
	ID service.DomainID
	// Ask is GuardVerify or GuardRelease of a service.LockoutGuard.
	Ask   func(context.Context, service.DomainID) (notice string, err error)
	Limit time.Duration
	// Overridden: the step is made although the guard blocks it, which ends nothing then.
	Overridden bool

	// verifyFirst, if not nil, verifies what would clear the way. A run works on a
	// limited number of domains at once, so the one that has to go first may be
	// waiting for this one to finish.
	verifyFirst func(context.Context, service.VerifyRequest)
	// singleAttempt makes being blocked a result, not something to wait out.
	singleAttempt bool
}

// GuardResult is what a lockout guard lets pass.
type GuardResult struct {
	// Notice is a risk that the guard cannot rule out.
	Notice string
	// Blocked is set after a single attempt that was blocked.
	Blocked *service.Error
}

// AwaitGuard asks the guard until it lets the step pass. It returns a
// *LockoutError when nothing has changed for guardGrace or, while the guard says
// that the cause is being worked on (RetryAfter), when the limit is reached.
func (w *Workflow) AwaitGuard(ctx context.Context, guard Guard) (result GuardResult, err error) {
	ctx, progress, isOwn := w.begin(ctx, guard.ID)
	if isOwn {
		defer func() {
			if _, isLockout := errors.AsType[*LockoutError](err); err != nil && (!isLockout || !guard.Overridden) {
				progress.end(ctx, PhaseFailed, err)
			}
		}()
	}
	bounded, cancel := poll.WithTimeout(ctx, w.deps.Clock, guard.Limit)
	defer cancel()
	end := w.deps.Clock.Now().Add(guard.Limit)
	var blocked *service.Error
	var failure error // of the last request
	var lastReason string
	var lastChange time.Time

	policy := poll.Policy{Interval: time.Second, MaxInterval: time.Second, Timeout: guard.Limit}
	err = poll.Until(bounded, policy, progress, func(ctx context.Context) (poll.Progress, error) {
		notice, err := guard.Ask(ctx, guard.ID)
		if failure = err; err == nil {
			result.Notice = notice
			return poll.Progress{Done: true}, nil
		}
		if limited, ok := w.isThrottledUntil(end, err); ok {
			// The grace is for what the run does, and not for a pause of the service.
			lastReason = ""
			w.reportThrottled(ctx, limited, limited.RetryAfter)
			return poll.Progress{Reason: limited.Reason, RetryAfter: limited.RetryAfter}, nil
		}
		if service.ClassOf(err) != service.Blocked || !errors.As(err, &blocked) {
			return poll.Progress{}, err
		}
		if now := w.deps.Clock.Now(); blocked.Reason != lastReason || blocked.RetryAfter > 0 {
			lastReason, lastChange = blocked.Reason, now
		} else if now.Sub(lastChange) >= guardGrace {
			return poll.Progress{}, err
		}
		if blocked.VerifyFirst != nil && guard.verifyFirst != nil {
			guard.verifyFirst(ctx, *blocked.VerifyFirst)
			if guard.singleAttempt {
				// There is no second look at what this has changed.
				if notice, err := guard.Ask(ctx, guard.ID); err == nil {
					result.Notice = notice
					return poll.Progress{Done: true}, nil
				}
			}
		}
		progress.report(ctx, Event{Phase: PhaseGuard, For: "other domains, which have to be verified or released first", Code: codeOf(blocked.Class), Cause: blocked.Reason, Until: end})
		if guard.singleAttempt {
			result.Blocked = blocked
		}
		return poll.Progress{Done: guard.singleAttempt, Reason: blocked.Reason, RetryAfter: blocked.RetryAfter}, nil
	})
	// A request that hangs ends with DeadlineExceeded as well, and shows nothing of the limit.
	stopped, isStopped := errors.AsType[*poll.StoppedError](err)
	isOver := isStopped && errors.Is(stopped.Cause, context.DeadlineExceeded)
	switch {
	case err == nil:
		return result, nil
	case service.ClassOf(err) == service.Blocked, isOver && blocked != nil:
		return result, &LockoutError{blocked}
	case isOver && failure != nil:
		return result, failure
	case isStopped:
		return result, &GuardStoppedError{stopped}
	}
	return result, err
}
