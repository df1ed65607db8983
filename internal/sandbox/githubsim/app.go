// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	_ "embed" // the key
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// The App, and its installation in the organization.
const (
	AppID          = "123456"
	InstallationID = "42424242"
)

// appKey is the private key of the App, PKCS #1 like those that GitHub hands out. It opens
// nothing but this simulator, and is fixed because making one takes long.
//
//go:embed app_key.pem
var appKey string

// installationToken is POST /app/installations/{id}/access_tokens (wire/github.md 2).
func (s *Sim) installationToken(c simhttp.Call) (simhttp.Response, *failure) {
	if fail := agentless(c); fail != nil {
		return simhttp.Response{}, fail
	}
	if wrong := s.wrongJWT(c.Header.Get("Authorization")); wrong != "" {
		return simhttp.Response{}, &failure{http.StatusUnauthorized, wrong}
	}
	if c.PathValue("id") != InstallationID {
		return simhttp.Response{}, &failure{http.StatusNotFound, "Not Found"}
	}
	value := "ghs_" + simhttp.RandomText(s.config.Rand, letters, 82)
	s.Grant(value, simhttp.TokenSpec{ServiceApp: true, Lifetime: time.Hour})
	return simhttp.JSON(http.StatusCreated, map[string]any{"token": value, "expires_at": dateTime(s.Now().Add(time.Hour)), "repository_selection": "all"}), nil
}

// wrongJWT is what is wrong with a token that the App signed, or empty.
func (s *Sim) wrongJWT(authorization string) string {
	var claims struct {
		Issuer  any    `json:"iss"` // a number or a string
		Issued  *int64 `json:"iat"`
		Expires int64  `json:"exp"`
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	left := func() time.Duration { return time.Unix(claims.Expires, 0).Sub(s.Now()) }
	switch {
	case !strings.EqualFold(scheme, "Bearer") || simhttp.ReadJWT(token, appKey, &claims) != nil:
		return "A JSON web token could not be decoded"
	case fmt.Sprint(claims.Issuer) != AppID:
		return "Integration not found"
	case claims.Issued == nil || time.Unix(*claims.Issued, 0).After(s.Now()):
		return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
	case left() <= 0:
		return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
	case left() > 10*time.Minute:
		return "'Expiration time' claim ('exp') is too far in the future"
	}
	return ""
}
