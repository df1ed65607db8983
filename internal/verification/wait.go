// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// maxTransient is the number of failures of the service in a row that ends the wait.
const maxTransient = 5

// Task is one verification.
type Task struct {
	Service service.Service
	Request service.VerifyRequest
	// Limit bounds everything together, slow responses of the service included.
	Limit time.Duration
	// SingleAttempt makes one attempt and reports its reason in place of waiting.
	SingleAttempt bool
	// Report, if not nil, gets what each look at the record or file has seen, and what the
	// service then says.
	Report func(text string)
}

// Result is what came of a Task that did not fail.
type Result struct {
	// Pending is why the domain is not verified after a single attempt; "" when it is.
	Pending string
	// Blocked: it is pending because the lockout guard did not let the attempt pass. UnderWay:
	// because the service has accepted the verification and has not completed it.
	Blocked, UnderWay bool
	// Advice is what the service's error or the guard says to do about it.
	Advice string
	// Publication is what has to be published, as far as that was determined.
	Publication service.Publication
	// Notices are risks that the lockout guard cannot rule out.
	Notices []string
}

// wait is one wait for one verification: first until every authoritative server
// has the record, then until the service confirms it.
type wait struct {
	Task
	workflow *Workflow
	progress *progress // nil: of an attempt beside another wait

	publication service.Publication
	// expiresAt is when the token expires; zero: it does not. No attempt is made then.
	expiresAt time.Time
	// seen is why the last attempt did not succeed; phase and code are those of its Event.
	seen  string
	phase Phase
	code  string
	// probe checks whether the record or file is published; nil when that is not checked.
	probe propagationProbe
	// dnsProbe is probe, where that checks a record.
	dnsProbe   *dnsProbe
	called     bool // a verify call was made
	refusals   int
	explained  bool
	transients int
	pause      time.Duration
	// underWay: the service has accepted the last verify call, and works on it.
	underWay bool
	// accepted is when the service was first seen to work on it.
	accepted time.Time
	// advice is that of the last refusal.
	advice string

	// first is the domain that has to be verified before; nil: there is none.
	first   *firstWait
	firstID service.DomainID
}

// propagationProbe is one way to check whether the record or file is published.
type propagationProbe interface {
	check(ctx context.Context) (poll.Progress, error)
	// isMissing reports whether the last check has shown that nothing of it is published.
	// It is false where that could not be told.
	isMissing() bool
	// seen is what the last check has seen.
	seen() string
	// phase is what it waits for, and code what the last check found.
	phase() Phase
	code() string
	// end gives up the wait's share of what all waits of the run may send.
	end()
	// explain returns what may explain that a service does not see what is
	// published, or "".
	explain(ctx context.Context) string
}

// Verify brings the domain to "verified". Its errors are a *StoppedError, a
// *RecordIncorrectError, a *TokenMissingError, a *TokenMismatchError, a
// *TokenExpiredError, a *LockoutError or a *GuardStoppedError, else those of the service. Notices are returned with an
// error as well.
func (w *Workflow) Verify(ctx context.Context, task Task) (Result, error) {
	ctx, progress, _ := w.begin(ctx, task.Request.ID)
	waiting := &wait{Task: task, workflow: w, progress: progress}
	defer waiting.end()
	result, err := waiting.run(ctx)
	err = waiting.asExpired(err)
	switch {
	case err != nil || result.Pending == "":
		progress.end(ctx, PhaseVerified, err)
	default:
		progress.report(ctx, Event{Phase: PhaseUnverified, Code: cmp.Or(waiting.code, progress.last.Code), Cause: result.Pending})
	}
	return result, err
}

// end gives up what the wait has of the run's packets.
func (w *wait) end() {
	w.leaveFirst()
	if w.probe != nil {
		w.probe.end()
	}
}

