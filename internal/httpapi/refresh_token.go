// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// refreshAhead is how long before its end a token counts as used up, so that
// it does not expire on the way.
const refreshAhead = 60 * time.Second

// RefreshConfig makes a RefreshToken. The addresses and credentials
// are required.
type RefreshConfig struct {
	TokenURL                             *url.URL
	ClientID, ClientSecret, RefreshToken string
	// AccessToken, when set, is used until it is refused.
	AccessToken string
	Redactor    *Redactor
	Transport   http.RoundTripper
	Now         func() time.Time
	// MinPause and MaxPause are as in Config.
	MinPause, MaxPause time.Duration
	Log                Log
	// CacheDir, when set, is the folder where the access token is kept for other
	// processes (TokenCache).
	CacheDir string
	// Classify, when set, says what the body of a refusal means. One that is read as
	// Throttled is not repeated.
	Classify Classify
}

// RefreshToken gets access tokens by an OAuth 2.0 refresh token (RFC 6749
// section 6), one at a time however many requests wait for it. A refusal for
// good is remembered, and one read as Throttled until its pause is over, 10
// minutes unless it names one: services lock accounts that keep asking.
type RefreshToken struct {
	config   oauth2.Config
	host     string
	path     string
	client   *http.Client
	redactor *Redactor
	now      func() time.Time
	log      Log
	cache    *TokenCache
	group    singleflight.Group

	mu      sync.Mutex
	refresh string
	access  string
	renewAt time.Time // zero: the service named no end
	answer  *oauth2.Token
	refused tokenRefusal
	// last is what the exchange under way has failed with so far.
	last error
}

// NewRefreshToken returns a TokenSource. It makes no request yet.
func NewRefreshToken(config RefreshConfig) *RefreshToken {
	source := &RefreshToken{
		config: oauth2.Config{
			ClientID: config.ClientID, ClientSecret: config.ClientSecret,
			// Without a fixed style the library tries one, fails, and tries the
			// other: a failed login per process at the service.
			Endpoint: oauth2.Endpoint{TokenURL: config.TokenURL.String(), AuthStyle: oauth2.AuthStyleInParams},
		},
		host:     hostOnly(config.TokenURL),
		path:     config.TokenURL.Path,
		redactor: config.Redactor,
		now:      config.Now,
		refresh:  config.RefreshToken,
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
		transport: config.Transport, now: source.now, log: config.Log, timeout: 30 * time.Second,
		minPause: config.MinPause, maxPause: config.MaxPause, classify: config.Classify, throttleIsFinal: true,
	}).StandardClient()
	source.client.CheckRedirect = neverFollow
	if source.redactor == nil {
		source.redactor = NewRedactor(config.ClientSecret, config.RefreshToken)
	}
	return source
}

// Token implements TokenSource.
func (r *RefreshToken) Token(ctx context.Context) (string, error) {
	return r.get(ctx, "")
}

// Renew implements TokenSource. Of many requests whose token was refused at
// the same time the first one renews it for all.
func (r *RefreshToken) Renew(ctx context.Context, stale string) (string, error) {
	return r.get(ctx, stale)
}

// TokenField returns a string member of the last answer that brought a token, such as
// Zoho's api_domain, or "".
func (r *RefreshToken) TokenField(field string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answer == nil {
		return ""
	}
	text, _ := r.answer.Extra(field).(string)
	return text
}

// current returns a token without asking, or the refusal that asking would only
// repeat, or neither. The refusal comes first: the endpoint was asked because
// the token had been refused or was used up.
func (r *RefreshToken) current(stale string) (string, error) {
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

func (r *RefreshToken) get(ctx context.Context, stale string) (string, error) {
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

// interrupted: the exchange serves others as well and goes on.
func (r *RefreshToken) interrupted(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &InterruptedError{Method: http.MethodPost, Path: r.path, Last: r.last, Cause: context.Cause(ctx)}
}

func (r *RefreshToken) setLast(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = err
}

func (r *RefreshToken) exchange(ctx context.Context, stale string) (string, error) {
	if token, err := r.current(stale); token != "" || err != nil {
		return token, err
	}
	unlock := r.lockCache(ctx)
	defer unlock()
	if token := r.cached(ctx, stale); token != "" {
		return token, nil
	}
	r.mu.Lock()
	refresh := r.refresh
	r.mu.Unlock()

	r.setLast(nil)
	ctx = WatchFailures(context.WithValue(ctx, oauth2.HTTPClient, r.client), r.setLast)
	watched := newCall(ctx, http.MethodPost, r.host, r.path, r.redactor, r.now)
	ctx = watched.within(ctx)
	token, err := r.config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
	if err != nil {
		failed := r.tokenError(watched, err)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.refused.keep(failed, r.now())
		return "", failed
	}
	r.redactor.Add(token.AccessToken)
	r.redactor.Add(token.RefreshToken)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.access, r.renewAt, r.answer = token.AccessToken, time.Time{}, token
	if lifetime := time.Duration(token.ExpiresIn) * time.Second; lifetime > 0 {
		// By our own clock: token.Expiry is by the machine's.
		r.renewAt = r.now().Add(max(lifetime-refreshAhead, lifetime/2))
	}
	// Some services issue a new refresh token with each answer and kill the
	// old one. It lives as long as this process; it cannot be written back.
	if token.RefreshToken != "" {
		r.refresh = token.RefreshToken
	}
	r.keep(ctx, token.AccessToken, r.renewAt)
	return token.AccessToken, nil
}

func (r *RefreshToken) tokenError(watched *call, err error) *TokenError {
	// The library's error holds the whole body, uncleaned, and so goes no further.
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return &TokenError{Host: r.host, Refused: watched.statusError(refused.Response, refused.Body)}
	}
	// Nor does it see a refusal in an answer 200 without the standard's members.
	if watched.classified != nil {
		return &TokenError{Host: r.host, Refused: watched.statusError(watched.classified, watched.classifiedBody)}
	}
	return &TokenError{Host: r.host, Err: err}
}
