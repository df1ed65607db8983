// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// AbsenceLimit is the least default time to wait for a release at a RecordHolder:
	// name servers take over a change within minutes, and resolvers remember the record
	// for its TTL.
	AbsenceLimit = 15 * time.Minute
	// undecidedGrace is how long a release waits for name servers that show neither that
	// a record is there nor that it is gone, such as those of a zone that was deleted.
	// After that the service decides, which looks for the record itself.
	undecidedGrace = time.Minute
)

// absence is one wait until the records that prove a domain are gone.
type absence struct {
	deps    *Dependencies
	records []service.Record
	watches []*watch.Watch // of the records, in their order

	// gone are the records that every server lacked when it was last asked.
	gone map[int]bool
	// served are the records that a server had at the last check.
	served []service.Record
	// wasServed is set when a server had a record in this wait, so that one check that
	// finds none may be luck; goneOnce after such a check.
	wasServed, goneOnce bool
	// undecided is since when checks decide nothing; zero: the last one did.
	undecided time.Time
	// unchecked is what the servers answered when the decision was left to the service.
	unchecked string
}

// awaitAbsence waits until the authoritative servers show that all that proves the
// domain for this identity is gone (invariant 20). Where they show nothing, or the DNS is
// not asked, the service alone decides, and the release knows it as unchecked. The error
// is a *RecordServedError, or one of the service.
func (r *release) awaitAbsence(ctx context.Context) error {
	deps := &r.workflow.deps
	holder, ok := r.Service.(service.RecordHolder)
	switch {
	case !ok:
		return nil
	case deps.DNS == nil:
		r.unchecked = "The DNS is not asked."
		return nil
	}
	var proofs []service.Publication
	err := r.workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		proofs, err = holder.Proofs(ctx, r.Request.ID)
		return err
	})
	if err != nil {
		return err
	}
	waiting := &absence{deps: deps, gone: map[int]bool{}}
	for _, proof := range proofs {
		if record := proof.Record; record != nil && record.Name != "" && record.Value != "" {
			waiting.records = append(waiting.records, *record)
		}
	}
	if len(waiting.records) == 0 {
		waiting.unchecked = "Which records have to be gone is not known."
	}
	waiting.begin()
	defer waiting.end()
	policy := poll.Policy{Interval: watch.Interval, MaxInterval: watch.Interval, Timeout: r.left()}
	err = poll.Until(ctx, policy, r.progress, func(ctx context.Context) (poll.Progress, error) {
		progress, err := waiting.check(ctx)
		if err == nil && !progress.Done {
			r.progress.report(ctx, Event{
				Phase: PhaseRemoval, For: waiting.awaited(), Code: waiting.code(), Cause: progress.Reason, Until: r.began.Add(r.Limit),
			})
		}
		return progress, err
	})
	r.proofs, r.unchecked = waiting.records, waiting.unchecked
	if stopped, ok := errors.AsType[*poll.StoppedError](err); ok {
		return &RecordServedError{StoppedError: stopped, Records: waiting.served}
	}
	return err
}

func (a *absence) begin() {
	for _, record := range a.records {
		question := dnscheck.Question{Name: record.Name, Type: dnscheck.Type(record.Type), Expected: record.Value}
		a.watches = append(a.watches, watch.New(a.deps.DNS, question, watch.Config{Gone: true, Now: a.deps.Clock.Now, Random: a.deps.Random}))
	}
}

func (a *absence) end() {
	for _, one := range a.watches {
		one.End()
	}
}

// awaited names the records that have to be gone.
func (a *absence) awaited() string {
	var names []string
	for _, record := range a.records {
		names = append(names, record.Type+" record at "+record.Name)
	}
	return "the removal of the " + strings.Join(names, ", ")
}

// code is what the last check has found.
func (a *absence) code() string {
	switch {
	case len(a.served) > 0:
		return "record_served"
	case !a.undecided.IsZero():
		return "undecided"
	}
	return "gone_once"
}

// check is done when every record is gone, at two checks in a row if any was there
// before: servers behind one address may differ.
func (a *absence) check(ctx context.Context) (poll.Progress, error) {
	var served []service.Record
	var seen, undecided []string
	var pause time.Duration
	for i, record := range a.records {
		if len(a.served) > 0 && a.gone[i] {
			continue // it is looked at again when the others are gone as well
		}
		report, err := a.watches[i].Look(ctx)
		if err := poll.Ended(ctx, a.deps.Clock); err != nil {
			return poll.Progress{}, err
		}
		pause = max(pause, a.watches[i].Pause())
		a.gone[i] = err == nil && report.Gone()
		switch {
		case err != nil:
			undecided = append(undecided, displaytext.Sentence(displaytext.Escape(err.Error())))
		case len(report.ServedBy()) > 0:
			served = append(served, record)
			seen = append(seen, fmt.Sprintf("%s: has the %s record at %s%s", strings.Join(report.ServedBy(), ", "), record.Type, record.Name, a.remembrance(report)))
		case !report.Gone():
			undecided = append(undecided, report.GroupedLines()...)
		}
	}
	a.served = served
	if len(served) > 0 {
		a.wasServed, a.goneOnce, a.undecided = true, false, time.Time{}
		return poll.Progress{Reason: strings.Join(seen, "\n"), RetryAfter: pause}, nil
	}
	if len(undecided) > 0 {
		return a.undecidedProgress(ctx, strings.Join(undecided, "\n"), pause), nil
	}
	a.undecided = time.Time{}
	if a.wasServed && !a.goneOnce {
		a.goneOnce = true
		return poll.Progress{
			Reason:     fmt.Sprintf("The record is gone. It was there before, so it is checked once more in %s: servers behind one address may differ.", confirmInterval),
			RetryAfter: confirmInterval,
		}, nil
	}
	return poll.Progress{Done: true}, nil
}

// remembrance says for how long a resolver may give a record that is gone.
func (a *absence) remembrance(report dnscheck.Report) string {
	now := a.deps.Clock.Now()
	until := report.RememberedUntil(now)
	if !until.After(now) {
		return ""
	}
	return fmt.Sprintf(", and may give it until %s although it is gone", until.UTC().Format(time.RFC3339))
}

// undecidedProgress leaves the decision to the service after undecidedGrace.
func (a *absence) undecidedProgress(ctx context.Context, seen string, pause time.Duration) poll.Progress {
	now := a.deps.Clock.Now()
	if a.undecided.IsZero() {
		a.undecided = now
	}
	if now.Sub(a.undecided) < undecidedGrace {
		return poll.Progress{Reason: seen, RetryAfter: pause}
	}
	a.deps.log(ctx, Warn, "it cannot be checked whether the record is gone; the service decides", map[string]any{"seen": seen})
	a.unchecked = seen
	return poll.Progress{Done: true}
}

// RecordServedError says that a release ran out of time, or was interrupted, before what
// proves the domain was gone. No release call was made.
type RecordServedError struct {
	*poll.StoppedError
	// Records are those that a name server had at the last check.
	Records []service.Record
}

// Unwrap returns the error of package poll, which wraps the cause.
func (e *RecordServedError) Unwrap() error { return e.StoppedError }
