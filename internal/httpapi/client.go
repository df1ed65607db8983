// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Log receives one line per request: method, path, status, duration. It never
// receives bodies or headers.
type Log func(ctx context.Context, message string, fields map[string]any)

// Config makes a Client. BaseURL and Tokens are required.
type Config struct {
	BaseURL   *url.URL
	Tokens    TokenSource
	Redactor  *Redactor
	UserAgent string
	// Transport is http.DefaultTransport unless set.
	Transport http.RoundTripper
	// Now is time.Now unless set.
	Now func() time.Time
	// MinPause and MaxPause bound the pauses between repeated attempts, 500 ms
	// and 30 s unless set.
	MinPause, MaxPause time.Duration
	// AttemptTimeout bounds one attempt, 60 s unless set.
	AttemptTimeout time.Duration
	Log            Log
}

// Client sends JSON requests with a bearer token. It may be used concurrently.
type Client struct {
	base      *url.URL
	tokens    TokenSource
	redactor  *Redactor
	userAgent string
	now       func() time.Time
	log       Log
	retrying  *retryablehttp.Client
}

// New returns a Client.
func New(config Config) *Client {
	c := &Client{
		base:      config.BaseURL,
		tokens:    config.Tokens,
		redactor:  config.Redactor,
		userAgent: config.UserAgent,
		now:       config.Now,
		log:       config.Log,
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.redactor == nil {
		c.redactor = NewRedactor()
	}
	if c.log == nil {
		c.log = func(context.Context, string, map[string]any) {}
	}
	c.retrying = newRetrying(retrySettings{
		transport: config.Transport, now: c.now, timeout: config.AttemptTimeout,
		minPause: config.MinPause, maxPause: config.MaxPause,
	})
	return c
}

// Call sends method and path (below the base URL) with input as JSON, unless
// it is nil, and decodes a 2xx answer into output, unless that is nil or the
// answer is 204. A 2xx answer that is no JSON is an error in any case. Errors
// are *StatusError, *TransportError, *TokenError or the context's cause.
func (c *Client) Call(ctx context.Context, method, path string, input, output any) error {
	var body []byte
	if input != nil {
		var err error
		if body, err = json.Marshal(input); err != nil {
			return fmt.Errorf("encode the body of %s %s: %w", method, path, err)
		}
	}
	token, err := c.tokens.Token(ctx)
	if err != nil {
		return err
	}
	err = c.send(ctx, token, method, path, body, output)

	// A 401 was not acted upon, so repeating it is safe for every method. Once:
	// a missing scope may show as 401 too, and a new token does not mend that.
	var status *StatusError
	if errors.As(err, &status) && status.Status == http.StatusUnauthorized {
		renewed, renewErr := c.tokens.Renew(ctx, token)
		switch {
		case errors.Is(renewErr, ErrNotRenewable):
			return err
		case renewErr != nil:
			return renewErr
		}
		err = c.send(ctx, renewed, method, path, body, output)
	}
	return err
}

func (c *Client) send(ctx context.Context, token, method, path string, body []byte, output any) error {
	watched, attempt := watchSending(ctx, method)
	request, err := retryablehttp.NewRequestWithContext(watched, method, c.base.String()+path, rawBody(body))
	if err != nil {
		return fmt.Errorf("make the request %s %s: %w", method, path, err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.userAgent != "" {
		request.Header.Set("User-Agent", c.userAgent)
	}

	start := c.now()
	response, err := c.retrying.Do(request)
	if err != nil {
		return c.transportError(ctx, attempt, method, path, err)
	}
	defer func() { _ = response.Body.Close() }()
	c.log(ctx, "service request", map[string]any{
		"method": method, "host": c.base.Host, "path": path,
		"status": response.StatusCode, "milliseconds": c.now().Sub(start).Milliseconds(),
	})
	return c.decode(ctx, response, method, path, output)
}

func rawBody(body []byte) any {
	if body == nil {
		return nil
	}
	return body
}
