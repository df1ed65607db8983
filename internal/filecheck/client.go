// SPDX-License-Identifier: MPL-2.0

package filecheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	defaultTimeout = 10 * time.Second
	defaultMaxSize = 64 << 10
)

// Config is what New needs; the zero value is ready for the internet.
type Config struct {
	// Transport sends the requests; when set, ConnectTo, AllowPrivate, Proxy and
	// Resolver have no effect.
	Transport http.RoundTripper
	// ConnectTo, host:port, is connected to instead of the address of the URL's host:
	// a site that is not live yet, or the sandbox's. It may be private, and no proxy
	// is used for it.
	ConnectTo string
	// AllowPrivate connects to addresses that are not public although the DNS alone
	// names them: a split horizon.
	AllowPrivate bool
	// Proxy gives the proxy for a URL, nil for none; without Proxy there is none. The
	// proxy decides what it connects to, so only a URL whose host is an address is
	// checked then.
	Proxy func(*url.URL) (*url.URL, error)
	// Resolver finds the addresses of hosts; the system's when nil.
	Resolver *net.Resolver
	// Timeout bounds one check with all of its redirects; 10 s when zero.
	Timeout time.Duration
	// MaxSize is how many octets of the file are read; 64 KiB when zero.
	MaxSize int64
}

// Client checks files. It is safe for concurrent use.
type Client struct {
	transport http.RoundTripper
	proxyFor  func(*url.URL) *url.URL
	timeout   time.Duration
	maxSize   int64
}

// New opens no connection.
func New(config Config) (*Client, error) {
	if config.Timeout < 0 || config.MaxSize < 0 {
		return nil, fmt.Errorf("file check with timeout %s and size limit %d: neither can be negative", config.Timeout, config.MaxSize)
	}
	if _, _, err := net.SplitHostPort(config.ConnectTo); config.ConnectTo != "" && err != nil {
		return nil, fmt.Errorf("the address %q to fetch verification files from is not host:port: %w", config.ConnectTo, err)
	}
	c := &Client{transport: config.Transport, timeout: config.Timeout, maxSize: config.MaxSize}
	c.proxyFor = func(*url.URL) *url.URL { return nil }
	if c.transport == nil {
		route := newRoute(config)
		c.transport, c.proxyFor = route, route.proxyFor
	}
	if c.timeout == 0 {
		c.timeout = defaultTimeout
	}
	if c.maxSize == 0 {
		c.maxSize = defaultMaxSize
	}
	return c, nil
}

// Check fetches the file once. A missing file is an answer; the error is about a
// URL that cannot be fetched at all (*URLError), or the context's.
func (c *Client) Check(ctx context.Context, q Question) (Report, error) {
	target, err := q.parse()
	if err != nil {
		return Report{}, err
	}
	report := Report{URL: q.URL, Expected: q.Expected}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	c.fetch(limited, target, &report)
	if ctx.Err() != nil {
		return Report{}, fmt.Errorf("fetching %s: %w", q.URL, ctx.Err())
	}
	if limited.Err() != nil && report.Err != nil {
		report.Err = fmt.Errorf("no complete answer within %s: %w", c.timeout, report.Err)
	}
	return report, nil
}

func (c *Client) fetch(ctx context.Context, target *url.URL, report *Report) {
	redirects := &redirects{}
	client := &http.Client{Transport: c.transport, CheckRedirect: redirects.follow}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		report.unreachable(err)
		return
	}
	response, err := client.Do(request)
	report.Redirects = redirects.followed
	if proxy := c.proxyFor(redirects.last(target)); proxy != nil {
		report.Proxy = proxy.Host
	}
	var refused *redirectError
	switch {
	case errors.As(err, &refused):
		report.Verdict, report.Err = Redirected, refused
		return
	case err != nil:
		report.unreachable(err)
		return
	}
	defer response.Body.Close()
	report.Status, report.ContentType = response.StatusCode, response.Header.Get("Content-Type")
	content, err := io.ReadAll(io.LimitReader(response.Body, c.maxSize+1))
	if err != nil {
		report.unreachable(err)
		return
	}
	if report.TooLarge = int64(len(content)) > c.maxSize; report.TooLarge {
		content = content[:c.maxSize]
	}
	report.judge(string(content))
}
