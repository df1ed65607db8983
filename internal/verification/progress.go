// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// logInterval is how often a wait is logged although nothing has changed. Terraform itself
// shows "Still creating…" only, so a long wait would otherwise seem to hang.
const logInterval = time.Minute

// progress tells what one domain waits for: each change as an Event and at Info in the
// log, there once a minute as well. It is the clock of the wait, so that this holds for
// long pauses. It is used by one goroutine.
type progress struct {
	poll.Clock
	deps *Dependencies
	id   service.DomainID

	last   Event
	logged time.Time
}

type progressKey struct{}

// begin is the progress of the domain's operation under ctx, or a new one, which then ends
// with it. Calls under the context that it returns tell theirs through it, too.
func (w *Workflow) begin(ctx context.Context, id service.DomainID) (context.Context, *progress, bool) {
	if p, ok := ctx.Value(progressKey{}).(*progress); ok && p.id == id {
		return ctx, p, false
	}
	p := &progress{Clock: w.deps.Clock, deps: &w.deps, id: id}
	return context.WithValue(ctx, progressKey{}, p), p, true
}

// report tells what is waited for unless that is as before. Of the cause, the first line counts.
func (p *progress) report(ctx context.Context, e Event) {
	e.Time, e.ID = p.Now(), p.id
	e.Cause, _, _ = strings.Cut(e.Cause, "\n")
	before := p.last
	p.last = e
	if e.Phase == before.Phase && e.For == before.For && e.Code == before.Code && e.hasCauseOf(before) {
		p.repeat(ctx)
		return
	}
	if p.deps.Progress != nil {
		p.deps.Progress(ctx, e)
	}
	p.log(ctx)
}

// end tells how the wait has ended: by err, or as it should.
func (p *progress) end(ctx context.Context, as Phase, err error) {
	e := Event{Phase: as}
	if err != nil {
		e = failure(err)
	}
	p.report(ctx, e)
}

// repeat logs what is waited for once a minute.
func (p *progress) repeat(ctx context.Context) {
	if p.last.Phase != "" && p.Now().Sub(p.logged) >= logInterval {
		p.log(ctx)
	}
}

func (p *progress) log(ctx context.Context) {
	p.logged = p.Now()
	fields := map[string]any{"domain": p.id.Domain, "service": p.id.Service, "phase": string(p.last.Phase)}
	for name, text := range map[string]string{"waiting_for": p.last.For, "code": p.last.Code, "cause": p.last.Cause} {
		if text != "" {
			fields[name] = text
		}
	}
	message := "the wait for the domain has ended"
	if !p.last.isEnd() {
		message = "waiting for the domain"
		fields["until"] = p.last.Until.UTC().Format(time.RFC3339)
	}
	p.deps.log(ctx, Info, message, fields)
}

// Sleep implements poll.Clock.
func (p *progress) Sleep(ctx context.Context, d time.Duration) error {
	for d > logInterval {
		if err := p.Clock.Sleep(ctx, logInterval); err != nil {
			return err
		}
		d -= logInterval
		p.repeat(ctx)
	}
	return p.Clock.Sleep(ctx, d)
}
