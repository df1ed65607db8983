// SPDX-License-Identifier: MPL-2.0

package websim

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// fetchTimeout is for callers whose context has no deadline.
const fetchTimeout = 20 * time.Second

// Fetch gets a URL from the web host at an address (host:port) over the wire, as a
// service that looks from outside: without a proxy, without following redirects. The
// caller closes the body.
func Fetch(ctx context.Context, address, rawURL string) (*http.Response, error) {
	target, err := url.Parse(rawURL)
	if err != nil {
		return nil, fmt.Errorf("fetching a page: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+target.RequestURI(), http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", rawURL, err)
	}
	req.Host = target.Host
	req.Header.Set("X-Forwarded-Proto", target.Scheme)
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // DefaultTransport would go through a proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       fetchTimeout,
	}
	response, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetching %s at %s: %w", rawURL, address, err)
	}
	return response, nil
}
