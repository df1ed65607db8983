// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"context"
	"encoding/json"
	"net/http"
)

// endpoint is one operation and the scope that it demands.
type endpoint struct {
	scope  string
	handle func(*Sim, call) (answer, *failure)
}

// call is a request that passed the demands of its endpoint.
type call struct {
	ctx    context.Context
	domain string // of the path
	body   map[string]json.RawMessage
}

// field is empty for what is missing or no string, which Zoho's documented bodies
// consist of.
func (c call) field(name string) string {
	var value string
	if err := json.Unmarshal(c.body[name], &value); err != nil {
		return ""
	}
	return value
}

// routes are wire/zoho.md 1. The path's key of a domain is its name, never its id.
func routes() map[string]endpoint {
	const organization = "/api/organization/{zoid}"
	const domains, domain = organization + "/domains", organization + "/domains/{domain}"
	return map[string]endpoint{
		"GET /api/organization":           {ScopeOrganizationRead, (*Sim).readOrganization},
		"GET " + organization:             {ScopeOrganizationRead, (*Sim).readOrganization},
		"POST " + domains:                 {ScopeDomainsCreate, (*Sim).addDomain},
		"GET " + domains:                  {ScopeDomainsRead, (*Sim).listDomains},
		"GET " + domain:                   {ScopeDomainsRead, (*Sim).readDomain},
		"PUT " + domain:                   {ScopeDomainsUpdate, (*Sim).changeDomain},
		"PUT " + domain + "/verifyDomain": {ScopeDomainsUpdate, (*Sim).verifyBySuffix},
		"DELETE " + domain:                {ScopeDomainsDelete, (*Sim).deleteDomain},
	}
}

func newRouter(s *Sim) *http.ServeMux {
	mux := http.NewServeMux()
	for pattern, e := range routes() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, e) })
	}
	return mux
}
