// SPDX-License-Identifier: MPL-2.0

package watch

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
)

const (
	// Interval is the pause between two looks while a wait is eager: for eagerFor after its
	// beginning and after each change. Authoritative servers remember nothing, so frequent
	// queries do no harm and save the user time.
	Interval = 2 * time.Second
	eagerFor = 2 * time.Minute
	// MaxInterval is the longest pause, which is reached by doubling.
	MaxInterval = 30 * time.Second
	// maxCostlyInterval is that of a wait whose every look asks all servers, or a resolver
	// that remembers the absence.
	maxCostlyInterval = 5 * time.Minute

	// All servers are asked, and the cause sought, without a change as well: another server
	// may have failed, and the record may appear in the wrong place. The pauses double from
	// firstPeriod to period; later, the two take turns.
	firstPeriod = 8 * time.Second
	period      = time.Minute
	// A wait that is no longer eager sends ten packets a minute at most. Looks take a
	// quarter of them.
	perPacket      = 6 * time.Second
	perCheckPacket = 8 * time.Second
)

// Config is what a Watch needs besides its question.
type Config struct {
	// Gone is set when the record is to disappear.
	Gone bool
	// Now is the time by which pauses are measured.
	Now func() time.Time
	// Random spreads the looks of waits that began together; nil: they are not spread.
	Random io.Reader
}

// Watch looks at one record. It is for one caller at a time.
type Watch struct {
	client   *dnscheck.Client
	question dnscheck.Question
	config   Config
	end      func()

	report dnscheck.Report
	err    error
	// answers is what all servers answered at the last check, and since when they have.
	answers string
	since   time.Time
	checked bool
	pause   time.Duration
	turn    int
	// cost is how many packets the last look has sent to find nothing new.
	cost int

	// due is when a check, or a diagnosis, is due although nothing has changed.
	due          time.Time
	periodNow    time.Duration
	diagnoseNext bool
	diagnosis    bool
	contradicted bool
	// afresh: the next look asks all servers.
	afresh bool
}

// New begins a wait. End has to be called when it is over.
func New(client *dnscheck.Client, q dnscheck.Question, config Config) *Watch {
	w := &Watch{client: client, question: q, config: config, end: client.BeginWait()}
	w.turn = int(w.chance())
	return w
}

// End ends the wait.
func (w *Watch) End() { w.end() }

// Afresh makes the next Look ask all servers: what follows from it must not rest on what
// they answered before.
func (w *Watch) Afresh() { w.afresh = true }

// Look returns what the servers answer about the record. As long as one server shows
// that nothing has changed, that is the report of the last check. Errors are those of
// Client.Check.
func (w *Watch) Look(ctx context.Context) (dnscheck.Report, error) {
	now := w.config.Now()
	w.diagnosis = false
	due := w.checked && !now.Before(w.due) && w.client.MayCheck()
	onlyDiagnosis := due && !w.eager(now) && w.diagnoseNext
	change, again := dnscheck.Change{Differs: true}, false
	w.cost = 1
	afresh := w.afresh
	w.afresh = false
	if w.checked && w.err == nil && !w.decided() && !w.asksAll(now) && !afresh && (!due || onlyDiagnosis) {
		var err error
		if change, err = w.client.Changed(ctx, w.report, w.config.Gone, w.turn); err != nil {
			return dnscheck.Report{}, fmt.Errorf("looking up the %s record at %s: %w", w.question.Type, w.report.Name, err)
		}
		w.cost = change.Packets
		w.turn++
	}
	if change.Differs {
		if w.report, w.err = w.client.Check(ctx, w.question); ctx.Err() != nil {
			return w.report, w.err
		}
		again = !w.note(now) && !due
	}
	w.contradicted = change.Differs && change.Contradicts(w.report)
	if again {
		w.cost += w.report.Packets
	}
	if due {
		w.diagnosis = w.diagnosis || onlyDiagnosis || w.eager(now)
		w.diagnoseNext = !w.diagnoseNext
		w.schedule(now)
	}
	w.advance(now)
	return w.report, w.err
}

// note begins anew when the servers answer otherwise than before, and reports whether
// they do.
func (w *Watch) note(now time.Time) bool {
	answers := w.report.Answers()
	if w.err != nil {
		// The texts name whatever failed first, which may be another one each time.
		answers = ""
		for _, finding := range dnscheck.DiagnoseError(w.err) {
			answers += string(finding.Code) + "\n"
		}
	}
	if w.checked && answers == w.answers {
		return false
	}
	w.checked, w.answers, w.since, w.periodNow, w.diagnosis = true, answers, now, 0, true
	w.schedule(now)
	return true
}

// schedule sets when the next check is due.
func (w *Watch) schedule(now time.Time) {
	w.periodNow = min(max(2*w.periodNow, firstPeriod), period)
	pause := w.periodNow
	if !w.eager(now) {
		pause = max(pause, time.Duration(w.report.Packets)*perCheckPacket)
	}
	w.due = now.Add(pause)
}

// advance sets the pause before the next look.
func (w *Watch) advance(now time.Time) {
	if w.eager(now) {
		w.pause = Interval
		return
	}
	// Where only all servers can tell, looks are dear.
	longest := max(MaxInterval, min(time.Duration(w.cost)*perPacket, maxCostlyInterval))
	w.pause = min(max(2*w.pause, Interval), longest)
}

func (w *Watch) eager(now time.Time) bool { return now.Sub(w.since) < eagerFor }

// asksAll reports whether one server stands for too little: with the quorum "any" the
// record may be on another one. A wait that is no longer eager asks them in turn.
func (w *Watch) asksAll(now time.Time) bool {
	return w.report.Quorum == dnscheck.QuorumAny && !w.config.Gone && w.eager(now)
}

// decided reports whether the record is there, or gone, as it should be.
func (w *Watch) decided() bool {
	if w.config.Gone {
		return w.report.Gone()
	}
	return w.report.Published()
}

// DiagnosisDue reports whether the cause has to be sought after the last look: the
// servers answer otherwise, or some time has passed.
func (w *Watch) DiagnosisDue() bool { return w.diagnosis }

// Contradicted reports whether a server had the record in the last look, and not in the
// check that followed at once.
func (w *Watch) Contradicted() bool { return w.contradicted }

// Pause is how long to wait before the next look: up to a fifth less than the interval,
// and longer where the wait has sent much, or many wait. A resolver remembers the absence
// that it was asked about, so asking it earlier seldom shows anything new: only where it
// forgets sooner than it says, or several share its address.
func (w *Watch) Pause() time.Duration {
	pause := max(w.pause, time.Duration(w.cost)*w.client.LookInterval())
	pause -= pause * time.Duration(w.chance()) / 1280
	if w.report.Mode == dnscheck.Recursive && w.report.NegativeTTL > 0 && !w.config.Gone {
		pause = max(pause, min(w.report.NegativeTTL+time.Second, maxCostlyInterval))
	}
	return max(pause, w.client.Pause(w.question))
}

// chance is a random number from 0 to 255.
func (w *Watch) chance() byte {
	var one [1]byte
	if w.config.Random == nil {
		return 0
	}
	if _, err := io.ReadFull(w.config.Random, one[:]); err != nil {
		return 0
	}
	return one[0]
}
