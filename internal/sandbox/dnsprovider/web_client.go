// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// webClient publishes files at one web host, which serves all names: the file's own URL says only which Host header
// and path it has there.
type webClient struct {
	server string // URL without a path; empty: none is given
	key    string
	http   *http.Client
}

// webTimeout is for one request and its answer; maxWebFile bounds what is read of a file.
const (
	webTimeout = 15 * time.Second
	maxWebFile = 1 << 20
)

// errFileExists says why a file could not be created although the web host works.
var errFileExists = errors.New("the file exists already")

// webAnswerError is an answer that is neither the file nor its absence.
type webAnswerError struct {
	server string
	status int
}

func (e *webAnswerError) Error() string {
	return fmt.Sprintf("web host %s answered %d %s", e.server, e.status, http.StatusText(e.status))
}

// newWebClient goes through no proxy, which would connect to the name in the URL, and follows no redirect, which is
// an answer about another file.
func newWebClient(server, key string) *webClient {
	server = strings.TrimSuffix(server, "/")
	if server != "" && !strings.Contains(server, "://") {
		server = "http://" + server
	}
	return &webClient{server: server, key: key, http: &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       webTimeout,
	}}
}

// create never replaces a file: the condition travels with the request (RFC 9110 section 13.1.2).
func (c *webClient) create(ctx context.Context, address, content string) error {
	status, _, err := c.do(ctx, http.MethodPut, address, content, http.Header{"If-None-Match": {"*"}})
	if err == nil && status == http.StatusPreconditionFailed {
		return errFileExists
	}
	return c.expectSuccess(status, err)
}

func (c *webClient) replace(ctx context.Context, address, content string) error {
	status, _, err := c.do(ctx, http.MethodPut, address, content, nil)
	return c.expectSuccess(status, err)
}

// remove deletes the file; one that is gone already is fine.
func (c *webClient) remove(ctx context.Context, address string) error {
	status, _, err := c.do(ctx, http.MethodDelete, address, "", nil)
	if err == nil && gone(status) {
		return nil
	}
	return c.expectSuccess(status, err)
}

// read says found only for what a visitor sees as the file, and not found only if the web host says so.
func (c *webClient) read(ctx context.Context, address string) (content string, found bool, err error) {
	status, content, err := c.do(ctx, http.MethodGet, address, "", nil)
	switch {
	case err != nil:
		return "", false, err
	case status == http.StatusOK:
		return content, true, nil
	case gone(status):
		return "", false, nil
	}
	return "", false, &webAnswerError{c.server, status}
}

func gone(status int) bool { return status == http.StatusNotFound || status == http.StatusGone }

func (c *webClient) expectSuccess(status int, err error) error {
	if err == nil && status/100 != 2 {
		return &webAnswerError{c.server, status}
	}
	return err
}

func (c *webClient) do(ctx context.Context, method, address, content string, header http.Header) (status int, body string, err error) {
	file, err := url.Parse(address)
	if err != nil {
		return 0, "", err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.server+file.RequestURI(), strings.NewReader(content))
	if err != nil {
		return 0, "", fmt.Errorf("ask web host %s: %w", c.server, err)
	}
	if header != nil {
		req.Header = header
	}
	req.Host = file.Host
	if method != http.MethodGet { // reading is what every visitor may
		req.Header.Set("Authorization", "Bearer "+c.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, "", fmt.Errorf("ask web host %s: %w", c.server, err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxWebFile))
	if err != nil {
		return 0, "", fmt.Errorf("read the answer of web host %s: %w", c.server, err)
	}
	return resp.StatusCode, string(raw), nil
}
