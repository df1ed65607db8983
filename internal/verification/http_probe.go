// SPDX-License-Identifier: MPL-2.0

package verification

import (
	"context"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// fileInterval is how often a file is fetched: a web server answers from what it
// has, like an authoritative server, but counts its visitors.
const fileInterval = 5 * time.Second

// httpProbe checks whether the file of the method http_file is served.
type httpProbe struct {
	deps *Dependencies
	file service.HTTPFile

	// unreachable is what plain http gave where only https has the file.
	unreachable string
	// padded reports white space around the content.
	padded bool
	// line is what the last fetch gave.
	line string
}

// check is done when the file is served as expected. A site that answers on
// https alone counts: which of the two a service tries first is not documented.
func (p *httpProbe) check(ctx context.Context) (poll.Progress, error) {
	report, err := p.fetch(ctx, p.file.URL)
	if err != nil || report.Published() {
		p.unreachable, p.padded = "", report.Padded
		return poll.Progress{Done: err == nil}, err
	}
	reason := report.Line()
	if rest, plain := strings.CutPrefix(p.file.URL, "http://"); plain && report.Verdict == filecheck.Unreachable {
		secure, err := p.fetch(ctx, "https://"+rest)
		if err != nil || secure.Published() {
			p.unreachable, p.padded = reason, secure.Padded
			return poll.Progress{Done: err == nil}, err
		}
		reason = displaytext.JoinLines(reason, secure.Line())
	}
	return poll.Progress{Reason: reason, RetryAfter: fileInterval}, nil
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
