// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// loginEndpoint is a path of the login host.
type loginEndpoint func(*Sim, simhttp.Call) (simhttp.Response, *refusal)

// loginRoutes are wire/entra.md 5 and 9. The token of a GitHub Actions run has a host of
// its own in truth.
func loginRoutes() map[string]loginEndpoint {
	return map[string]loginEndpoint{
		"POST /{tenant}/oauth2/v2.0/token":                    (*Sim).token,
		"GET /{tenant}/v2.0/.well-known/openid-configuration": (*Sim).discovery,
		"GET " + actionsPath:                                  (*Sim).actionsToken,
	}
}

// refusal is an error of the login host (wire/entra.md 5).
type refusal struct {
	status int
	code   string
	number int // of AADSTS
	text   string
}

func (s *Sim) renderLogin(c simhttp.Call, r *refusal) simhttp.Response {
	return simhttp.JSON(r.status, map[string]any{
		"error": r.code, "error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s", r.number, r.text, c.ID), "error_codes": []int{r.number},
		"timestamp": s.Now().UTC().Format("2006-01-02 15:04:05Z"), "trace_id": c.ID, "correlation_id": c.ID,
	})
}

func noTenant(code, name string) *refusal {
	return &refusal{http.StatusBadRequest, code, 90002, "Tenant '" + name + "' not found."}
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// token is the grant of client credentials.
func (s *Sim) token(c simhttp.Call) (simhttp.Response, *refusal) {
	none := simhttp.Response{}
	refuse := func(code string, number int, text string) (simhttp.Response, *refusal) {
		return none, &refusal{http.StatusBadRequest, code, number, text}
	}
	if err := c.ParseForm(); err != nil || c.MediaType() != "application/x-www-form-urlencoded" {
		return refuse("invalid_request", 900144, "The request body must contain the parameter 'grant_type'.")
	}
	form, assertion := c.PostForm, c.PostForm.Get("client_assertion")
	problem := s.RefuseClient(form, "client_credentials")
	t := s.tenantNamed(c.PathValue("tenant"))
	graph, ok := strings.CutSuffix(form.Get("scope"), "/.default")
	switch {
	case t == nil:
		return none, noTenant("invalid_request", c.PathValue("tenant"))
	case problem == simhttp.UnsupportedGrantType:
		return refuse(problem, 70003, "The app requested an unsupported grant type.")
	case problem == simhttp.InvalidClient, t.Role == Unmanaged:
		return refuse("unauthorized_client", 700016, "Application with identifier '"+form.Get("client_id")+"' was not found in the directory '"+t.Name+"'.")
	case !ok:
		return refuse("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.")
	case assertion != "" && form.Has("client_secret"), assertion != "" && form.Get("client_assertion_type") != assertionType:
		return refuse("invalid_request", 900144, "The request has more than one credential, or no client_assertion_type.")
	case assertion != "":
		if r := s.refuseAssertion(assertion, origin(c.Request)+c.URL.Path); r != nil {
			return none, r
		}
	case problem == simhttp.InvalidClientSecret:
		return none, &refusal{http.StatusUnauthorized, "invalid_client", 7000215, "Invalid client secret provided."}
	}
	value := s.NewValue()
	s.Grant(value, simhttp.TokenSpec{Scopes: s.consent, ServiceApp: true})
	s.granted[value] = grant{t, graph}
	const lifetime = 3599
	return simhttp.JSON(http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": value,
	}), nil
}

// discovery tells who holds a name (wire/entra.md 9).
func (s *Sim) discovery(c simhttp.Call) (simhttp.Response, *refusal) {
	name := c.PathValue("tenant")
	t := s.tenantNamed(name)
	if s.Is(SwitchDiscoveryOfSubdomain, "roots_tenant") {
		for parent := name; t == nil && strings.Contains(parent, "."); t = s.tenantNamed(parent) {
			_, parent, _ = strings.Cut(parent, ".")
		}
	}
	id := "{tenantid}"
	switch {
	case t != nil:
		id = t.ID
	case name != "common" && name != "organizations":
		return simhttp.Response{}, noTenant("invalid_tenant", name)
	}
	root := origin(c.Request)
	path := root + "/" + name
	return simhttp.JSON(http.StatusOK, map[string]any{
		"issuer": root + "/" + id + "/v2.0", "token_endpoint": path + "/oauth2/v2.0/token", "authorization_endpoint": path + "/oauth2/v2.0/authorize",
		"jwks_uri": path + "/discovery/v2.0/keys", "token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"},
	}), nil
}
