// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/singleflight"
)

// refreshAhead is how long before its end a token counts as used up, so that
// it does not expire on the way.
const refreshAhead = 60 * time.Second

// Grant is what a token endpoint gives access tokens for: a refresh token, client
// credentials, or an assertion (RFC 6749 sections 4.4 and 6, RFC 7521).
type Grant struct {
	// Form makes what a request sends beside client ID and secret. It is called for
	// each request, because assertions expire.
	Form func(context.Context) (url.Values, error)
	// Secret is what only the holder of the grant has, beside the client secret; the
	// token cache is encrypted by both.
	Secret string
}

// RefreshGrant exchanges a refresh token.
func RefreshGrant(refreshToken string) Grant {
	return Grant{Secret: refreshToken, Form: func(context.Context) (url.Values, error) {
		return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refreshToken}}, nil
	}}
}

// TokenConfig makes a TokenEndpoint. TokenURL and either Grant or Exchange are required.
type TokenConfig struct {
	TokenURL *url.URL
	Grant    Grant
	// Exchange, when set, takes the place of an OAuth grant.
	Exchange *Exchange
	// ClientID and ClientSecret are sent where they are set.
	ClientID, ClientSecret string
	// AccessToken, when set, is used until it is refused.
	AccessToken string
	Redactor    *Redactor
	Transport   http.RoundTripper
	// Now, Sleep, MinPause and MaxPause are as in Config.
	Now                func() time.Time
	Sleep              func(context.Context, time.Duration) error
	MinPause, MaxPause time.Duration
	Log                Log
	// CacheDir, when set, is the folder where the access token is kept for other
	// processes (TokenCache).
	CacheDir string
	// Classify, when set, says what the body of a refusal means. One that is read as
	// Throttled is not repeated.
	Classify Classify
}

// TokenEndpoint gets access tokens by an OAuth 2.0 grant, one at a time however
// many requests wait for it. A refusal for good is remembered, and a rate limit until its
// pause is over: the one that it names or, where it is read as Throttled, 10 minutes.
// Services lock accounts that keep asking.
type TokenEndpoint struct {
	config   TokenConfig
	host     string
	path     string
	client   *http.Client
	redactor *Redactor
	now      func() time.Time
	log      Log
	cache    *TokenCache
	group    singleflight.Group

	mu sync.Mutex
	// refresh is the refresh token of the last response, or empty.
	refresh string
	access  string
	renewAt time.Time // zero: the service named no expiry
	answer  *oauth2.Token
	refused tokenRefusal
	// last is what the exchange under way has failed with so far.
	last error
}

// NewTokenEndpoint returns a TokenSource. It makes no request yet.
func NewTokenEndpoint(config TokenConfig) *TokenEndpoint {
	source := &TokenEndpoint{
		config:   config,
		host:     hostOnly(config.TokenURL),
		path:     config.TokenURL.Path,
		redactor: config.Redactor,
		now:      config.Now,
		access:   config.AccessToken,
	}
	if source.now == nil {
		source.now = time.Now
	}
	source.log = config.Log
	if source.log == nil {
		source.log = func(context.Context, string, map[string]any) {}
	}
	source.openCache(config)
	source.client = newRetrying(retrySettings{
		transport: config.Transport, now: source.now, sleep: config.Sleep, log: config.Log, timeout: 30 * time.Second,
		minPause: config.MinPause, maxPause: config.MaxPause, classify: config.Classify, throttleIsFinal: true,
	}).StandardClient()
	source.client.CheckRedirect = neverFollow
	if source.redactor == nil {
		source.redactor = NewRedactor(config.ClientSecret, config.Grant.Secret)
	}
	return source
}

// Token implements TokenSource.
func (r *TokenEndpoint) Token(ctx context.Context) (string, error) {
	return r.get(ctx, "")
}

// Renew implements TokenSource. Of many requests whose token was refused at
// the same time the first one renews it for all.
func (r *TokenEndpoint) Renew(ctx context.Context, stale string) (string, error) {
	return r.get(ctx, stale)
}

