// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// CallTimeout is the default timeout of an operation that makes calls and does not
// wait for a verification.
const CallTimeout = 5 * time.Minute

// RetryThrottled repeats call while the service rate limits it, as long as the
// pauses that it names end before ctx does (poll.WithTimeout): an apply that fails
// halfway is worse than a slow one.
func (w *Workflow) RetryThrottled(ctx context.Context, call func(context.Context) error) error {
	end, ok := poll.Deadline(ctx)
	if !ok {
		end = w.deps.Clock.Now().Add(CallTimeout)
	}
	for {
		err := call(ctx)
		typed, ok := w.isThrottledUntil(end, err)
		if !ok {
			return err
		}
		w.reportThrottled(ctx, typed, typed.RetryAfter)
		w.deps.log(ctx, Warn, "rate limited by the service; waiting", map[string]any{"attempt": typed.Operation, "seconds": typed.RetryAfter.Seconds()})
		if err := w.deps.Clock.Sleep(ctx, typed.RetryAfter); err != nil {
			interrupted := *typed
			interrupted.Class, interrupted.Cause = service.Interrupted, err
			return &interrupted
		}
	}
}

// isThrottledUntil returns the rate limit in err, and whether the service names a pause
// that is over by the end.
func (w *Workflow) isThrottledUntil(end time.Time, err error) (limited *service.Error, ok bool) {
	limited, ok = errors.AsType[*service.Error](err)
	return limited, ok && limited.Class == service.Throttled && limited.RetryAfter > 0 && !w.deps.Clock.Now().Add(limited.RetryAfter).After(end)
}

// reportThrottled tells the domain's progress under ctx, if there is one, that it waits for
// the end of a rate limit.
func (w *Workflow) reportThrottled(ctx context.Context, limited *service.Error, pause time.Duration) {
	if p, ok := ctx.Value(progressKey{}).(*progress); ok {
		p.report(ctx, Event{
			Phase: PhaseRateLimit, For: "the end of the rate limit of the service", Code: codeOf(limited.Class), Cause: limited.Reason,
			Until: w.deps.Clock.Now().Add(pause),
		})
	}
}

// RetryThrottledFor is RetryThrottled for an operation of one domain. Only a wait of that
// domain tells its progress: nothing would end what another operation tells.
func (w *Workflow) RetryThrottledFor(ctx context.Context, id service.DomainID, call func(context.Context) error) error {
	if p, ok := ctx.Value(progressKey{}).(*progress); ok && p.id != id {
		ctx = context.WithValue(ctx, progressKey{}, nil)
	}
	return w.RetryThrottled(ctx, call)
}

// Read is the service's Read, repeated while the rate is limited.
func (w *Workflow) Read(ctx context.Context, svc service.Service, id service.DomainID) (domain service.Domain, err error) {
	err = w.RetryThrottledFor(ctx, id, func(ctx context.Context) error {
		domain, err = svc.Read(ctx, id)
		return err
	})
	return domain, err
}

// Publication is the service's Publication, repeated while the rate is limited:
// it may need the inventory, which another resource of this run has invalidated.
func (w *Workflow) Publication(ctx context.Context, svc service.Service, id service.DomainID, method service.Method, token string) (publication service.Publication, err error) {
	err = w.RetryThrottledFor(ctx, id, func(ctx context.Context) error {
		publication, err = svc.Publication(ctx, id, method, token)
		return err
	})
	return publication, err
}

// Challenge is the service's Challenge, repeated while the rate is limited. Whatever the
// adapter has checked, a token that cannot be one goes no further (invariant 18).
func (w *Workflow) Challenge(ctx context.Context, svc service.Service, id service.DomainID, method service.Method) (challenge service.Challenge, err error) {
	err = w.RetryThrottledFor(ctx, id, func(ctx context.Context) error {
		challenge, err = svc.Challenge(ctx, id, method)
		return err
	})
	if err != nil || challenge.Token == "" {
		return challenge, err
	}
	if err := service.CheckToken(challenge.Token); err != nil {
		return service.Challenge{}, &service.Error{
			Class: service.Transient, Operation: "get the verification token of " + id.Domain,
			Reason: "the service responded with a token that cannot be published: " + err.Error(),
			Advice: "Nothing was written. Check base_url and a proxy in between, then run Terraform again.",
		}
	}
	return challenge, nil
}
