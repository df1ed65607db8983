// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

const (
	// maxRedirects is what browsers and services accept on one host: to https, a
	// final slash, a language.
	maxRedirects = 5
	// maxShownURL keeps a target of any length out of a diagnostic.
	maxShownURL = 200
)

// redirects are those of one fetch. A redirect to another host or port is not
// followed: what is served there says nothing about who owns this one, and may be
// reachable only from here.
type redirects struct {
	followed []string // targets, as shown
	current  *url.URL
}

type redirectError struct {
	to     string
	reason string
}

func (e *redirectError) Error() string { return fmt.Sprintf("redirected to %s, %s", e.to, e.reason) }

func (r *redirects) follow(next *http.Request, via []*http.Request) error {
	to := displaytext.Escape(displaytext.Cut(next.URL.Redacted(), maxShownURL))
	if reason := refusal(via[len(via)-1].URL, next.URL); reason != "" {
		return &redirectError{to, reason}
	}
	if len(via) > maxRedirects {
		return &redirectError{to, fmt.Sprintf("after %d other redirects", maxRedirects)}
	}
	r.followed, r.current = append(r.followed, to), next.URL
	return nil
}

// last is the URL that was fetched last.
func (r *redirects) last(first *url.URL) *url.URL {
	if r.current == nil {
		return first
	}
	return r.current
}

// refusal says why a redirect is not followed, or "".
func refusal(from, to *url.URL) string {
	upgraded := from.Scheme == "http" && to.Scheme == "https" && portOf(from) == "80" && portOf(to) == "443"
	switch {
	case !strings.EqualFold(to.Hostname(), from.Hostname()):
		return "which is another host"
	case to.Scheme != "https" && from.Scheme == "https":
		return "away from https"
	case to.Scheme != "https" && to.Scheme != "http":
		return fmt.Sprintf("which has the scheme %q", to.Scheme)
	case portOf(to) != portOf(from) && !upgraded:
		return "which is another port"
	case to.User != nil:
		return "which has a user name"
	}
	return ""
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
