// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// waitLogInterval is how often a wait is logged. Terraform itself shows "Still
// creating…" only, so a long wait would else look like one that hangs.
const waitLogInterval = time.Minute

// waitLog is the clock of one wait, which logs at INFO what is waited for and
// until when: at the first miss, and then once a minute, in long pauses too.
type waitLog struct {
	poll.Clock
	id          service.DomainID
	publication service.Publication
	until       time.Time

	logged time.Time
	cause  string
}

// watch notes why the last attempt was not the last one.
func (l *waitLog) watch(attempt poll.Check) poll.Check {
	return func(ctx context.Context) (poll.Progress, error) {
		progress, err := attempt(ctx)
		if err == nil && !progress.Done {
			l.cause, _, _ = strings.Cut(progress.Reason, "\n")
			l.log(ctx)
		}
		return progress, err
	}
}

func (l *waitLog) log(ctx context.Context) {
	now := l.Now()
	if !l.logged.IsZero() && now.Sub(l.logged) < waitLogInterval {
		return
	}
	l.logged = now
	tflog.Info(ctx, waitLogMessage, map[string]any{
		"domain": l.id.Domain, "service": l.id.Service, "waiting_for": awaitedText(l.publication),
		"cause": l.cause, "until": l.until.UTC().Format(time.RFC3339),
	})
}

// Sleep implements poll.Clock.
func (l *waitLog) Sleep(ctx context.Context, d time.Duration) error {
	for d > waitLogInterval {
		if err := l.Clock.Sleep(ctx, waitLogInterval); err != nil {
			return err
		}
		d -= waitLogInterval
		l.log(ctx)
	}
	return l.Clock.Sleep(ctx, d)
}