func (w *wait) run(ctx context.Context) (result Result, err error) {
	clock := w.workflow.deps.Clock
	id := w.Request.ID
	began := clock.Now()
	ctx, cancel := poll.WithTimeout(ctx, clock, w.Limit)
	defer cancel()
	domain, err := w.workflow.Read(ctx, w.Service, id)
	if err != nil {
		return result, err
	}
	if domain.State.Verified() && !w.Request.Options.Unseen() {
		return result, nil
	}
	if domain.State == service.StateReleasing {
		return result, releasing("verify the domain "+id.Domain, domain)
	}
	if w.Request.Token == "" {
		return w.withoutToken(domain)
	}
	if current := domain.Token(w.Request.Method); current != "" && current != w.Request.Token {
		return result, &TokenMismatchError{Request: w.Request, Domain: domain}
	}
	if !domain.State.Verified() {
		w.expiresAt = domain.TokenExpiresAt(w.Request.Method)
	}
	if w.hasExpired() {
		return result, w.tokenExpired(nil)
	}
	if err := w.prepare(ctx); err != nil {
		return result, err
	}
	result.Publication = w.publication
	limit := w.Limit - clock.Now().Sub(began)
	if left := w.expiresAt.Sub(clock.Now()); !w.expiresAt.IsZero() && left < limit {
		limit = left
		ctx, cancel = poll.WithTimeout(ctx, clock, left)
		defer cancel()
	}
	end := clock.Now().Add(limit)
	if guard, ok := w.Service.(service.LockoutGuard); ok {
		passed, stopped := w.workflow.AwaitGuard(ctx, Guard{ID: id, Ask: guard.GuardVerify, Limit: limit, verifyFirst: w.verifyFirst, singleAttempt: w.SingleAttempt})
		if passed.Notice != "" {
			result.Notices = append(result.Notices, passed.Notice)
		}
		if stopped != nil {
			return result, stopped
		}
		if passed.Blocked != nil {
			result.Pending, result.Blocked, result.Advice = displaytext.Sentence(passed.Blocked.Reason), true, passed.Blocked.Advice
			return result, nil
		}
		defer func() {
			if result.Pending != "" || err != nil {
				guard.VerifyEnded(id)
			}
		}()
	}

	policy := poll.Policy{Interval: watch.Interval, MaxInterval: watch.Interval, Timeout: end.Sub(clock.Now())}
	err = poll.Until(ctx, policy, w.progress, func(ctx context.Context) (poll.Progress, error) {
		progress, err := w.attempt(ctx)
		switch {
		case err != nil || progress.Done:
		case w.SingleAttempt:
			result.Pending, result.UnderWay, result.Advice = progress.Reason, w.underWay, w.advice
			progress.Done = true
		default:
			w.tell(ctx, progress, end)
		}
		return progress, err
	})
	return result, w.typed(err)
}

// tell tells why the last attempt did not end the wait.
func (w *wait) tell(ctx context.Context, attempt poll.Progress, end time.Time) {
	e := Event{Phase: w.phase, For: w.awaited(), Code: w.code, Cause: attempt.Reason, Until: end}
	if w.phase == PhaseRateLimit {
		e.Until = w.workflow.deps.Clock.Now().Add(attempt.RetryAfter)
	}
	w.progress.report(ctx, e)
}

// awaited is what the phase waits for.
func (w *wait) awaited() string {
	record, file := w.publication.Record, w.publication.HTTPFile
	switch {
	case w.phase == PhaseRecord && record != nil:
		return record.Type + " record at " + record.Name
	case w.phase == PhaseFile && file != nil:
		return "file at " + file.URL
	case w.phase == PhaseRateLimit:
		return "the end of the rate limit of the service"
	}
	return "the confirmation of the service"
}

// withoutToken is for a domain that is not verified as it should be. Nothing can be
// published or asked for without a token, so that waiting helps nobody.
func (w *wait) withoutToken(domain service.Domain) (Result, error) {
	missing := &TokenMissingError{Domain: domain, BornVerified: w.Service.Capabilities().BornVerified}
	if w.SingleAttempt {
		return Result{Pending: missing.Reason()}, nil
	}
	return Result{}, missing
}

// prepare determines what has to be published and how that is checked.
func (w *wait) prepare(ctx context.Context) (err error) {
	w.publication, err = w.workflow.Publication(ctx, w.Service, w.Request.ID, w.Request.Method, w.Request.Token)
	if err != nil {
		return err
	}
	return w.chooseProbe()
}

// chooseProbe determines how it is checked whether the record or file is published. A
// record whose name the service does not show cannot be checked, and is never asked to
// be verified unchecked (invariant 2).
func (w *wait) chooseProbe() error {
	deps := &w.workflow.deps
	switch {
	case w.publication.Record != nil && w.publication.Record.Name == "" && deps.DNS != nil:
		return &service.Error{
			Class: service.Transient, Operation: "verify the domain " + w.Request.ID.Domain,
			Reason: "the service does not show the name of the record at present, so it cannot be checked whether it is published",
			Advice: "Run Terraform again. If the error persists, look up the name in the service's console.",
		}
	case w.publication.Record != nil && deps.DNS != nil:
		w.dnsProbe = &dnsProbe{deps: deps, record: *w.publication.Record, token: w.Request.Token}
		w.probe = w.dnsProbe
	case w.publication.HTTPFile != nil && deps.Files != nil:
		w.probe = &httpProbe{deps: deps, file: *w.publication.HTTPFile, waits: &w.workflow.fileWaits}
	}
	return nil
}

