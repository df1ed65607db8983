// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Scopes that the simulated endpoints know (wire/webex.md 1, 2.1, 4.4).
const (
	ScopeOrganizationsRW      = "identity:organizations_rw"
	ScopeOrganizationsRead    = "identity:organizations_read"
	ScopeIdentityOrganization = "Identity:Organization" // offered as an alternative for the five actions
	ScopePeopleRead           = "spark:people_read"
	ScopeAdminOrganizations   = "spark-admin:organizations_read"
)

// AllScopes is what a full administrator's own token carries.
func AllScopes() []string {
	return []string{ScopeOrganizationsRW, ScopeOrganizationsRead, ScopeIdentityOrganization, ScopePeopleRead, ScopeAdminOrganizations}
}

// TokenSpec describes an access token to issue.
type TokenSpec = simhttp.TokenSpec

// newAccessToken ends like the visible tail of real ones: cluster and organization
// (wire/webex.md 4.4, undocumented and not to be relied on).
func newAccessToken(source rand.Source, organizationID string) string {
	return simhttp.RandomHex(source, 64) + "_SBX1_" + organizationID
}

// refreshAccessToken is the token endpoint of wire/webex.md 4.1. The new access token
// does not end the older ones, and using a refresh token renews its lifetime.
func (s *Sim) refreshAccessToken(c call) (any, *failure) {
	form, err := url.ParseQuery(string(c.Body))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "Invalid form input: %v", err)
	}
	for _, field := range []string{"grant_type", "client_id", "client_secret", "refresh_token"} {
		if form.Get(field) == "" {
			return nil, refuse(http.StatusBadRequest, "%s is required", field)
		}
	}
	switch s.RefuseClient(form, "refresh_token") {
	case "":
		return s.exchange(form.Get("refresh_token"))
	case simhttp.UnsupportedGrantType:
		return nil, refuse(http.StatusBadRequest, "grant_type %s is not supported", form.Get("grant_type"))
	}
	return nil, refuse(http.StatusUnauthorized, "Invalid client credentials")
}

func (s *Sim) exchange(refreshToken string) (any, *failure) {
	now := s.config.Now()
	if expires, known := s.refreshTokens[refreshToken]; !known || !now.Before(expires) {
		return nil, refuse(http.StatusBadRequest, "The refresh token is invalid or has expired.")
	}
	if s.Is(SwitchRefreshTokenRotation, "rotates") {
		delete(s.refreshTokens, refreshToken)
		refreshToken = simhttp.RandomHex(s.config.Rand, 64)
	}
	s.refreshTokens[refreshToken] = now.Add(s.config.refreshLifetime())
	access := s.NewValue()
	s.Grant(access, TokenSpec{})
	s.refreshes++
	return map[string]any{
		"access_token":             access,
		"expires_in":               int(s.Lifetime / time.Second),
		"refresh_token":            refreshToken,
		"refresh_token_expires_in": int(s.config.refreshLifetime() / time.Second),
		"token_type":               "Bearer",
		"scope":                    strings.Join(AllScopes(), " "),
	}, nil
}
