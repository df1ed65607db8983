// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// maxTransient is how many failures of the service in a row are waited out.
	maxTransient = 5
	// explainAfter is the refusal after which the service is asked why. The
	// first one may be the service's own resolver lagging behind.
	explainAfter = 2
)

// verificationWait is one wait for one verification: first until every
// authoritative server has the record, then until the service confirms it.
type verificationWait struct {
	data    *Data
	service service.Service
	request service.VerifyRequest
	limit   time.Duration
	// handOff: look once and report the reason in place of waiting.
	handOff bool

	publication service.Publication
	// probe looks whether the record or file is published; nil: nobody looks.
	probe propagationProbe
	// dnsProbe is world, where that looks at a record.
	dnsProbe   *dnsProbe
	refusals   int
	transients int
	pause      time.Duration
}

// propagationProbe is one way to see whether what has to be published is.
type propagationProbe interface {
	check(ctx context.Context) (poll.Progress, error)
	// explain is what may explain that a service does not see what is published,
	// or "".
	explain(ctx context.Context) string
}

// run returns "" when the domain is verified, or in hand-off mode the reason
// why it is not.
func (w *verificationWait) run(ctx context.Context) (reason string, diags diag.Diagnostics) {
	id := w.request.ID
	began := w.data.Clock.Now()
	// A slow answer counts, too: the limit bounds everything together.
	ctx, cancel := context.WithTimeout(ctx, w.limit)
	defer cancel()
	domain, err := w.data.readDomain(ctx, w.service, id)
	if err != nil {
		return "", append(diags, serviceError(summaryVerifyFailed, id, err))
	}
	if domain.State.Verified() && !w.request.Reserve {
		return "", nil
	}
	if current := domain.Token(w.request.Method); current != "" && current != w.request.Token {
		return "", append(diags, notTheToken(id, w.request, domain))
	}
	if err := w.prepare(ctx); err != nil {
		return "", append(diags, serviceError(summaryVerifyFailed, id, err))
	}
	if guard, ok := w.service.(service.LockoutGuard); ok {
		defer func() {
			if reason != "" || diags.HasError() {
				guard.VerifyEnded(id)
			}
		}()
		guarding := guardWait{clock: w.data.Clock, id: id, summary: summaryVerifyFailed, guard: guard.GuardVerify, first: w.verifyFirst, limit: w.limit, singleCheck: w.handOff}
		blocked, guarded := guarding.run(ctx)
		if diags.Append(guarded...); diags.HasError() || blocked != "" {
			return blocked, diags
		}
	}

	if w.handOff {
		progress, err := w.attempt(ctx)
		if err != nil {
			return "", append(diags, w.errorDiagnostic(err))
		}
		if !progress.Done {
			reason = progress.Reason
		}
		return reason, diags
	}

	left := w.limit - w.data.Clock.Now().Sub(began)
	policy := poll.Policy{Interval: dnsInterval, MaxInterval: dnsInterval, Timeout: left}
	waiting := &waitLog{Clock: w.data.Clock, id: id, publication: w.publication, until: began.Add(w.limit)}
	if err := poll.Until(ctx, policy, waiting, waiting.watch(w.attempt)); err != nil {
		diags.Append(w.errorDiagnostic(err))
	}
	return "", diags
}

// prepare settles what has to be published and who looks for it.
func (w *verificationWait) prepare(ctx context.Context) (err error) {
	w.publication, err = w.data.publication(ctx, w.service, w.request.ID, w.request.Method, w.request.Token)
	if err != nil {
		return err
	}
	switch {
	case w.publication.Record != nil && w.data.DNS.shared != nil:
		w.dnsProbe = &dnsProbe{client: w.data.DNS.shared, clock: w.data.Clock, record: *w.publication.Record, token: w.request.Token}
		w.probe = w.dnsProbe
	case w.publication.HTTPFile != nil && w.data.Files != nil:
		w.probe = &httpProbe{client: w.data.Files, file: *w.publication.HTTPFile}
	}
	return nil
}

func (w *verificationWait) errorDiagnostic(err error) diag.Diagnostic {
	var stop *poll.StoppedError
	var mistake *mistakeError
	switch {
	case errors.As(err, &stop):
		return waitStopped(w.request.ID, stop, expectation(w.publication))
	case errors.As(err, &mistake):
		return recordIncorrect(w.request.ID, mistake, expectation(w.publication))
	}
	return serviceError(summaryVerifyFailed, w.request.ID, err)
}

// verifyFirst makes one attempt at another domain that has to be verified before
// this one. What it cannot do is left to that domain's own resource, errors
// included. A token that this process does not know, because it is in the state
// of a resource that this apply has nothing to do for, is read from the DNS; a
// refusal of that one is not repeated, since nobody in this run may want it.
func (w *verificationWait) verifyFirst(ctx context.Context, request service.VerifyRequest) {
	published := request.Token == ""
	if published {
		request.Token = w.data.publishedToken(ctx, w.service, request.ID, request.Method)
		if request.Token == "" {
			return
		}
	}
	first := verificationWait{data: w.data, service: w.service, request: request, handOff: true}
	err := first.prepare(ctx)
	switch {
	case err != nil:
	case published:
		err = first.tryOnce(ctx)
	default:
		_, err = first.attempt(ctx)
	}
	tflog.Debug(ctx, "tried the domain that has to be verified first", shownFields(map[string]any{"domain": request.ID.Domain, "error": err}))
}

