// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

// ErrNotRenewable is returned by Renew where there is nothing to renew with.
var ErrNotRenewable = errors.New("the access token cannot be renewed")

// TokenSource gives the access token for a request.
type TokenSource interface {
	Token(ctx context.Context) (string, error)
	// Renew returns a token other than stale, which a service has refused.
	Renew(ctx context.Context, stale string) (string, error)
}

// StaticToken is an access token that somebody else keeps fresh.
type StaticToken string

// Token implements TokenSource.
func (t StaticToken) Token(context.Context) (string, error) { return string(t), nil }

// Renew implements TokenSource.
func (t StaticToken) Renew(context.Context, string) (string, error) { return "", ErrNotRenewable }

// MadeToken makes a token for each request anew, such as an assertion. Another one would be
// refused as well.
type MadeToken func(context.Context) (string, error)

// Token implements TokenSource.
func (t MadeToken) Token(ctx context.Context) (string, error) { return t(ctx) }

// Renew implements TokenSource.
func (t MadeToken) Renew(context.Context, string) (string, error) { return "", ErrNotRenewable }

// GuardRenewals keeps a refused credential from using up the token requests of its
// account, where a service counts them: a token that was renewed and has not been
// accepted since is not renewed again. It returns what takes the place of tokens and
// classify in a Config.
func GuardRenewals(tokens TokenSource, classify Classify) (TokenSource, Classify) {
	guard := &renewalGuard{TokenSource: tokens, untried: map[string]bool{}}
	return guard, func(status int, header http.Header, body []byte) Classification {
		classification := classify(status, header, body)
		// A refusal for another reason accepts the token as well.
		if classification.Kind == AsStatus && status < http.StatusInternalServerError || classification.Kind == Refused {
			guard.accept()
		}
		return classification
	}
}

type renewalGuard struct {
	TokenSource

	mu sync.Mutex
	// untried holds the renewed tokens that no response has accepted yet.
	untried map[string]bool
}

// Renew implements TokenSource.
func (g *renewalGuard) Renew(ctx context.Context, stale string) (string, error) {
	if g.isUntried(stale) {
		return "", ErrNotRenewable
	}
	renewed, err := g.TokenSource.Renew(ctx, stale)
	if err == nil {
		g.mu.Lock()
		g.untried[renewed] = true
		g.mu.Unlock()
	}
	return renewed, err
}

func (g *renewalGuard) isUntried(token string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.untried[token]
}

func (g *renewalGuard) accept() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.untried)
}
