// SPDX-License-Identifier: MPL-2.0

package httpapi

import (
	"context"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// openCache leaves the cache nil where there is to be none.
func (r *TokenEndpoint) openCache(config TokenConfig) {
	if config.CacheDir == "" {
		return
	}
	cache, err := newTokenCache(config.CacheDir, config)
	if err != nil { // sizes of keys are constant
		r.log(context.Background(), "the token cache cannot be used", map[string]any{"error": err.Error()})
		return
	}
	r.cache = cache
}

// lockCache returns what unlocks the cache. A cache that cannot be locked is
// used all the same: at worst two processes fetch a token each.
func (r *TokenEndpoint) lockCache(ctx context.Context) (unlock func()) {
	if r.cache == nil {
		return func() {}
	}
	unlock, err := r.cache.lock(ctx)
	if err != nil {
		r.complain(ctx, "the token cache is not locked", err)
		return func() {}
	}
	return unlock
}

// cached takes over the token that another process has fetched, unless that is
// the one which was refused: that one is dropped.
func (r *TokenEndpoint) cached(ctx context.Context, stale string) string {
	if r.cache == nil {
		return ""
	}
	kept, err := r.cache.load(r.now())
	switch {
	case err != nil:
		r.complain(ctx, "the token cache is ignored", err)
		return ""
	case kept.AccessToken == "":
		return ""
	case kept.AccessToken == stale:
		r.cache.drop()
		return ""
	}
	r.redactor.Add(kept.AccessToken)
	r.mu.Lock()
	defer r.mu.Unlock()
	if kept.AccessToken == r.access {
		// It is used up by now.
		return ""
	}
	r.access, r.renewAt = kept.AccessToken, kept.RenewAt
	return r.access
}

// keep stores a token whose expiry is known; another one could be kept for too long.
func (r *TokenEndpoint) keep(ctx context.Context, token string, renewAt time.Time) {
	if r.cache == nil || renewAt.IsZero() {
		return
	}
	if err := r.cache.store(cachedToken{AccessToken: token, RenewAt: renewAt}); err != nil {
		r.complain(ctx, "the token cache is not written", err)
	}
}

// complain never logs a token: no error of the cache holds what is in it.
func (r *TokenEndpoint) complain(ctx context.Context, message string, err error) {
	r.log(ctx, message, map[string]any{"file": displaytext.Escape(r.cache.path), "error": displaytext.Escape(err.Error())})
}
