// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"context"
	"net/http"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// renewalGuard keeps a refused credential from using up the token requests of
// its account: Zoho allows ten in ten minutes, and a token of the wrong data
// center is refused however new it is. A token that was renewed and has not
// been accepted since is not renewed again.
type renewalGuard struct {
	tokens httpapi.TokenSource

	mu sync.Mutex
	// untried holds the renewed tokens that no answer has accepted yet.
	untried map[string]bool
}

func newRenewalGuard(tokens httpapi.TokenSource) *renewalGuard {
	return &renewalGuard{tokens: tokens, untried: map[string]bool{}}
}

// Token implements httpapi.TokenSource.
func (g *renewalGuard) Token(ctx context.Context) (string, error) { return g.tokens.Token(ctx) }

// Renew implements httpapi.TokenSource.
func (g *renewalGuard) Renew(ctx context.Context, stale string) (string, error) {
	g.mu.Lock()
	fruitless := g.untried[stale]
	g.mu.Unlock()
	if fruitless {
		return "", httpapi.ErrNotRenewable
	}
	renewed, err := g.tokens.Renew(ctx, stale)
	if err == nil {
		g.mu.Lock()
		g.untried[renewed] = true
		g.mu.Unlock()
	}
	return renewed, err
}

// classify is readMail, and sees which answers accept a token.
func (g *renewalGuard) classify(status int, header http.Header, body []byte) httpapi.Classification {
	reading := classifyMail(status, header, body)
	// A refusal for another reason accepts the token as well.
	if reading.Kind == httpapi.AsStatus && status < 500 || reading.Kind == httpapi.Refused {
		g.mu.Lock()
		clear(g.untried)
		g.mu.Unlock()
	}
	return reading
}
