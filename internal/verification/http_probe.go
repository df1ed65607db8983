// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

const (
	// fileInterval is how often a file is fetched at first: a web server answers from what it
	// has, like an authoritative server, but counts its visitors. After eagerForFile without
	// a change the pauses double up to maxFileInterval.
	fileInterval    = 5 * time.Second
	maxFileInterval = 30 * time.Second
	eagerForFile    = 2 * time.Minute
	// fetchesPerSecond is how many files all waits of a run fetch.
	fetchesPerSecond = 50
)

// httpProbe checks whether the file of the method http_file is served.
type httpProbe struct {
	deps *Dependencies
	file service.HTTPFile
	// waits counts the waits of the run for a file, of which this is one once it has missed it.
	waits  *atomic.Int64
	missed bool

	// unreachable is what plain http gave where only https has the file.
	unreachable string
	// padded reports white space around the content.
	padded bool
	// line is what the last fetch gave.
	line string

	// reason and verdict are what the last check found, and since when. The reason is without
	// numbers, as in Event.hasCauseOf.
	verdict filecheck.Verdict
	reason  string
	since   time.Time
	pause   time.Duration
}

// isMissing implements propagationProbe.
func (p *httpProbe) isMissing() bool {
	return p.reason != "" && (p.verdict == filecheck.Absent || p.verdict == filecheck.Different)
}

// phase implements propagationProbe.
func (p *httpProbe) phase() Phase { return PhaseFile }

// code implements propagationProbe.
func (p *httpProbe) code() string { return "file_" + string(p.verdict) }

// end implements propagationProbe.
func (p *httpProbe) end() {
	if p.missed {
		p.waits.Add(-1)
		p.missed = false
	}
}

// missing is the progress after a check that did not find the file.
func (p *httpProbe) missing(verdict filecheck.Verdict, reason string) poll.Progress {
	now := p.deps.Clock.Now()
	if !p.missed {
		p.missed = true
		p.waits.Add(1)
	}
	if plain := withoutNumbers(reason); plain != p.reason {
		p.verdict, p.reason, p.since = verdict, plain, now
	}
	if p.pause = max(2*p.pause, fileInterval); now.Sub(p.since) < eagerForFile {
		p.pause = fileInterval
	}
	p.pause = min(p.pause, maxFileInterval)
	pause := max(p.pause, time.Duration(p.waits.Load())*time.Second/fetchesPerSecond)
	return poll.Progress{Reason: reason, RetryAfter: pause - p.deps.fifth(pause)}
}

// check is done when the file is served as expected. A site that answers on
// https alone counts: which of the two a service tries first is not documented.
func (p *httpProbe) check(ctx context.Context) (poll.Progress, error) {
	report, err := p.fetch(ctx, p.file.URL)
	if err != nil || report.Published() {
		p.unreachable, p.padded, p.reason, p.pause = "", report.Padded, "", 0
		return poll.Progress{Done: err == nil}, err
	}
	reason := report.Line()
	if rest, plain := strings.CutPrefix(p.file.URL, "http://"); plain && report.Verdict == filecheck.Unreachable {
		secure, err := p.fetch(ctx, "https://"+rest)
		if err != nil || secure.Published() {
			p.unreachable, p.padded, p.reason, p.pause = reason, secure.Padded, "", 0
			return poll.Progress{Done: err == nil}, err
		}
		reason = displaytext.JoinLines(reason, secure.Line())
	}
	return p.missing(report.Verdict, reason), nil
}

func (p *httpProbe) fetch(ctx context.Context, url string) (filecheck.Report, error) {
	report, err := p.deps.Files.Check(ctx, filecheck.Question{URL: url, Expected: p.file.Content})
	if err := poll.Ended(ctx, p.deps.Clock); err != nil {
		return report, err
	}
	p.line = report.Line()
	return report, err
}

// seen implements propagationProbe.
func (p *httpProbe) seen() string { return displaytext.Lines(p.line) }

// explain implements propagationProbe.
func (p *httpProbe) explain(context.Context) string {
	var why []string
	if p.unreachable != "" {
		why = append(why, "The file is served by https only, and the service may fetch it by plain http:\n"+p.unreachable)
	}
	if p.padded {
		why = append(why, "There is white space, a line end or a byte order mark around the content of the file, which the service may not accept. Serve the content alone.")
	}
	return displaytext.JoinLines(why...)
}
