// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"encoding/json"
	"net/http"
	"time"
)

// tokenPath is the token endpoint of wire/zoho.md 4.
const tokenPath = "/oauth/v2/token"

// tokenFailure is an error of the accounts host; its shape is not the Mail API's.
type tokenFailure struct {
	status            int
	code, description string
}

// serveAccounts reads the parameters wherever they stand: clients send them as a form
// and in the query (wire/zoho.md 4).
func (s *Sim) serveAccounts(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.config.Now().UTC().Format(http.TimeFormat))
	if r.URL.Path != tokenPath {
		http.Error(w, "There is no such page.", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, r.Method+" is not supported here.", http.StatusMethodNotAllowed)
		return
	}
	answer, fail := map[string]any{}, s.refused("general_error")
	if err := r.ParseForm(); err == nil {
		answer, fail = s.grant(r.Form.Get("grant_type"), r.Form.Get("client_id"), r.Form.Get("client_secret"), r.Form.Get("refresh_token"))
	}
	status := http.StatusOK
	if fail != nil {
		status, answer = fail.status, map[string]any{"error": fail.code}
		if fail.description != "" {
			answer["error_description"] = fail.description
		}
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func (s *Sim) grant(grantType, clientID, clientSecret, refreshToken string) (map[string]any, *tokenFailure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	abroad := s.credentialsOf != s.dataCenter
	switch {
	case grantType != "refresh_token":
		return nil, s.refused("unsupported_grant_type")
	case clientID != s.config.ClientID, abroad && s.is(SwitchForeignCredentials, "invalid_client"):
		return nil, s.refused("invalid_client")
	case clientSecret != s.config.ClientSecret:
		return nil, s.refused(s.switches.Value(SwitchWrongClientSecret))
	case refreshToken != s.config.RefreshToken:
		return nil, s.refused("invalid_code")
	case s.tooManyRefreshes():
		return nil, &tokenFailure{
			http.StatusBadRequest, "Access Denied",
			"You have made too many requests continuously. Please try again after some time.",
		}
	}
	return map[string]any{
		"access_token": s.newGrantedToken(abroad),
		"expires_in":   int(tokenLifetime / time.Second),
		"api_domain":   s.credentialsOf.apiDomain,
		"token_type":   "Bearer",
	}, nil
}

// refused has the status that the switch says; its truth is in the member "error".
func (s *Sim) refused(code string) *tokenFailure {
	if s.is(SwitchTokenErrorStatus, "200") {
		return &tokenFailure{http.StatusOK, code, ""}
	}
	return &tokenFailure{http.StatusBadRequest, code, ""}
}
