// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
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

func (s *Sim) newAccessToken(spec TokenSpec) *accessToken {
	if spec.Scopes == nil {
		spec.Scopes = AllScopes()
	}
	lifetime := cmp.Or(spec.Lifetime, tokenLifetime)
	return &accessToken{scopes: spec.Scopes, admin: !spec.NotAdmin, expires: s.config.Now().Add(lifetime)}
}

// IssueAccessToken makes a token beside those of the refresh token, without counting
// against their limits.
func (s *Sim) IssueAccessToken(spec TokenSpec) string {
	defer s.Lock()()
	value := newToken(s.config.Rand)
	s.accessTokens[value] = s.newAccessToken(spec)
	return value
}

// RevokeAccessToken ends one token.
func (s *Sim) RevokeAccessToken(value string) error {
	defer s.Lock()()
	if s.accessTokens[value] == nil {
		return fmt.Errorf("revoking a Zoho access token: there is no such token")
	}
	delete(s.accessTokens, value)
	return nil
}

// ExpireAccessTokens ends every token at once; the refresh token lives on.
func (s *Sim) ExpireAccessTokens() {
	defer s.Lock()()
	clear(s.accessTokens)
}

// MoveCredentials makes client, refresh token and all access tokens belong to another
// data center, or back to this one.
func (s *Sim) MoveCredentials(dataCenter string) error {
	dc, err := findDataCenter(dataCenter)
	if err != nil {
		return fmt.Errorf("moving the Zoho credentials: %w", err)
	}
	defer s.Lock()()
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

// tokenWindow counts the requests with the refresh token (wire/zoho.md 4).
type tokenWindow struct {
	ends      time.Time // of the window, or of the lock when there were too many
	count     int       // in the window
	granted   int       // in all
	throttled int       // in all
}

// tooManyRefreshes counts this request. The window begins with its first one.
func (s *Sim) tooManyRefreshes() bool {
	now, w := s.config.Now(), &s.refresh
	if !now.Before(w.ends) {
		w.ends, w.count = now.Add(grantWindow), 0
	}
	w.count++
	if w.count <= requestsOfGrant {
		return false
	}
	w.throttled++
	if s.Is(SwitchTokenLock, "prolonged_by_tries") {
		w.ends = now.Add(grantWindow)
	}
	return true
}

// newGrantedToken ends the oldest token of the refresh token when there are too many.
func (s *Sim) newGrantedToken(foreign bool) string {
	value := newToken(s.config.Rand)
	s.refresh.granted++
	granted := s.newAccessToken(TokenSpec{})
	granted.foreign, granted.order = foreign, s.refresh.granted
	s.accessTokens[value] = granted
	for old, token := range s.accessTokens {
		if token.order > 0 && token.order <= s.refresh.granted-tokensPerGrant {
			delete(s.accessTokens, old)
		}
	}
	return value
}

// newToken looks like Zoho's: 1000. and two runs of 32 hexadecimal digits.
func newToken(source rand.Source) string {
	return "1000." + simhttp.RandomHex(source, 32) + "." + simhttp.RandomHex(source, 32)
}

// Scopes of wire/zoho.md 1 and 1.8. Each family also has ALL, which includes the rest.
const (
	ScopeDomainsCreate    = domainScopes + "CREATE"
	ScopeDomainsRead      = domainScopes + "READ"
	ScopeDomainsUpdate    = domainScopes + "UPDATE"
	ScopeDomainsDelete    = domainScopes + "DELETE"
	ScopeDomainsAll       = domainScopes + "ALL"
	ScopeOrganizationRead = organizationScopes + "READ"
	ScopeOrganizationAll  = organizationScopes + "ALL"

	domainScopes       = "ZohoMail.organization.domains."
	organizationScopes = "ZohoMail.partner.organization."
)

// AllScopes is what an unrestricted token has.
func AllScopes() []string { return []string{ScopeDomainsAll, ScopeOrganizationAll} }

// grants compares without regard to case, as scopes are typed by hand and Zoho's own
// pages write them differently.
func grants(granted []string, needed string) bool {
	family := needed[:strings.LastIndex(needed, ".")+1]
	for _, scope := range granted {
		if strings.EqualFold(scope, needed) || strings.EqualFold(scope, family+"ALL") {
			return true
		}
	}
	return false
}

// tokenPath is the token endpoint of wire/zoho.md 4.
const tokenPath = "/oauth/v2/token"

// tokenFailure is an error of the accounts host; its shape is not the Mail API's. Without
// a code, it is an error of the web server, with the description as its text.
type tokenFailure struct {
	status            int
	code, description string
	header            http.Header
}

func unmatchedAccounts(c simhttp.Call, allowed string) *tokenFailure {
	if allowed == "" {
		return &tokenFailure{status: http.StatusNotFound, description: "There is no such page."}
	}
	return &tokenFailure{
		status: http.StatusMethodNotAllowed, description: c.Method + " is not supported here.", header: http.Header{"Allow": {allowed}},
	}
}

func renderTokenFailure(_ simhttp.Call, f *tokenFailure) simhttp.Response {
	if f.code == "" {
		return simhttp.Text(f.status, f.description).With(f.header)
	}
	body := map[string]string{"error": f.code}
	if f.description != "" {
		body["error_description"] = f.description
	}
	return simhttp.JSON(f.status, body)
}

// serveToken reads the parameters wherever they are: clients send them as a form
// and in the query (wire/zoho.md 4).
func (s *Sim) serveToken(c simhttp.Call, _ struct{}) (response simhttp.Response, fail *tokenFailure) {
	if err := c.ParseForm(); err != nil {
		return response, s.refused("general_error")
	}
	foreign := s.credentialsOf != s.dataCenter
	switch {
	case c.Form.Get("grant_type") != "refresh_token":
		return response, s.refused("unsupported_grant_type")
	case c.Form.Get("client_id") != s.config.ClientID, foreign && s.Is(SwitchForeignCredentials, "invalid_client"):
		return response, s.refused("invalid_client")
	case c.Form.Get("client_secret") != s.config.ClientSecret:
		return response, s.refused(s.Value(SwitchWrongClientSecret))
	case c.Form.Get("refresh_token") != s.config.RefreshToken:
		return response, s.refused("invalid_code")
	case s.tooManyRefreshes():
		return response, &tokenFailure{
			status: http.StatusBadRequest, code: "Access Denied",
			description: "You have made too many requests continuously. Please try again after some time.",
		}
	}
	return simhttp.JSON(http.StatusOK, map[string]any{
		"access_token": s.newGrantedToken(foreign),
		"expires_in":   int(tokenLifetime / time.Second),
		"api_domain":   s.credentialsOf.apiDomain,
		"token_type":   "Bearer",
	}), nil
}

// refused has the status of the switch; the error is in the member "error".
func (s *Sim) refused(code string) *tokenFailure {
	return &tokenFailure{status: s.Number(SwitchTokenErrorStatus), code: code}
}
