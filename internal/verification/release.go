// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// ReleaseTask is the release of one domain.
type ReleaseTask struct {
	Service service.Service
	Request service.ReleaseRequest
	// Limit bounds everything together.
	Limit time.Duration
}

// ReleaseStoppedError says that the service has accepted a release (UnderWay), or still
// sees a record that has to be gone (NotYet), and that the wait for its end ran out of time
// or was interrupted. The next release resumes it.
type ReleaseStoppedError struct {
	*poll.StoppedError
	// Last is what the service last answered about the release.
	Last *service.Error
	// Proofs are the records that have to be gone, as far as they are known. Unchecked says
	// why the name servers do not show that they are; "" where they do.
	Proofs    []service.Record
	Unchecked string
}

// Unwrap returns the error of package poll, which wraps the cause.
func (e *ReleaseStoppedError) Unwrap() error { return e.StoppedError }

// releasing is the error of what cannot be done with a domain that is being released.
func releasing(operation string, domain service.Domain) *service.Error {
	return &service.Error{
		Class: service.Blocked, Operation: operation, Reason: DescribeState(domain),
		Advice: "Wait until the domain is gone, then apply again, which adds it anew. A destroy waits for the end of the release.",
	}
}

// release is one wait for one release.
type release struct {
	ReleaseTask
	workflow *Workflow
	began    time.Time
	// proofs and unchecked are those of a ReleaseStoppedError.
	proofs    []service.Record
	unchecked string
	// underWay is the service's last answer that the release is not over, UnderWay or
	// NotYet; nil before the first one.
	underWay *service.Error
	// failure is what the last call failed with.
	failure    error
	transients int
	progress   *progress
}

// Release gives the domain back, and waits until the records are gone that have to be, and
// where the service takes its time: until the domain is gone, or the limit is reached. The
// service never begins a release twice, so that asking again is all there is to resuming
// one. Its errors are a *RecordServedError, a *ReleaseStoppedError, else those of the
// service.
func (w *Workflow) Release(ctx context.Context, task ReleaseTask) (err error) {
	ctx, progress, _ := w.begin(ctx, task.Request.ID)
	defer func() { progress.end(ctx, PhaseReleased, err) }()
	waiting := &release{ReleaseTask: task, workflow: w, began: w.deps.Clock.Now(), progress: progress}
	ctx, cancel := poll.WithTimeout(ctx, w.deps.Clock, task.Limit)
	defer cancel()
	if err := waiting.awaitAbsence(ctx); err != nil {
		return err
	}
	capabilities := task.Service.Capabilities()
	policy := poll.Policy{Interval: capabilities.PollInterval, MaxInterval: capabilities.MaxPollInterval, Timeout: waiting.left()}
	err = poll.Until(ctx, policy, progress, waiting.attempt)
	stopped, ok := errors.AsType[*poll.StoppedError](err)
	switch {
	case !ok:
		return err
	case waiting.underWay != nil:
		return &ReleaseStoppedError{StoppedError: stopped, Last: waiting.underWay, Proofs: waiting.proofs, Unchecked: waiting.unchecked}
	case waiting.failure != nil:
		return waiting.failure
	}
	return &service.Error{
		Class: service.Interrupted, Operation: "release the domain " + task.Request.ID.Domain,
		Reason: "the run ended before the service was asked", Cause: stopped.Cause,
	}
}

// left is what is left of the limit.
func (r *release) left() time.Duration { return r.Limit - r.workflow.deps.Clock.Now().Sub(r.began) }

// attempt asks once. Before the service has accepted the release, a failure is final, as
// that of any other operation.
func (r *release) attempt(ctx context.Context) (poll.Progress, error) {
	r.failure = r.workflow.RetryThrottled(ctx, func(ctx context.Context) error { return r.Service.Release(ctx, r.Request) })
	if r.failure == nil {
		return poll.Progress{Done: true}, nil
	}
	typed, ok := errors.AsType[*service.Error](r.failure)
	switch {
	case !ok:
		return poll.Progress{}, r.failure
	case typed.Class == service.UnderWay, typed.Class == service.NotYet:
		r.progress.report(ctx, Event{
			Phase: PhaseRelease, For: "the end of the release", Code: codeOf(typed.Class), Cause: typed.Reason, Until: r.began.Add(r.Limit),
		})
		r.underWay, r.transients = typed, 0
	case r.underWay == nil || !r.isPassing(typed):
		return poll.Progress{}, r.failure
	}
	return poll.Progress{Reason: displaytext.Sentence(typed.Reason), RetryAfter: typed.RetryAfter}, nil
}

// isPassing reports whether a failure says nothing about a release that is under way.
func (r *release) isPassing(failure *service.Error) bool {
	if failure.Class == service.Transient {
		r.transients++
		return r.transients < maxTransient
	}
	return failure.Class == service.Throttled
}
