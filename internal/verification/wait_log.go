// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// waitLogInterval is how often a wait is logged. Terraform itself shows "Still
// creating…" only, so a long wait would otherwise seem to hang.
const waitLogInterval = time.Minute

// waitLog is the clock of one wait, which logs at Info what is waited for and
// until when: at the first miss, and then once a minute, in long pauses too.
type waitLog struct {
	poll.Clock
	deps        *Dependencies
	id          service.DomainID
	publication service.Publication
	until       time.Time

	logged time.Time
	cause  string
}

// watch notes why an attempt did not end the wait.
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
	l.deps.log(ctx, Info, "waiting until the domain is verified", map[string]any{
		"domain": l.id.Domain, "service": l.id.Service, "waiting_for": awaited(l.publication),
		"cause": l.cause, "until": l.until.UTC().Format(time.RFC3339),
	})
}

func awaited(publication service.Publication) string {
	if record := publication.Record; record != nil {
		return fmt.Sprintf("%s record at %s, then the service", record.Type, record.Name)
	}
	if file := publication.HTTPFile; file != nil {
		return fmt.Sprintf("file at %s, then the service", file.URL)
	}
	return "the service"
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
