// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// httpProbe looks whether the world can fetch the file of the method http_file.
type httpProbe struct {
	client *filecheck.Client
	file   service.HTTPFile

	// unreachable is what plain http gave where only https has the file.
	unreachable string
	// padded: there is white space around the content.
	padded bool
}

// check is done when the file is served as expected. A site that answers on
// https alone counts: which of the two a service tries first is its secret.
func (l *httpProbe) check(ctx context.Context) (poll.Progress, error) {
	report, err := l.fetch(ctx, l.file.URL)
	if err != nil || report.Published() {
		l.unreachable, l.padded = "", report.Padded
		return poll.Progress{Done: err == nil}, err
	}
	reason := report.Line()
	if rest, plain := strings.CutPrefix(l.file.URL, "http://"); plain && report.Verdict == filecheck.Unreachable {
		secure, err := l.fetch(ctx, "https://"+rest)
		if err != nil || secure.Published() {
			l.unreachable, l.padded = reason, secure.Padded
			return poll.Progress{Done: err == nil}, err
		}
		reason = displaytext.JoinLines(reason, secure.Line())
	}
	return poll.Progress{Reason: reason, RetryAfter: fileInterval}, nil
}

func (l *httpProbe) fetch(ctx context.Context, url string) (filecheck.Report, error) {
	report, err := l.client.Check(ctx, filecheck.Question{URL: url, Expected: l.file.Content})
	if err := contextEnded(ctx); err != nil {
		return report, err
	}
	return report, err
}

// explain is what may explain that a service does not see the file.
func (l *httpProbe) explain(context.Context) string {
	var why []string
	if l.unreachable != "" {
		why = append(why, "The file is served by https only, and the service may fetch it by plain http:\n"+l.unreachable)
	}
	if l.padded {
		why = append(why, "There is white space, a line end or a byte order mark around the content of the file, which the service may not bear with. Serve the content alone.")
	}
	return displaytext.JoinLines(why...)
}
