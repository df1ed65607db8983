// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// explainAfter is the number of refusals after which the cause is sought. The
// service's own resolver may lag behind at the first one.
const explainAfter = 2

// notCompleted is what is known of a verification that the service works on. One that takes
// long may be one whose record the service does not see, which it does not say.
func (w *wait) notCompleted(ctx context.Context, domain service.Domain) string {
	reason := displaytext.Sentence("the service has not completed the verification yet: " + DescribeState(domain))
	now := w.workflow.deps.Clock.Now()
	if w.accepted.IsZero() {
		w.accepted = now
	}
	isPublished := w.dnsProbe == nil || w.dnsProbe.report.Published()
	if w.probe == nil || !isPublished || now.Sub(w.accepted) < explainInterval {
		return reason
	}
	return displaytext.JoinLines(reason, w.probe.explain(ctx))
}

// refused seeks why the service does not confirm what is published, until it has said so
// once.
func (w *wait) refused(ctx context.Context, refusal *service.Error, reason string) (poll.Progress, error) {
	w.refusals++
	if explainer, ok := w.Service.(service.Explainer); ok && !w.explained && (w.refusals >= explainAfter || w.SingleAttempt) {
		err := explainer.Explain(ctx, w.Request.ID, w.Request.Method, w.Request.Token)
		class := service.ClassOf(err)
		w.explained = class != service.Transient && class != service.Throttled
		if err != nil && w.explained {
			return poll.Progress{}, err
		}
	}
	pause := max(refusal.RetryAfter, w.nextPause())
	if w.probe != nil {
		reason = displaytext.JoinLines(reason, w.probe.explain(ctx))
	}
	if w.dnsProbe != nil {
		now := w.workflow.deps.Clock.Now()
		useful := dnscheck.NextUsefulAttempt(now, w.dnsProbe.report)
		if end, _ := poll.Deadline(ctx); useful.After(now) && useful.Before(end) {
			// The service's resolver may remember the absence until then: asking
			// earlier is useless, and asking later wastes the user's time. A wait that
			// ends before goes on asking, because the resolver may have asked long ago.
			pause = max(refusal.RetryAfter, w.Service.Capabilities().PollInterval, useful.Sub(now))
		}
	}
	return poll.Progress{Reason: reason, RetryAfter: pause}, nil
}