// TokenField returns a string member of the last response with a token, such as
// api_domain, or "".
func (r *TokenEndpoint) TokenField(field string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answer == nil {
		return ""
	}
	text, _ := r.answer.Extra(field).(string)
	return text
}

// current returns a token without a request, or the refusal that a request would
// only repeat, or neither. The refusal comes first: a token was requested because
// the one before had been refused or had expired.
func (r *TokenEndpoint) current(stale string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.refused.active(r.now()); err != nil {
		return "", err
	}
	if r.access != "" && r.access != stale && (r.renewAt.IsZero() || r.now().Before(r.renewAt)) {
		return r.access, nil
	}
	return "", nil
}

func (r *TokenEndpoint) get(ctx context.Context, stale string) (string, error) {
	if token, err := r.current(stale); token != "" || err != nil {
		return token, err
	}
	if ctx.Err() != nil {
		return "", r.interrupted(ctx)
	}
	result := r.group.DoChan("", func() (any, error) { return r.exchange(context.WithoutCancel(ctx), stale) })
	select {
	case <-ctx.Done():
		return "", r.interrupted(ctx)
	case got := <-result:
		if got.Err != nil {
			return "", got.Err
		}
		return got.Val.(string), nil
	}
}

// interrupted is the error of a caller whose context has ended. The exchange goes
// on, because it serves others as well.
func (r *TokenEndpoint) interrupted(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &InterruptedError{Method: http.MethodPost, Path: r.path, Last: r.last, Cause: context.Cause(ctx)}
}

func (r *TokenEndpoint) setLast(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = err
}

func (r *TokenEndpoint) exchange(ctx context.Context, stale string) (string, error) {
	if token, err := r.current(stale); token != "" || err != nil {
		return token, err
	}
	unlock := r.lockCache(ctx)
	defer unlock()
	if token := r.cached(ctx, stale); token != "" {
		return token, nil
	}
	token, err := r.request(ctx)
	if err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.refused.keep(err, r.now())
		return "", err
	}
	r.redactor.Add(token.AccessToken)
	r.redactor.Add(token.RefreshToken)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.access, r.renewAt, r.answer = token.AccessToken, time.Time{}, token
	if lifetime := lifetimeOf(token); lifetime > 0 {
		// By our own clock: token.Expiry is by the machine's.
		r.renewAt = r.now().Add(max(lifetime-refreshAhead, lifetime/2))
	}
	// Some services issue a new refresh token with each response and revoke the old
	// one. It lives as long as this process; it cannot be written back.
	if token.RefreshToken != "" {
		r.refresh = token.RefreshToken
	}
	r.keep(ctx, token.AccessToken, r.renewAt)
	return token.AccessToken, nil
}

// request makes one token request, with its repetitions.
func (r *TokenEndpoint) request(ctx context.Context) (*oauth2.Token, *TokenError) {
	r.setLast(nil)
	ctx = WatchFailures(context.WithValue(ctx, oauth2.HTTPClient, r.client), r.setLast)
	watched := newCall(ctx, http.MethodPost, r.host, r.path, r.redactor, r.now)
	var token *oauth2.Token
	var err error
	if r.config.Exchange != nil {
		token, err = r.exchanged(ctx, watched)
	} else {
		token, err = r.granted(ctx, watched)
	}
	if err != nil {
		return nil, r.tokenError(watched, err)
	}
	return token, nil
}

// granted makes one request by the OAuth grant. The requests that its form needs are not
// watched: they would seem to have been this one.
func (r *TokenEndpoint) granted(ctx context.Context, watched *call) (*oauth2.Token, error) {
	form, err := r.form(ctx)
	if err != nil {
		return nil, err
	}
	for _, assertion := range assertions(form) {
		r.redactor.Add(assertion)
	}
	// Of the library's grants this is the one whose form is free. Without a fixed style
	// it tries one, fails, and tries the other: a failed login per process.
	exchange := clientcredentials.Config{
		ClientID: r.config.ClientID, ClientSecret: r.config.ClientSecret, TokenURL: r.config.TokenURL.String(),
		AuthStyle: oauth2.AuthStyleInParams, EndpointParams: form,
	}
	return exchange.Token(watched.within(ctx))
}

