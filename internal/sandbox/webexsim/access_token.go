// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"slices"
	"time"
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

// IssueAccessToken makes another access token of the organization.
func (s *Sim) IssueAccessToken(spec TokenSpec) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if spec.Scopes == nil {
		spec.Scopes = AllScopes()
	}
	if spec.Lifetime == 0 {
		spec.Lifetime = s.config.AccessTokenLifetime
	}
	value := newAccessToken(s.config.Rand, s.own.id)
	s.accessTokens[value] = &accessToken{
		scopes: spec.Scopes, admin: !spec.NotAdmin, serviceApp: spec.ServiceApp,
		expires: s.config.Now().Add(spec.Lifetime),
	}
	return value
}

// ExpireAccessTokens ends every access token before its time; refresh tokens live on.
func (s *Sim) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.accessTokens {
		t.expires = s.config.Now()
	}
}
