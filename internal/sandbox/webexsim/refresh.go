// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// refreshAccessToken is the token endpoint of wire/webex.md 4.1. The new access token
// does not end the older ones, and using a refresh token renews its lifetime.
func (s *Sim) refreshAccessToken(c call) (any, *failure) {
	form, err := url.ParseQuery(string(c.body))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "Invalid form input: %v", err)
	}
	for _, field := range []string{"grant_type", "client_id", "client_secret", "refresh_token"} {
		if form.Get(field) == "" {
			return nil, refuse(http.StatusBadRequest, "%s is required", field)
		}
	}
	if grant := form.Get("grant_type"); grant != "refresh_token" {
		return nil, refuse(http.StatusBadRequest, "grant_type %s is not supported", grant)
	}
	if form.Get("client_id") != s.config.ClientID || form.Get("client_secret") != s.config.ClientSecret {
		return nil, refuse(http.StatusUnauthorized, "Invalid client credentials")
	}
	return s.exchange(form.Get("refresh_token"))
}

func (s *Sim) exchange(refreshToken string) (any, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Now()
	if expires, known := s.refreshTokens[refreshToken]; !known || !now.Before(expires) {
		return nil, refuse(http.StatusBadRequest, "The refresh token is invalid or has expired.")
	}
	if s.is(SwitchRefreshTokenRotation, "rotates") {
		delete(s.refreshTokens, refreshToken)
		refreshToken = newHex(s.config.Rand, 64)
	}
	s.refreshTokens[refreshToken] = now.Add(refreshTokenLifetime)
	access := newAccessToken(s.config.Rand, s.own.id)
	s.accessTokens[access] = &accessToken{scopes: AllScopes(), admin: true, expires: now.Add(s.config.AccessTokenLifetime)}
	s.refreshes++
	return map[string]any{
		"access_token":             access,
		"expires_in":               int(s.config.AccessTokenLifetime / time.Second),
		"refresh_token":            refreshToken,
		"refresh_token_expires_in": int(refreshTokenLifetime / time.Second),
		"token_type":               "Bearer",
		"scope":                    strings.Join(AllScopes(), " "),
	}, nil
}
