// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Verdict is what one fetch found.
type Verdict string

const (
	// Present: the file is served; with nothing expected, any file.
	Present Verdict = "present"
	// Absent: the site says that there is no such file (404 or 410).
	Absent Verdict = "absent"
	// Different: a file is served, and its content is not the expected one.
	Different Verdict = "different"
	// Redirected: the site redirects in a way that the service does not follow.
	Redirected Verdict = "redirected"
	// Failed: the site answered with any other status.
	Failed Verdict = "failed"
	// Unreachable: no complete answer came.
	Unreachable Verdict = "unreachable"
)

// Report is the outcome of one fetch.
type Report struct {
	URL      string
	Expected string
	Verdict  Verdict
	// Redirects are the URLs that were followed, all on the host of URL.
	Redirects   []string
	Status      int
	ContentType string
	// Content is the file without white space around it, cut at the size limit.
	Content  string
	TooLarge bool
	// Padded: there is white space or a byte order mark around the content. Most
	// readers accept that; whether a service does is seldom documented.
	Padded bool
	// Proxy is the host of the proxy that the last request went through, or "".
	Proxy string
	// Err is why no file was read.
	Err error
}

// Published reports whether the service can read the expected file.
func (r Report) Published() bool { return r.Verdict == Present }

func (r *Report) unreachable(err error) { r.Verdict, r.Err = Unreachable, newFetchError(err) }

// judge compares without white space around the content and a byte order mark,
// which editors and upload forms add.
func (r *Report) judge(content string) {
	defer func() { r.Padded = r.Content != content }()
	r.Content = strings.TrimSpace(strings.TrimPrefix(content, "\ufeff"))
	switch {
	case r.Status == http.StatusNotFound, r.Status == http.StatusGone:
		r.Verdict = Absent
	case r.Status != http.StatusOK:
		r.Verdict = Failed
	case !r.TooLarge && (r.Expected == "" || r.Content == strings.TrimSpace(r.Expected)):
		r.Verdict = Present
	default:
		r.Verdict = Different
	}
}

// Line says what was found, for people to read.
func (r Report) Line() string {
	at := r.URL
	if n := len(r.Redirects); n > 0 {
		at += " (redirected to " + r.Redirects[n-1] + ")"
	}
	if r.Proxy != "" {
		at += " (through the proxy " + r.Proxy + ")"
	}
	switch r.Verdict {
	case Present:
		return at + ": has the expected file"
	case Absent:
		return fmt.Sprintf("%s: there is no such file (%d %s)", at, r.Status, http.StatusText(r.Status))
	case Different:
		return fmt.Sprintf("%s: the content is not %s: %s", at, strconv.Quote(r.Expected), r.difference())
	case Failed:
		return fmt.Sprintf("%s: the site answered %d %s", at, r.Status, http.StatusText(r.Status))
	case Redirected:
		return fmt.Sprintf("%s: %v", at, r.Err)
	}
	return fmt.Sprintf("%s: no answer: %v", at, r.Err)
}
