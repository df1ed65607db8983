// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"context"
	"net/http"
)

// endpoint is one operation and what it demands before it looks at the request.
type endpoint struct {
	scopes         []string // any one of these; none for the token endpoint, which takes no bearer
	fullAdmin      bool     // role id_full_admin
	inOrganization bool     // an identity endpoint: the path names the organization
	contentType    string   // of the request body; empty for GET
	handle         func(*Sim, call) (any, *failure)
}

// call is a request that passed all demands of its endpoint. A handler answers nil
// for 204 and anything else as JSON with 200.
type call struct {
	ctx   context.Context
	id    string // last identifier in the path
	token accessToken
	body  []byte
}

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// routes follow Cisco's OpenAPI description; scopes and roles are those it names.
func routes() map[string]map[string]endpoint {
	post := func(e endpoint) map[string]endpoint { return map[string]endpoint{http.MethodPost: e} }
	get := func(e endpoint) map[string]endpoint { return map[string]endpoint{http.MethodGet: e} }
	action := func(handle func(*Sim, call) (any, *failure)) map[string]endpoint {
		return post(endpoint{
			scopes:    []string{ScopeOrganizationsRW, ScopeIdentityOrganization},
			fullAdmin: true, inOrganization: true, contentType: typeJSON, handle: handle,
		})
	}
	const actions = "/identity/organizations/{id}/actions/"
	return map[string]map[string]endpoint{
		actions + "getDomainVerificationToken": action((*Sim).getDomainVerificationToken),
		actions + "verifyDomain":               action((*Sim).verifyDomain),
		actions + "claimDomain":                action((*Sim).claimDomain),
		actions + "unverifyDomain":             action((*Sim).unverifyDomain),
		actions + "unclaimDomain":              action((*Sim).unclaimDomain),
		"/identity/organizations/{id}": {
			http.MethodGet: {
				scopes:         []string{ScopeOrganizationsRW, ScopeOrganizationsRead},
				inOrganization: true, handle: (*Sim).readIdentityOrganization,
			},
			http.MethodPatch: {
				scopes:    []string{ScopeOrganizationsRW},
				fullAdmin: true, inOrganization: true, contentType: typeJSON, handle: (*Sim).patchIdentityOrganization,
			},
		},
		"/organizations":      get(endpoint{scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).listOrganizations}),
		"/organizations/{id}": get(endpoint{scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).readOrganization}),
		"/people/me":          get(endpoint{scopes: []string{ScopePeopleRead}, handle: (*Sim).readMe}),
		"/access_token":       post(endpoint{contentType: typeForm, handle: (*Sim).refreshAccessToken}),
	}
}

func newRouter(s *Sim) *http.ServeMux {
	mux := http.NewServeMux()
	for path, methods := range routes() {
		mux.HandleFunc(BasePath+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, methods) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.respond(w, r, nil, refuse(http.StatusNotFound, "The requested resource %s could not be found.", r.URL.Path))
	})
	return mux
}