// typed adds to an error what was waited for.
func (w *wait) typed(err error) error {
	var stopped *poll.StoppedError
	var incorrect *RecordIncorrectError
	switch {
	case errors.As(err, &stopped):
		return &StoppedError{StoppedError: stopped, Publication: w.publication}
	case errors.As(err, &incorrect):
		incorrect.Publication, incorrect.Called = w.publication, w.called
	}
	return err
}

// attempt checks what is published and, when that is right, asks the service. No
// verify call is spent before: the service's resolver would remember the absence,
// and every later call would fail for as long.
func (w *wait) attempt(ctx context.Context) (progress poll.Progress, err error) {
	if w.hasExpired() {
		return poll.Progress{}, w.tokenExpired(nil)
	}
	defer func() { w.seen = cmp.Or(progress.Reason, w.seen) }()
	unclear := ""
	if w.probe != nil {
		progress, err := w.probe.check(ctx)
		if err == nil {
			w.report(cmp.Or(progress.Reason, w.probe.seen()))
		}
		if err != nil || !progress.Done && !w.goesOn() {
			w.phase, w.code = w.probe.phase(), w.probe.code()
			return progress, err
		}
		unclear = progress.Reason
	}
	w.phase, w.code = PhaseService, "pending"
	progress, err = w.callVerify(ctx)
	if err == nil {
		w.report(cmp.Or(progress.Reason, "The service confirms the verification."))
	}
	if !progress.Done {
		progress.Reason = displaytext.JoinLines(progress.Reason, unclear)
	}
	return progress, err
}

// goesOn reports whether the service is asked although the record does not count as published
// now: it works on a verification that was begun when it did, no server has denied it since, and
// the service's resolver asks those that are left.
func (w *wait) goesOn() bool { return w.underWay && w.dnsProbe != nil && !w.dnsProbe.sawAbsence }

func (w *wait) report(text string) {
	if w.Report != nil {
		w.Report(text)
	}
}

// callVerify makes one verify call and returns what it means for the wait.
func (w *wait) callVerify(ctx context.Context) (poll.Progress, error) {
	w.called = true
	domain, err := w.Service.Verify(ctx, w.Request)
	if err == nil && domain.State.Verified() {
		return poll.Progress{Done: true}, nil
	}
	if w.underWay = err == nil; w.underWay {
		w.transients = 0
		return poll.Progress{Reason: w.notCompleted(ctx, domain), RetryAfter: w.nextPause()}, nil
	}
	var typed *service.Error
	errors.As(err, &typed)
	if ctx.Err() != nil {
		reason := "The service had not responded yet."
		if typed != nil {
			reason = displaytext.JoinLines(displaytext.Sentence(typed.Reason), ResponseLines(typed))
		}
		return poll.Progress{Reason: w.published() + reason}, context.Cause(ctx)
	}
	if typed == nil {
		return poll.Progress{}, err
	}
	reason := displaytext.JoinLines(w.published()+displaytext.Sentence(typed.Reason), ResponseLines(typed))
	w.code, w.advice = codeOf(typed.Class), typed.Advice
	switch typed.Class {
	case service.NotYet:
		w.transients = 0
		return w.refused(ctx, typed, reason)
	case service.Throttled:
		w.phase = PhaseRateLimit
		return poll.Progress{Reason: reason, RetryAfter: max(typed.RetryAfter, w.nextPause())}, nil
	case service.Transient:
		if w.transients++; w.transients < maxTransient {
			return poll.Progress{Reason: reason, RetryAfter: max(typed.RetryAfter, w.nextPause())}, nil
		}
	}
	return poll.Progress{}, err
}

// published comes before the service's refusal where the record was seen.
func (w *wait) published() string {
	if w.probe == nil {
		return ""
	}
	return "The record or file is published, but the service does not confirm it. "
}

// nextPause grows from the service's poll interval to its maximum.
func (w *wait) nextPause() time.Duration {
	capabilities := w.Service.Capabilities()
	if w.pause == 0 {
		w.pause = capabilities.PollInterval
	} else {
		w.pause = min(w.pause+w.pause/2, capabilities.MaxPollInterval)
	}
	// Never shorter: a service may lock out clients that send more.
	return w.pause + w.workflow.deps.fifth(w.pause)
}
