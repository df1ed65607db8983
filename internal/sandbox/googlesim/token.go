// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Scopes of wire/google.md 1.1 and 2.
const (
	ScopeVerification  = scopes + "siteverification"
	ScopeVerifyOnly    = scopes + "siteverification.verify_only"
	ScopeCloudPlatform = scopes + "cloud-platform"

	scopes = "https://www.googleapis.com/auth/"
)

// AllScopes is what an unrestricted token has.
func AllScopes() []string {
	return []string{ScopeVerification, ScopeVerifyOnly, ScopeCloudPlatform}
}

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

// grant issues an access token to an identity.
func (s *Sim) grant(who Identity, scopes []string, lifetime time.Duration) string {
	value := s.NewValue()
	s.Grant(value, simhttp.TokenSpec{Scopes: scopes, Lifetime: lifetime})
	s.holders[value] = who
	return value
}

// serveToken is the token endpoint (wire/google.md 2).
func (s *Sim) serveToken(c call) (any, *failure) {
	if err := c.ParseForm(); err != nil {
		return nil, oauthFailure(http.StatusBadRequest, "invalid_request", err.Error())
	}
	if c.PostForm.Get("grant_type") == jwtBearer {
		return s.assertionGrant(c)
	}
	switch code := s.RefuseClient(c.PostForm, "refresh_token"); {
	case code == simhttp.InvalidClient, code == simhttp.InvalidClientSecret:
		return nil, oauthFailure(http.StatusUnauthorized, "invalid_client", "The OAuth client was not found.")
	case code != "":
		return nil, oauthFailure(http.StatusBadRequest, code, "Invalid grant_type: "+c.PostForm.Get("grant_type"))
	case c.PostForm.Get("refresh_token") != s.config.RefreshToken:
		return nil, oauthFailure(http.StatusBadRequest, "invalid_grant", "Bad Request")
	}
	person, _ := s.identity(s.config.Person)
	scopes := slices.Clone(s.project.LoginScopes)
	if scopes == nil {
		scopes = AllScopes()
	}
	return s.granted(person, scopes), nil
}

func (s *Sim) granted(who Identity, scopes []string) map[string]any {
	return map[string]any{
		"access_token": s.grant(who, scopes, 0), "expires_in": 3599, "token_type": "Bearer", "scope": strings.Join(scopes, " "),
	}
}

// assertionGrant takes what the service account signed.
func (s *Sim) assertionGrant(c call) (any, *failure) {
	var claims struct {
		Iss, Scope, Aud, Sub string
		Iat, Exp             int64
	}
	grantFailure := func(text string) *failure { return oauthFailure(http.StatusBadRequest, "invalid_grant", text) }
	if simhttp.ReadJWT(c.PostForm.Get("assertion"), serviceAccountKey, &claims) != nil {
		return nil, grantFailure("Invalid JWT Signature.")
	}
	now, issued, expires := s.Now(), time.Unix(claims.Iat, 0), time.Unix(claims.Exp, 0)
	asked := strings.Fields(claims.Scope)
	who, _ := s.identity(claims.Iss)
	switch {
	case claims.Iss != s.config.ServiceAccount:
		return nil, grantFailure("Invalid grant: account not found")
	case !strings.HasSuffix(claims.Aud, c.Host+"/token") && claims.Aud != "https://oauth2.googleapis.com/token":
		return nil, grantFailure("Invalid JWT: Failed audience check.")
	case !now.Before(expires), expires.Sub(issued) > time.Hour, issued.After(now):
		return nil, grantFailure("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
	case !validScopes(asked):
		return nil, oauthFailure(http.StatusBadRequest, "invalid_scope", "Invalid OAuth scope or ID token audience provided.")
	case claims.Sub != "" && claims.Sub != claims.Iss: // nobody has allowed a delegation
		return nil, oauthFailure(http.StatusUnauthorized, "unauthorized_client",
			"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.")
	}
	return s.granted(who, asked), nil
}

func validScopes(asked []string) bool {
	unknown := func(scope string) bool { return !slices.Contains(AllScopes(), scope) }
	return len(asked) > 0 && !slices.ContainsFunc(asked, unknown)
}

var (
	delegateForm = regexp.MustCompile(`^projects/-/serviceAccounts/[^/]+$`)
	lifetimeForm = regexp.MustCompile(`^[0-9]+(\.[0-9]{1,9})?s$`)
)

// impersonate is generateAccessToken, for the one account that may be acted as. Each account
// of the project may act as the next one of a chain.
func (s *Sim) impersonate(c call) (any, *failure) {
	var request struct {
		scope, delegates []string
		lifetime         string
	}
	email, isToken := strings.CutSuffix(c.PathValue("account"), ":generateAccessToken")
	if wrong := c.body.Read(simhttp.Required("scope", &request.scope), simhttp.Optional("lifetime", &request.lifetime), simhttp.Optional("delegates", &request.delegates)); wrong != nil {
		return nil, invalid(wrong.Error())
	}
	lifetime := time.Hour
	var err error
	if request.lifetime != "" {
		lifetime, err = time.ParseDuration(request.lifetime)
	}
	isWrong := func(delegate string) bool { return !delegateForm.MatchString(delegate) }
	isStranger := func(delegate string) bool {
		_, known := s.identity(path.Base(delegate))
		return !known
	}
	switch {
	case !isToken:
		return nil, refuse(http.StatusNotFound, "notFound", "Not Found")
	case slices.ContainsFunc(request.delegates, isWrong) || request.lifetime != "" && !lifetimeForm.MatchString(request.lifetime):
		return nil, invalid("Request contains an invalid argument.")
	case email != s.config.Impersonated || slices.ContainsFunc(request.delegates, isStranger):
		return nil, refuse(http.StatusForbidden, "forbidden", "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).")
	case err != nil || lifetime <= 0 || lifetime > time.Hour || !validScopes(request.scope):
		return nil, invalid("Request contains an invalid argument.")
	}
	who, _ := s.identity(email)
	return map[string]any{"accessToken": s.grant(who, request.scope, lifetime), "expireTime": s.Now().Add(lifetime).UTC().Format(time.RFC3339)}, nil
}
