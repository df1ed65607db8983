// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
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
	return []string{
		ScopeOrganizationsRW, ScopeOrganizationsRead, ScopeIdentityOrganization, ScopePeopleRead, ScopeAdminOrganizations,
	}
}

type accessToken struct {
	scopes     []string
	admin      bool
	serviceApp bool
	expires    time.Time
}

func (t *accessToken) allows(anyOf []string) bool {
	return slices.ContainsFunc(anyOf, func(scope string) bool { return slices.Contains(t.scopes, scope) })
}

// TokenSpec describes an access token to issue. Nil Scopes are all scopes; a zero
// Lifetime is the configured one.
type TokenSpec struct {
	Scopes     []string
	NotAdmin   bool // the holder is no full administrator (id_full_admin)
	ServiceApp bool // the holder is a machine account, not a person
	Lifetime   time.Duration
}

func (s *Sim) newToken(spec TokenSpec) *accessToken {
	if spec.Scopes == nil {
		spec.Scopes = AllScopes()
	}
	if spec.Lifetime == 0 {
		spec.Lifetime = s.config.AccessTokenLifetime
	}
	return &accessToken{spec.Scopes, !spec.NotAdmin, spec.ServiceApp, s.config.Now().Add(spec.Lifetime)}
}

// newAccessToken ends like the visible tail of real ones: cluster and organization
// (wire/webex.md 4.4, undocumented and not to be relied on).
func newAccessToken(source rand.Source, organizationID string) string {
	return simhttp.RandomHex(source, 64) + "_SBX1_" + organizationID
}

// IssueAccessToken makes another access token of the organization.
func (s *Sim) IssueAccessToken(spec TokenSpec) string {
	defer s.Lock()()
	value := newAccessToken(s.config.Rand, s.own.id)
	s.accessTokens[value] = s.newToken(spec)
	return value
}

// ExpireAccessTokens ends every access token before its time; refresh tokens live on.
func (s *Sim) ExpireAccessTokens() {
	defer s.Lock()()
	for _, t := range s.accessTokens {
		t.expires = s.config.Now()
	}
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
	if grant := form.Get("grant_type"); grant != "refresh_token" {
		return nil, refuse(http.StatusBadRequest, "grant_type %s is not supported", grant)
	}
	if form.Get("client_id") != s.config.ClientID || form.Get("client_secret") != s.config.ClientSecret {
		return nil, refuse(http.StatusUnauthorized, "Invalid client credentials")
	}
	return s.exchange(form.Get("refresh_token"))
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
	access := newAccessToken(s.config.Rand, s.own.id)
	s.accessTokens[access] = s.newToken(TokenSpec{})
	s.refreshes++
	return map[string]any{
		"access_token":             access,
		"expires_in":               int(s.config.AccessTokenLifetime / time.Second),
		"refresh_token":            refreshToken,
		"refresh_token_expires_in": int(s.config.refreshLifetime() / time.Second),
		"token_type":               "Bearer",
		"scope":                    strings.Join(AllScopes(), " "),
	}, nil
}
