// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardGrace is how long a blocked step waits for the rest of the run to make
// it safe: Terraform works on many resources at once, and the one that has to
// go first may be only a moment behind.
const guardGrace = 20 * time.Second

// guardWait is one step that a lockout guard has to let pass.
type guardWait struct {
	clock   poll.Clock
	id      service.DomainID
	summary string
	guard   func(context.Context, service.DomainID) (notice string, err error)
	// first, if not nil, is told what would clear the way. Terraform works on a
	// limited number of resources at once, so the one that has to go first may
	// be waiting for us to finish.
	first func(context.Context, service.VerifyRequest)
	limit time.Duration
	// singleCheck: being blocked is an answer, not something to wait out.
	singleCheck bool
	// overridden: the configuration asks for the step by an argument named for it.
	// The step still waits for what this run makes safe, and is then taken.
	overridden bool
}

// run asks the guard until it lets the step pass. It gives up when nothing has
// changed for guardGrace, or, while the guard says that the cause is being
// worked on (RetryAfter), when the limit is reached. With once, the reason of
// the first block is returned in place of an error.
func (g guardWait) run(ctx context.Context) (reason string, diags diag.Diagnostics) {
	var blocked *service.Error
	var lastReason string
	var lastChange time.Time

	policy := poll.Policy{Interval: time.Second, MaxInterval: time.Second, Timeout: g.limit}
	err := poll.Until(ctx, policy, g.clock, func(ctx context.Context) (poll.Progress, error) {
		notice, err := g.guard(ctx, g.id)
		if err == nil {
			if notice != "" {
				diags.AddWarning(summaryLockoutUnknown, displaytext.Lines(notice))
			}
			return poll.Progress{Done: true}, nil
		}
		if service.ClassOf(err) != service.Blocked || !errors.As(err, &blocked) {
			return poll.Progress{}, err
		}
		if now := g.clock.Now(); blocked.Reason != lastReason || blocked.RetryAfter > 0 {
			lastReason, lastChange = blocked.Reason, now
		} else if now.Sub(lastChange) >= guardGrace {
			return poll.Progress{}, err
		}
		if blocked.VerifyFirst != nil && g.first != nil {
			g.first(ctx, *blocked.VerifyFirst)
		}
		if g.singleCheck {
			reason = displaytext.Sentence(blocked.Reason)
		}
		return poll.Progress{Done: g.singleCheck, Reason: blocked.Reason, RetryAfter: blocked.RetryAfter}, nil
	})
	var stop *poll.StoppedError
	switch {
	case err == nil:
	case service.ClassOf(err) == service.Blocked, errors.Is(err, context.DeadlineExceeded) && blocked != nil:
		if g.overridden {
			diags.Append(lockoutGuardSkipped(g.id, blocked))
			break
		}
		diags.Append(serviceError(summaryLockout, g.id, blocked))
	case errors.As(err, &stop):
		attempt := "wait for the verification of the administrators' own domain"
		if g.summary == summaryReleaseFailed {
			attempt = "wait until the administrators' own domain can be released"
		}
		diags.Append(interruptedError(g.id, attempt, stop.LastReason))
	default:
		diags.Append(serviceError(g.summary, g.id, err))
	}
	return reason, diags
}
