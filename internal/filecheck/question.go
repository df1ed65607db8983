// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"fmt"
	"net/url"
)

// Question is what to look for. With Expected empty, any file counts as present.
type Question struct {
	URL      string
	Expected string
}

// URLError means that the URL cannot be fetched at all.
type URLError struct {
	URL    string
	Reason string
}

func (e *URLError) Error() string { return fmt.Sprintf("%q cannot be fetched: %s", e.URL, e.Reason) }

func (q Question) parse() (*url.URL, error) {
	target, err := url.Parse(q.URL)
	switch {
	case err != nil:
		return nil, &URLError{q.URL, err.Error()}
	case target.Scheme != "https" && target.Scheme != "http":
		return nil, &URLError{q.URL, fmt.Sprintf(`its scheme is %q, not "https" or "http"`, target.Scheme)}
	case target.Hostname() == "":
		return nil, &URLError{q.URL, "it has no host"}
	case target.User != nil:
		return nil, &URLError{q.URL, "it has a user name, which no service sends"}
	}
	return target, nil
}
