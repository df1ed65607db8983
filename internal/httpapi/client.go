// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/ratelimit"
)

// Config makes a Client. BaseURL and Tokens are required; StaticToken("") is for a host
// that gets no token.
type Config struct {
	BaseURL   *url.URL
	Tokens    TokenSource
	Redactor  *Redactor
	UserAgent string
	// Header is sent with every request, beside what the client sets itself.
	Header http.Header
	// Transport is http.DefaultTransport unless set.
	Transport http.RoundTripper
	// Now is time.Now unless set.
	Now func() time.Time
	// Sleep pauses on the clock that Now reads; it is that of poll.SystemClock unless set.
	Sleep func(context.Context, time.Duration) error
	// MinPause and MaxPause bound the pauses between repeated attempts, 500 ms
	// and 30 s unless set.
	MinPause, MaxPause time.Duration
	// ReadTimeout and WriteTimeout bound one attempt, 30 s and 60 s unless set.
	ReadTimeout, WriteTimeout time.Duration
	// RepeatWithin is how long after its begin a call may still be repeated, 90 s
	// unless set: with its last attempt a read that hangs takes two minutes.
	RepeatWithin time.Duration
	// Grace is how long a write that is under way may outlive its context, 700 ms
	// unless set.
	Grace time.Duration
	Log   Log
	// Limiter, when set, lets each attempt go in its turn.
	Limiter *ratelimit.Limiter
	// Classify, when set, says what the body of a response means.
	Classify Classify
	// AuthorizationScheme stands before the token, "Bearer" unless set.
	AuthorizationScheme string
}

// Client sends JSON requests with an access token. It may be used concurrently.
type Client struct {
	base        *url.URL
	tokens      TokenSource
	redactor    *Redactor
	userAgent   string
	header      http.Header
	now         func() time.Time
	grace       time.Duration
	limiter     *ratelimit.Limiter
	scheme      string
	readClient  *retryablehttp.Client
	writeClient *retryablehttp.Client
}

// New returns a Client.
func New(config Config) *Client {
	c := &Client{
		base:      config.BaseURL,
		tokens:    config.Tokens,
		redactor:  config.Redactor,
		userAgent: config.UserAgent,
		header:    config.Header,
		now:       config.Now,
		grace:     orDefault(config.Grace, defaultGrace),
		limiter:   config.Limiter,
		scheme:    config.AuthorizationScheme,
	}
	if c.scheme == "" {
		c.scheme = "Bearer"
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.redactor == nil {
		c.redactor = NewRedactor()
	}
	settings := retrySettings{
		transport: config.Transport, now: c.now, sleep: config.Sleep, log: config.Log, repeatWithin: config.RepeatWithin,
		minPause: config.MinPause, maxPause: config.MaxPause, limiter: config.Limiter, classify: config.Classify,
	}
	settings.timeout = orDefault(config.ReadTimeout, 30*time.Second)
	c.readClient = newRetrying(settings)
	settings.timeout = orDefault(config.WriteTimeout, 60*time.Second)
	c.writeClient = newRetrying(settings)
	return c
}

// Read makes a call that changes nothing at the service, whatever its method. It is
// repeated after every failure that may pass.
//
// Method and path (below the base URL) are sent with input as JSON, unless that is nil.
// A 2xx response is decoded into output, unless that is nil or the response is 204. A
// 2xx response that is not JSON is an error in any case. Errors are *StatusError,
// *TransportError, *TokenError, *ratelimit.PausedError or, when the context ended first,
// *InterruptedError.
func (c *Client) Read(ctx context.Context, method, path string, input, output any) error {
	watched := c.newCall(ctx, method, path)
	watched.reads = true
	return c.do(ctx, watched, input, output)
}

// Write is Read for a call that changes something. It is repeated only where it is
// certain that it was not applied; where that is open, Ambiguous reports so.
func (c *Client) Write(ctx context.Context, method, path string, input, output any) error {
	return c.do(ctx, c.newCall(ctx, method, path), input, output)
}

// Get reads what is at a path.
func Get[T any](ctx context.Context, c *Client, path string) (output T, err error) {
	err = c.Read(ctx, http.MethodGet, path, nil, &output)
	return output, err
}

// Post writes to a path, and returns what the response has.
func Post[T any](ctx context.Context, c *Client, path string, input any) (output T, err error) {
	err = c.Write(ctx, http.MethodPost, path, input, &output)
	return output, err
}

// Unreadable is the error of a success that is not what the API responds with. Of a write
// it leaves open whether it was applied.
func (c *Client) Unreadable(method, path string, err error) *TransportError {
	return &TransportError{Method: method, Host: hostOnly(c.base), Path: path, Sent: true, Err: err}
}

func (c *Client) newCall(ctx context.Context, method, path string) *call {
	return newCall(ctx, method, hostOnly(c.base), path, c.redactor, c.now)
}

func (c *Client) do(ctx context.Context, watched *call, input, output any) error {
	var body []byte
	if input != nil {
		var err error
		if body, err = json.Marshal(input); err != nil {
			return fmt.Errorf("encode the body of %s %s: %w", watched.method, watched.path, err)
		}
	}
	if ctx.Err() != nil {
		return watched.interrupted(ctx, ctx.Err())
	}
	defer watched.endWrite()
	err := c.authorized(ctx, watched, body, output)
	if err != nil && ctx.Err() != nil {
		return watched.interrupted(ctx, err)
	}
	return err
}

func (c *Client) authorized(ctx context.Context, watched *call, body []byte, output any) error {
	token, err := c.tokens.Token(ctx)
	if err == nil {
		token, err = c.waitForSlot(ctx, watched, token)
	}
	if err != nil {
		return err
	}
	err = c.send(ctx, watched, token, body, output)

	// A request whose token is refused was not applied, so repeating it is safe for
	// writes too. Once: a missing scope may show as 401 too, and a new token does
	// not help then.
	var status *StatusError
	if errors.As(err, &status) && status.tokenRefused() {
		watched.sent.Store(false)
		watched.endWrite()
		renewed, renewErr := c.tokens.Renew(ctx, token)
		switch {
		case errors.Is(renewErr, ErrNotRenewable):
			return err
		case renewErr != nil:
			return renewErr
		}
		if renewed, err = c.waitForSlot(ctx, watched, renewed); err != nil {
			return err
		}
		err = c.send(ctx, watched, renewed, body, output)
	}
	return err
}

func (c *Client) send(ctx context.Context, watched *call, token string, body []byte, output any) error {
	ctx, done := watched.withGrace(ctx, c.grace)
	defer done()
	request, err := retryablehttp.NewRequestWithContext(watched.within(ctx), watched.method, c.base.String()+watched.path, rawBody(body))
	if err != nil {
		return fmt.Errorf("make the request %s %s: %w", watched.method, watched.path, err)
	}
	maps.Copy(request.Header, c.header)
	if token != "" {
		request.Header.Set("Authorization", c.scheme+" "+token)
	}
	request.Header.Set("Accept", "application/json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.userAgent != "" {
		request.Header.Set("User-Agent", c.userAgent)
	}

	retrying := c.writeClient
	if watched.reads {
		retrying = c.readClient
	}
	response, err := retrying.Do(request)
	if paused, ok := errors.AsType[*ratelimit.PausedError](err); ok {
		return paused
	}
	if err != nil {
		return watched.transportError(err)
	}
	defer func() { _ = response.Body.Close() }()
	return watched.decode(response, output)
}

func rawBody(body []byte) any {
	if body == nil {
		return nil
	}
	return body
}
