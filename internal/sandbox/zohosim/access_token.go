// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"fmt"
	"time"
)

// Limits of wire/zoho.md 4.
const (
	tokenLifetime   = time.Hour
	tokensPerGrant  = 10 // live access tokens of one refresh token
	requestsOfGrant = 10 // token requests in one window
	grantWindow     = 10 * time.Minute
)

type accessToken struct {
	scopes  []string
	admin   bool
	foreign bool // issued for another data center
	order   int  // among the tokens of the refresh token; 0 is none of them
	expires time.Time
}

// TokenSpec describes an access token to issue. Nil Scopes are all, and a zero
// Lifetime is an hour.
type TokenSpec struct {
	Scopes   []string
	NotAdmin bool
	Lifetime time.Duration
}

// IssueAccessToken makes a token beside those of the refresh token, without counting
// against their limits.
func (s *Sim) IssueAccessToken(spec TokenSpec) string {
	if spec.Scopes == nil {
		spec.Scopes = AllScopes()
	}
	if spec.Lifetime == 0 {
		spec.Lifetime = tokenLifetime
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value := newToken(s.config.Rand)
	s.accessTokens[value] = &accessToken{scopes: spec.Scopes, admin: !spec.NotAdmin, expires: s.config.Now().Add(spec.Lifetime)}
	return value
}

// RevokeAccessToken ends one token.
func (s *Sim) RevokeAccessToken(value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accessTokens[value] == nil {
		return fmt.Errorf("revoking a Zoho access token: there is no such token")
	}
	delete(s.accessTokens, value)
	return nil
}

// ExpireAccessTokens ends every token at once; the refresh token lives on.
func (s *Sim) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.accessTokens)
}

// MoveCredentials makes client, refresh token and all access tokens belong to another
// data center, or back to this one.
func (s *Sim) MoveCredentials(dataCenter string) error {
	dc, err := findDataCenter(dataCenter)
	if err != nil {
		return fmt.Errorf("moving the Zoho credentials: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.credentialsOf = dc
	return nil
}

// live finds a token that Mail accepts.
func (s *Sim) live(value string) *accessToken {
	token := s.accessTokens[value]
	if token == nil || token.foreign || s.credentialsOf != s.dataCenter || !s.config.Now().Before(token.expires) {
		return nil
	}
	return token
}
