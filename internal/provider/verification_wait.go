// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// dnsPause is how often the authoritative servers are asked: they remember
	// nothing, so asking often harms nobody and costs the user no time.
	dnsPause = 2 * time.Second
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
	refusals    int
	transients  int
	pause       time.Duration
}

// run returns "" when the domain is verified, or in hand-off mode the reason
// why it is not.
func (w *verificationWait) run(ctx context.Context) (reason string, diags diag.Diagnostics) {
	id := w.request.ID
	domain, err := w.service.Read(ctx, id)
	if err != nil {
		return "", append(diags, failed(verbVerify, id, err))
	}
	if domain.State.Verified() && !w.request.Reserve {
		return "", nil
	}
	if domain.Token != "" && domain.Token != w.request.Token {
		return "", append(diags, rotatedBeforeVerify(id))
	}
	if w.publication, err = w.service.Publication(ctx, id, w.request.Method, w.request.Token); err != nil {
		return "", append(diags, failed(verbVerify, id, err))
	}
	if guard, ok := w.service.(service.LockoutGuard); ok {
		bounded, cancel := context.WithTimeout(ctx, w.limit)
		guarded := w.data.waitForGuard(bounded, id, verbVerify, guard.GuardVerify, w.verifyFirst)
		cancel()
		if diags.Append(guarded...); diags.HasError() {
			return "", diags
		}
	}

	if w.handOff {
		progress, err := w.attempt(ctx)
		switch {
		case err != nil:
			diags.Append(failed(verbVerify, id, err))
		case !progress.Done:
			return progress.Reason, diags
		}
		return "", diags
	}

	policy := poll.Policy{Interval: dnsPause, MaxInterval: dnsPause, Timeout: w.limit}
	var stop *poll.StoppedError
	switch err := poll.Until(ctx, policy, w.data.Clock, w.attempt); {
	case err == nil:
	case errors.As(err, &stop):
		diags.Append(stopped(verbVerify, id, stop, expectation(w.publication)))
	default:
		diags.Append(failed(verbVerify, id, err))
	}
	return "", diags
}

// verifyFirst makes one attempt at another domain of this run that has to be
// verified before this one. What it cannot do is left to that domain's own
// resource, errors included.
func (w *verificationWait) verifyFirst(ctx context.Context, request service.VerifyRequest) {
	first := verificationWait{data: w.data, service: w.service, request: request, handOff: true}
	var err error
	if first.publication, err = w.service.Publication(ctx, request.ID, request.Method, request.Token); err != nil {
		return
	}
	_, err = first.attempt(ctx)
	tflog.Debug(ctx, "tried the domain that has to be verified first", map[string]any{"domain": request.ID.Domain, "error": err})
}

// attempt is one look at the DNS and, when that is right, one at the service.
func (w *verificationWait) attempt(ctx context.Context) (poll.Progress, error) {
	if missing, err := w.lookAtDNS(ctx); err != nil || missing.Reason != "" {
		tflog.Debug(ctx, "record not published yet", map[string]any{"domain": w.request.ID.Domain, "seen": missing.Reason})
		return missing, err
	}
	return w.askService(ctx)
}

// lookAtDNS reports a reason while the record is not to be seen everywhere. No
// verify call is spent until it is: the service's resolver would remember the
// absence, and every later call would fail for as long.
func (w *verificationWait) lookAtDNS(ctx context.Context) (poll.Progress, error) {
	record := w.publication.Record
	if record == nil || w.data.DNS.mode == modeOff {
		return poll.Progress{}, nil
	}
	report, err := w.data.DNS.shared.Check(ctx, dnscheck.Question{Name: record.Name, Type: dnscheck.Type(record.Type), Expected: record.Value})
	if ctx.Err() != nil {
		return poll.Progress{}, context.Cause(ctx)
	}
	if err != nil {
		// Broken DNS may be mended while we wait, as a missing record may.
		return poll.Progress{Reason: sentence(err.Error()), RetryAfter: dnsPause}, nil
	}
	if report.Published() {
		return poll.Progress{}, nil
	}
	return poll.Progress{Reason: strings.Join(report.Lines(), "\n"), RetryAfter: pauseAfter(report)}, nil
}

// pauseAfter is how long to wait before the next look. A resolver remembers
// the absence that it was asked about, so asking it earlier tells nothing new.
func pauseAfter(report dnscheck.Report) time.Duration {
	if report.Mode == dnscheck.Recursive && report.NegativeTTL > 0 {
		return report.NegativeTTL + time.Second
	}
	return dnsPause
}

func (w *verificationWait) askService(ctx context.Context) (poll.Progress, error) {
	domain, err := w.verify(ctx)
	if err == nil {
		return poll.Progress{Done: domain.State.Verified(), Reason: "the service has not decided yet: " + seen(domain), RetryAfter: w.nextPause()}, nil
	}
	if ctx.Err() != nil {
		return poll.Progress{}, context.Cause(ctx)
	}
	var typed *service.Error
	if !errors.As(err, &typed) {
		return poll.Progress{}, err
	}
	reason := labelled("Every authoritative server has the record, but "+typed.Reason+".", answer(typed))
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
	leave, err := w.data.verifying.enter(ctx, w.request.ID.String())
	if err != nil {
		return service.Domain{}, err
	}
	defer leave()
	if domain, err := w.service.Read(ctx, w.request.ID); err == nil && domain.State.Verified() && !w.request.Reserve {
		return domain, nil
	}
	return w.service.Verify(ctx, w.request)
}

// refused asks the service once why it does not confirm what the world can see.
func (w *verificationWait) refused(ctx context.Context, refusal *service.Error, reason string) (poll.Progress, error) {
	w.refusals++
	if explainer, ok := w.service.(service.Explainer); ok && w.refusals == explainAfter && !w.handOff {
		err := explainer.Explain(ctx, w.request.ID, w.request.Method, w.request.Token)
		if class := service.ClassOf(err); err != nil && class != service.Transient && class != service.Throttled {
			return poll.Progress{}, err
		}
	}
	return poll.Progress{Reason: reason, RetryAfter: max(refusal.RetryAfter, w.nextPause())}, nil
}

// nextPause grows from the service's poll interval to its maximum.
func (w *verificationWait) nextPause() time.Duration {
	capabilities := w.service.Capabilities()
	if w.pause == 0 {
		w.pause = capabilities.PollInterval
	} else {
		w.pause = min(w.pause+w.pause/2, capabilities.MaxPollInterval)
	}
	return w.pause
}

func expectation(publication service.Publication) string {
	if record := publication.Record; record != nil {
		return fmt.Sprintf("Expected record:\n  Name:  %s\n  Type:  %s\n  Value: %s", record.Name, record.Type, record.Value)
	}
	return ""
}
