// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"net/http"
	"strings"
)

// maxRedirects is what browsers and services bear with on one host: to https,
// a final slash, a language.
const maxRedirects = 5

// trail is the way of one fetch. A redirect to another host is not gone along:
// what is served there says nothing about who owns this one.
type trail struct {
	host   string
	passed []string
}

type redirectError struct {
	to     string
	reason string
}

func (e *redirectError) Error() string { return fmt.Sprintf("redirected to %s, %s", e.to, e.reason) }

func (t *trail) follow(next *http.Request, via []*http.Request) error {
	to := next.URL.Redacted()
	switch {
	case !strings.EqualFold(next.URL.Hostname(), t.host):
		return &redirectError{to, "which is another host"}
	case next.URL.Scheme != "https" && via[len(via)-1].URL.Scheme == "https":
		return &redirectError{to, "away from https"}
	case len(via) > maxRedirects:
		return &redirectError{to, fmt.Sprintf("after %d other redirects", maxRedirects)}
	}
	t.passed = append(t.passed, to)
	return nil
}
