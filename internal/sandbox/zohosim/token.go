// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
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

// TokenSpec describes an access token to issue.
type TokenSpec = simhttp.TokenSpec

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

// tokenWindow counts the requests with the refresh token (wire/zoho.md 4).
type tokenWindow struct {
	ends      time.Time // of the window, or of the lock when there were too many
	count     int       // in the window
	granted   []string  // access tokens, in all
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
// One of another data center is none that Mail ever accepts.
func (s *Sim) newGrantedToken(foreign bool) string {
	value := s.NewValue()
	if !foreign {
		s.Grant(value, TokenSpec{})
	}
	s.refresh.granted = append(s.refresh.granted, value)
	if excess := len(s.refresh.granted) - tokensPerGrant; excess > 0 {
		s.End(s.refresh.granted[excess-1])
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
	return slices.ContainsFunc(granted, func(scope string) bool {
		return strings.EqualFold(scope, needed) || strings.EqualFold(scope, family+"ALL")
	})
}

// tokenPath is the token endpoint of wire/zoho.md 4.
const tokenPath = "/oauth/v2/token"

func unmatchedAccounts(c simhttp.Call, known bool) *failure {
	if known {
		return &failure{status: http.StatusMethodNotAllowed, text: c.Method + " is not supported here."}
	}
	return &failure{status: http.StatusNotFound, text: "There is no such page."}
}

// renderTokenFailure has the shape of the accounts host, which is not the Mail API's. What
// has no code is an error of the web server.
func renderTokenFailure(_ simhttp.Call, f *failure) simhttp.Response {
	if f.code == "" {
		return simhttp.Text(f.status, f.text)
	}
	body := map[string]string{"error": f.code}
	if f.text != "" {
		body["error_description"] = f.text
	}
	return simhttp.JSON(f.status, body)
}

// serveToken reads the parameters wherever they are: clients send them as a form
// and in the query (wire/zoho.md 4).
func (s *Sim) serveToken(c simhttp.Call, _ struct{}) (response simhttp.Response, fail *failure) {
	if err := c.ParseForm(); err != nil {
		return response, s.refused("general_error")
	}
	foreign := s.credentialsOf != s.dataCenter
	switch code := s.RefuseClient(c.Form, "refresh_token"); {
	case code == simhttp.InvalidClientSecret:
		return response, s.refused(s.Value(SwitchWrongClientSecret))
	case code != "":
		return response, s.refused(code)
	case foreign && s.Is(SwitchForeignCredentials, simhttp.InvalidClient):
		return response, s.refused(simhttp.InvalidClient)
	case c.Form.Get("refresh_token") != s.config.RefreshToken:
		return response, s.refused("invalid_code")
	case s.tooManyRefreshes():
		return response, &failure{
			status: http.StatusBadRequest, code: "Access Denied",
			text: "You have made too many requests continuously. Please try again after some time.",
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
func (s *Sim) refused(code string) *failure {
	return &failure{status: s.Number(SwitchTokenErrorStatus), code: code}
}