// tryOnce is an attempt of which a run makes one call.
func (w *verificationWait) tryOnce(ctx context.Context) error {
	if seen, err := w.probe.check(ctx); err != nil || !seen.Done || !w.data.tokens.tryPublished(w.request.ID) {
		return err
	}
	_, err := w.verify(ctx)
	return err
}

// attempt is one look at the world and, when that is right, one at the service.
// No verify call is spent before: the service's resolver would remember the
// absence, and every later call would fail for as long.
func (w *verificationWait) attempt(ctx context.Context) (poll.Progress, error) {
	if w.probe != nil {
		if seen, err := w.probe.check(ctx); err != nil || !seen.Done {
			return seen, err
		}
	}
	return w.askService(ctx)
}

func (w *verificationWait) askService(ctx context.Context) (poll.Progress, error) {
	domain, err := w.verify(ctx)
	if err == nil {
		return poll.Progress{Done: domain.State.Verified(), Reason: "The service has not decided yet: " + describeState(domain), RetryAfter: w.nextPause()}, nil
	}
	var typed *service.Error
	errors.As(err, &typed)
	if ctx.Err() != nil {
		reason := "The service had not answered yet."
		if typed != nil {
			reason = displaytext.JoinLines(displaytext.Sentence(typed.Reason), responseLines(typed))
		}
		return poll.Progress{Reason: w.published() + reason}, context.Cause(ctx)
	}
	if typed == nil {
		return poll.Progress{}, err
	}
	reason := displaytext.JoinLines(w.published()+displaytext.Sentence(typed.Reason), responseLines(typed))
	switch typed.Class {
	case service.NotYet:
		w.transients = 0
		return w.refused(ctx, typed, reason)
	case service.Throttled:
		return poll.Progress{Reason: reason, RetryAfter: max(typed.RetryAfter, w.nextPause())}, nil
	case service.Transient:
		if w.transients++; w.transients < maxTransient {
			return poll.Progress{Reason: reason, RetryAfter: w.nextPause()}, nil
		}
	}
	return poll.Progress{}, err
}

// verify makes one verify call, unless another resource of this run has
// succeeded with it in the meantime.
func (w *verificationWait) verify(ctx context.Context) (service.Domain, error) {
	unlock, err := w.data.verifyLocks.Lock(ctx, w.request.ID.String())
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()
	if domain, err := w.service.Read(ctx, w.request.ID); err == nil && domain.State.Verified() && !w.request.Reserve {
		return domain, nil
	}
	return w.service.Verify(ctx, w.request)
}

// refused asks the service once why it does not confirm what the world can see.
func (w *verificationWait) refused(ctx context.Context, refusal *service.Error, reason string) (poll.Progress, error) {
	w.refusals++
	if explainer, ok := w.service.(service.Explainer); ok && (w.refusals == explainAfter || w.handOff) {
		err := explainer.Explain(ctx, w.request.ID, w.request.Method, w.request.Token)
		if class := service.ClassOf(err); err != nil && class != service.Transient && class != service.Throttled {
			return poll.Progress{}, err
		}
	}
	pause := max(refusal.RetryAfter, w.nextPause())
	if w.probe != nil {
		reason = displaytext.JoinLines(reason, w.probe.explain(ctx))
	}
	if w.dnsProbe != nil {
		now := w.data.Clock.Now()
		if useful := dnscheck.NextUsefulAttempt(now, w.dnsProbe.report).Sub(now); useful > 0 {
			// The service's resolver may remember the absence until then: asking
			// earlier is useless, and asking later wastes the user's time.
			pause = max(refusal.RetryAfter, w.service.Capabilities().PollInterval, useful)
		}
	}
	return poll.Progress{Reason: reason, RetryAfter: pause}, nil
}

// published is said before the service's refusal, where it was seen.
func (w *verificationWait) published() string {
	if w.probe == nil {
		return ""
	}
	return "What has to be published is, but the service does not confirm it. "
}

// nextPause grows from the service's poll interval to its maximum.
func (w *verificationWait) nextPause() time.Duration {
	capabilities := w.service.Capabilities()
	if w.pause == 0 {
		w.pause = capabilities.PollInterval
	} else {
		w.pause = min(w.pause+w.pause/2, capabilities.MaxPollInterval)
	}
	return w.data.jittered(w.pause)
}

// contextEnded returns the cause when the context has ended, or is about to: what a
// look meets at its very deadline says nothing about the world.
func contextEnded(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	if ctx.Err() == nil {
		return nil
	}
	return context.Cause(ctx)
}

func expectation(publication service.Publication) string {
	if record := publication.Record; record != nil {
		return fmt.Sprintf("Expected record:\n  Name:  %s\n  Type:  %s\n  Value: %s", displaytext.Escape(record.Name), record.Type, displaytext.Escape(record.Value))
	}
	if file := publication.HTTPFile; file != nil {
		return fmt.Sprintf("Expected file:\n  URL:     %s\n  Content: %s", displaytext.Escape(file.URL), displaytext.Escape(file.Content))
	}
	return ""
}
