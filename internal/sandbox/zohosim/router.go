// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"strconv"

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
	body simhttp.Fields
}

// domain is the one of the path.
func (c call) domain() string { return c.PathValue("domain") }

// field is empty for what is missing or no string, which Zoho's documented bodies
// consist of.
func (c call) field(name string) (value string) {
	_ = c.body.Read(simhttp.Optional(name, &value))
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
	c := call{Call: received}
	if len(bytes.TrimSpace(c.Body)) > 0 {
		// Every documented sample has the header; what happens without it is not.
		if kind := c.MediaType(); kind != "application/json" {
			return response, refuse("The request body is %q, not application/json.", kind)
		}
		var err error
		if c.body, err = c.Fields(); err != nil {
			return response, refuse("The request body is no JSON object: %v", err)
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
	value, ok := c.Bearer("Zoho-oauthtoken")
	if !ok {
		return probed(http.StatusBadRequest, "INVALID_TICKET", "Invalid ticket")
	}
	token, live := s.Live(value)
	if !live || s.credentialsOf != s.dataCenter {
		return probed(http.StatusUnauthorized, "INVALID_OAUTHTOKEN", "")
	}
	if fail := s.countCall(c); fail != nil {
		return fail
	}
	switch {
	case !grants(token.Scopes, e.scope):
		return s.missingScope()
	case token.NotAdmin, zoid != "" && zoid != s.config.OrganizationID:
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
	return &failure{status: status, body: newEnvelope(status, "Invalid Access", nil)}
}

// failure is a refused request: what becomes an error body.
type failure struct {
	status   int
	envelope int // the envelope's code where it differs from the status; 0 is the same
	text     string
	// code is for machines, and seen the member of data in which it was seen. Where none
	// was seen, the text is all there is (wire/zoho.md 1.5).
	code, seen string
	header     http.Header
	body       any // a body that is no envelope
}

// refuse is a failure whose code nobody has seen.
func refuse(format string, args ...any) *failure {
	return &failure{status: http.StatusBadRequest, text: fmt.Sprintf(format, args...)}
}

// refuseSeen is a failure whose code clients read in the member error.
func refuseSeen(code, format string, args ...any) *failure {
	fail := refuse(format, args...)
	fail.code, fail.seen = code, "error"
	return fail
}

// probed is a failure that a third party provoked (wire/zoho.md 2).
func probed(status int, code, text string) *failure {
	return &failure{status: status, code: code, seen: "errorCode", text: text}
}

func noSuchURL() *failure { return probed(http.StatusNotFound, "URL_RULE_NOT_CONFIGURED", "") }

// bySwitch takes the status from a switch whose value begins with one.
func (s *Sim) bySwitch(name, format string, args ...any) *failure {
	fail := refuse(format, args...)
	fail.status = s.Number(name)
	if s.Is(name, "404_in_200") {
		fail.status, fail.envelope = http.StatusOK, http.StatusNotFound
	}
	return fail
}

func render(_ simhttp.Call, f *failure) simhttp.Response {
	if f.body != nil {
		return simhttp.JSON(f.status, f.body).With(f.header)
	}
	data := map[string]string{f.seen: f.code, "moreInfo": f.text}
	maps.DeleteFunc(data, func(_, value string) bool { return value == "" })
	envelope := newEnvelope(cmp.Or(f.envelope, f.status), "", nil)
	envelope.Status.Description = describe(envelope.Status.Code)
	if len(data) > 0 {
		envelope.Data = data
	}
	return simhttp.JSON(f.status, envelope).With(f.header)
}

func describe(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Invalid Input"
	case http.StatusUnauthorized:
		return "Invalid Access" // wire/zoho.md 2
	case http.StatusInternalServerError:
		return "Internal Error"
	}
	return http.StatusText(status)
}
