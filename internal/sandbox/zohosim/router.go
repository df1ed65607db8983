// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is one operation and the scope that it demands.
type endpoint struct {
	scope  string
	handle func(*Sim, call) (any, *failure)
}

// call is a request that passed the demands of its endpoint. A handler answers a response
// that is ready, or the data of a successful envelope; nil leaves data out.
type call struct {
	simhttp.Call
	body map[string]json.RawMessage
}

// domain is the one of the path.
func (c call) domain() string { return c.PathValue("domain") }

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

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	if fail := s.admit(received, e); fail != nil {
		return response, fail
	}
	c := call{Call: received, body: map[string]json.RawMessage{}}
	if len(bytes.TrimSpace(c.Body)) > 0 {
		if err := json.Unmarshal(c.Body, &c.body); err != nil {
			return response, refuse(http.StatusBadRequest, "INVALID_JSON", "The request body is no JSON object: %v", err)
		}
	}
	data, fail := e.handle(s, c)
	if fail != nil {
		return response, fail
	}
	if response, ready := data.(simhttp.Response); ready {
		return response, nil
	}
	return simhttp.JSON(http.StatusOK, newEnvelope(http.StatusOK, "success", data)), nil
}

// envelope is wire/zoho.md 1: an object status and optional data.
type envelope struct {
	Status struct {
		Code        int    `json:"code"`
		Description string `json:"description"`
	} `json:"status"`
	Data any `json:"data,omitempty"`
}

func newEnvelope(code int, description string, data any) (e envelope) {
	e.Status.Code, e.Status.Description, e.Data = code, description, data
	return e
}

// admit decides by the header and the organization of the path, before anything else
// is read. Every call with a live token counts against the organization's budget.
func (s *Sim) admit(c simhttp.Call, e endpoint) *failure {
	zoid := c.PathValue("zoid")
	if _, err := strconv.ParseInt(zoid, 10, 64); zoid != "" && err != nil {
		return noSuchURL() // the documented path has a number there (wire/zoho.md 1)
	}
	value, ok := strings.CutPrefix(c.Header.Get("Authorization"), "Zoho-oauthtoken ")
	if !ok {
		return probed(http.StatusBadRequest, "INVALID_TICKET", "Invalid ticket")
	}
	token := s.live(value)
	if token == nil {
		return probed(http.StatusUnauthorized, "INVALID_OAUTHTOKEN", "")
	}
	if fail := s.countCall(c); fail != nil {
		return fail
	}
	switch {
	case !grants(token.scopes, e.scope):
		return s.missingScope()
	case !token.admin, zoid != "" && zoid != s.config.OrganizationID:
		// Nobody is the administrator of an organization that is not the token's.
		return s.notAdministrator()
	}
	return nil
}

// missingScope has its code from a client (wire/zoho.md 2) and its status from nobody.
func (s *Sim) missingScope() *failure {
	if s.Is(SwitchMissingScope, "url_rule") { // as other Zoho products answer
		return noSuchURL()
	}
	return probed(s.Number(SwitchMissingScope), "INVALID_OAUTHSCOPE", "")
}

// notAdministrator has that description whatever the status (wire/zoho.md 2).
func (s *Sim) notAdministrator() *failure {
	status := s.Number(SwitchNotAdministrator)
	return &failure{status: status, live: true, body: newEnvelope(status, "Invalid Access", nil)}
}