func (r *TokenEndpoint) form(ctx context.Context) (url.Values, error) {
	form, err := r.config.Grant.Form(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil && r.refresh != "" && form.Has("refresh_token") {
		form.Set("refresh_token", r.refresh)
	}
	return form, err
}

// lifetimeOf reads expires_in, which is a number, or at some services a text.
func lifetimeOf(token *oauth2.Token) time.Duration {
	seconds, err := strconv.ParseFloat(fmt.Sprint(token.Extra("expires_in")), 64)
	if err != nil {
		return 0
	}
	return time.Duration(min(seconds, math.MaxInt32)) * time.Second
}

func (r *TokenEndpoint) tokenError(watched *call, err error) *TokenError {
	// It needed a token itself, from another endpoint.
	if below, ok := errors.AsType[*TokenError](err); ok {
		return below
	}
	// The library's error holds the whole body, uncleaned, and so goes no further.
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		status := watched.statusError(refused.Response, refused.Body)
		if status.Kind == AsStatus && isPassing(refused.ErrorCode) {
			status.Kind = Failed
		}
		return &TokenError{Host: r.host, Refused: status}
	}
	// Nor does it see a refusal with status 200 that lacks the standard's members.
	if watched.classified != nil {
		return &TokenError{Host: r.host, Refused: watched.statusError(watched.classified, watched.classifiedBody)}
	}
	return &TokenError{Host: r.host, Err: err, HasIssued: r.hasIssued(), clean: r.redactor.Clean}
}

// isPassing knows the codes of a token endpoint's own failures, which services send with
// statuses of refusals as well (wire/entra.md 5, wire/google.md 6).
func isPassing(code string) bool {
	return slices.Contains([]string{"temporarily_unavailable", "server_error", "internal_failure"}, code)
}

func (r *TokenEndpoint) hasIssued() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.answer != nil
}

// unnamedTokenPause is a window in which token requests are counted: a client that
// exceeds the limit is blocked for the rest of it, and requests within it are
// reported to prolong that (wire/zoho.md 4).
const unnamedTokenPause = 10 * time.Minute

// tokenRefusal is the refusal after which no request is sent to the token
// endpoint, for a while or for good.
type tokenRefusal struct {
	err *TokenError
	// until is zero where another request cannot help: the credentials are those
	// that the process was started with.
	until time.Time
}

// keep remembers err if the endpoint would only repeat it, and sets in it how long
// a rate limit lasts. A failure of the network or of the endpoint itself is not
// kept, nor is a 429 that names no pause and that Classify did not read as Throttled: it
// may pass any time.
func (t *tokenRefusal) keep(err *TokenError, now time.Time) {
	switch {
	case err.Refused == nil:
	case err.Refused.Kind == Throttled, err.Refused.Throttled() && err.Refused.RetryAfter > 0:
		pause := err.Refused.RetryAfter
		if pause <= 0 {
			pause = unnamedTokenPause
		}
		err.Throttled, err.Left = true, pause
		*t = tokenRefusal{err: err, until: now.Add(pause)}
	case err.Refused.IsForGood():
		*t = tokenRefusal{err: err}
	}
}

// active returns the refusal that still holds, or nil.
func (t *tokenRefusal) active(now time.Time) error {
	switch {
	case t.err == nil:
		return nil
	case t.until.IsZero():
		return t.err
	case !now.Before(t.until):
		*t = tokenRefusal{}
		return nil
	}
	// A copy, because others hold the first one.
	left := *t.err
	left.Left = t.until.Sub(now)
	return &left
}
