// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
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
		// Every documented sample has the header; what happens without it is not.
		if kind := c.MediaType(); kind != "application/json" {
			return response, refuse(http.StatusBadRequest, "INVALID_CONTENT_TYPE", "The request body is %q, not application/json.", kind)
		}
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

// failure is a refused request: what becomes an error body.
type failure struct {
	status   int
	envelope int    // the envelope's code where it differs from the status; 0 is the same
	code     string // of the machine-readable kind
	text     string
	// seen is the member of data in which Zoho was seen to put the code (wire/zoho.md 1.5).
	// Codes that were never seen are the simulator's own, and show in one setting of
	// the switch only.
	seen string
	// live failures were probed by a third party and look as they do there (wire/zoho.md 2).
	live   bool
	header http.Header
	body   any // a body that is no envelope
}

// refuse is a failure whose code nobody has seen.
func refuse(status int, code, format string, args ...any) *failure {
	return &failure{status: status, code: code, text: fmt.Sprintf(format, args...)}
}

// refuseSeen is a failure whose code is known, in that member of data.
func refuseSeen(member, code, format string, args ...any) *failure {
	fail := refuse(http.StatusBadRequest, code, format, args...)
	fail.seen = member
	return fail
}

func probed(status int, code, text string) *failure {
	return &failure{status: status, code: code, text: text, live: true}
}

func noSuchURL() *failure { return probed(http.StatusNotFound, "URL_RULE_NOT_CONFIGURED", "") }

// bySwitch takes the status from a switch whose value begins with one.
func (s *Sim) bySwitch(name, code, format string, args ...any) *failure {
	fail := refuse(s.Number(name), code, format, args...)
	if s.Is(name, "404_in_200") {
		fail.status, fail.envelope = http.StatusOK, http.StatusNotFound
	}
	return fail
}

// render puts the code and the text where the switches put them.
func (s *Sim) render(_ simhttp.Call, f *failure) simhttp.Response {
	code := cmp.Or(f.envelope, f.status)
	switch place := s.Value(SwitchFailurePlace); {
	case f.body != nil:
		return simhttp.JSON(f.status, f.body).With(f.header)
	case f.live:
		return simhttp.JSON(f.status, newEnvelope(code, describe(code), f.details("probed"))).With(f.header)
	default:
		e, status := newEnvelope(code, describe(code), f.details(place)), f.status
		switch s.Value(SwitchFailureStatus) {
		case "http_200":
			status = http.StatusOK
		case "envelope_200":
			e.Status.Code, e.Status.Description = http.StatusOK, "success"
		}
		if place == "status.description" {
			e.Status.Description = f.sentence()
		}
		return simhttp.JSON(status, e).With(f.header)
	}
}

// details is the member data; nil leaves it out.
func (f *failure) details(place string) any {
	switch {
	case place == "as_seen" && f.seen != "":
		return map[string]string{f.seen: f.code, "moreInfo": f.text}
	case place == "as_seen", place == "data.moreInfo":
		return map[string]string{"moreInfo": f.sentence()}
	case place == "data.error":
		return map[string]string{"error": f.code, "message": f.text}
	case place == "status.description", f.code == "":
		return nil
	case f.live && f.text != "":
		return map[string]string{"errorCode": f.code, "moreInfo": f.text}
	}
	return map[string]string{"errorCode": f.code}
}

// sentence is what there is to read where only one text fits: a code that exists at
// Zoho stands in it, one of the simulator's own does not.
func (f *failure) sentence() string {
	if f.seen == "" {
		return f.text
	}
	return f.code + ": " + f.text
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
