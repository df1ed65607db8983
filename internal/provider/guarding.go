// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// guardGrace is how long a blocked step waits for the rest of the run to make
// it safe: Terraform works on many resources at once, and the one that has to
// go first may be only a moment behind.
const guardGrace = 20 * time.Second

// waitForGuard asks the guard until it lets the step pass. It gives up when
// nothing has changed for guardGrace, or, while the guard says that the cause
// is being worked on (RetryAfter), when the context ends.
//
// clearWay, if not nil, is told what would clear the way. Terraform works on a
// limited number of resources at once, so the one that has to go first may be
// waiting for us to finish.
func (d *Data) waitForGuard(ctx context.Context, id service.DomainID, verb string, guard func(context.Context, service.DomainID) (string, error), clearWay func(context.Context, service.VerifyRequest)) diag.Diagnostics {
	var diags diag.Diagnostics
	var blocked *service.Error
	var lastReason string
	var lastChange time.Time

	policy := poll.Policy{Interval: time.Second, MaxInterval: time.Second, Timeout: timeLeft(ctx)}
	err := poll.Until(ctx, policy, d.Clock, func(ctx context.Context) (poll.Progress, error) {
		notice, err := guard(ctx, id)
		if err == nil {
			if notice != "" {
				diags.AddWarning(summaryLockoutUnknown, notice)
			}
			return poll.Progress{Done: true}, nil
		}
		if service.ClassOf(err) != service.Blocked || !errors.As(err, &blocked) {
			return poll.Progress{}, err
		}
		if now := d.Clock.Now(); blocked.Reason != lastReason || blocked.RetryAfter > 0 {
			lastReason, lastChange = blocked.Reason, now
		} else if now.Sub(lastChange) >= guardGrace {
			return poll.Progress{}, err
		}
		if blocked.First != nil && clearWay != nil {
			clearWay(ctx, *blocked.First)
		}
		return poll.Progress{Reason: blocked.Reason, RetryAfter: blocked.RetryAfter}, nil
	})
	switch {
	case err == nil:
	case service.ClassOf(err) == service.Blocked, errors.Is(err, context.DeadlineExceeded) && blocked != nil:
		diags.Append(failed(summaryLockout, id, blocked))
	default:
		diags.Append(failed(verb, id, err))
	}
	return diags
}

func timeLeft(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return time.Until(deadline)
	}
	return callTimeout
}
