// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

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

// serveToken reads the parameters wherever they stand: clients send them as a form
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

// refused has the status that the switch says; the error is in the member "error".
func (s *Sim) refused(code string) *tokenFailure {
	return &tokenFailure{status: s.Number(SwitchTokenErrorStatus), code: code}
}
