// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// firstWait is a domain that has to be verified before others. All that wait for it share its
// attempts, so that many waits cost no more than one.
type firstWait struct {
	users int // under the lock of the workflow

	lock sync.Mutex
	wait *wait
	due  time.Time
	// refused: the service has ended the attempts, as it would end a wait of their own.
	refused bool
}

// verifyFirst makes one attempt at another domain that has to be verified before
// this one, unless the last one was just made. What it cannot do is left to that domain's
// own verification, errors included. A token that this process does not know, because
// nothing changes for that domain in this run, is read from the DNS; a refusal of that one
// is not repeated, since this run may not need it.
func (w *wait) verifyFirst(ctx context.Context, request service.VerifyRequest) {
	if w.first == nil || w.firstID != request.ID {
		w.leaveFirst()
		w.first, w.firstID = w.workflow.joinFirst(request.ID), request.ID
	}
	if !w.first.lock.TryLock() {
		return
	}
	defer w.first.lock.Unlock()
	now := w.workflow.deps.Clock.Now()
	if now.Before(w.first.due) {
		return
	}
	progress, err := w.first.try(ctx, w.workflow, w.Service, request)
	w.first.due = now.Add(max(progress.RetryAfter, watch.Interval))
	w.workflow.deps.log(ctx, Debug, "tried the domain that has to be verified first", map[string]any{"domain": request.ID.Domain, "error": err})
}

func (f *firstWait) end() {
	if f.wait != nil {
		f.wait.end()
	}
}

func (w *Workflow) joinFirst(id service.DomainID) *firstWait {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.firsts == nil {
		w.firsts = map[service.DomainID]*firstWait{}
	}
	if w.firsts[id] == nil {
		w.firsts[id] = &firstWait{}
	}
	w.firsts[id].users++
	return w.firsts[id]
}

// leaveFirst ends the attempts with the last one that waits for them.
func (w *wait) leaveFirst() {
	if w.first == nil {
		return
	}
	w.workflow.mu.Lock()
	defer w.workflow.mu.Unlock()
	if w.first.users--; w.first.users == 0 {
		delete(w.workflow.firsts, w.firstID)
		w.first.end()
	}
	w.first = nil
}

// try makes one attempt, by the same wait as the last one unless the token is another.
func (f *firstWait) try(ctx context.Context, workflow *Workflow, svc service.Service, request service.VerifyRequest) (poll.Progress, error) {
	published := request.Token == ""
	if published {
		if request.Token = workflow.PublishedToken(ctx, svc, request.ID, request.Method); request.Token == "" {
			return poll.Progress{}, nil
		}
	}
	if f.wait == nil || f.wait.Request.Token != request.Token {
		f.end()
		f.wait = &wait{Task: Task{Service: svc, Request: request, SingleAttempt: true}, workflow: workflow}
		f.refused = false
	}
	if f.refused {
		return poll.Progress{}, nil
	}
	if f.wait.probe == nil {
		if err := f.wait.prepare(ctx); err != nil {
			return poll.Progress{}, err
		}
	}
	if published {
		return poll.Progress{}, f.wait.tryOnce(ctx)
	}
	progress, err := f.wait.attempt(ctx)
	f.refused = service.ClassOf(err) != "" && ctx.Err() == nil
	return progress, err
}

// tryOnce is an attempt with at most one verify call per run.
func (w *wait) tryOnce(ctx context.Context) error {
	if progress, err := w.probe.check(ctx); err != nil || !progress.Done || !w.workflow.isFirstTry(w.Request.ID) {
		return err
	}
	_, err := w.Service.Verify(ctx, w.Request)
	return err
}
