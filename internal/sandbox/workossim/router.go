// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is one operation and what it demands before it reads the request.
type endpoint struct {
	permission string
	handle     func(*Sim, call) (any, *failure)
	status     int  // of a success with a body; 0 is 200
	replayable bool // Idempotency-Key counts here, if the switch says so
	// messageOnly says that a refusal has no errors for each field (wire/workos.md 2).
	messageOnly bool
}

// call is a request that passed all demands of its endpoint. A handler answers nil for
// 204, a response that is ready, or anything else as JSON.
type call struct {
	simhttp.Call
	key    *apiKey
	query  url.Values
	fields simhttp.Fields
}

// id is the identifier in the path.
func (c call) id() string { return c.PathValue("id") }

// routes follow WorkOS' OpenAPI description, in what the provider sends.
func routes() map[string]endpoint {
	const domain = "/organization_domains/{id}"
	created := func(permission string, handle func(*Sim, call) (any, *failure)) endpoint {
		return endpoint{permission: permission, handle: handle, status: http.StatusCreated, replayable: true}
	}
	portal := created(PermissionPortal, (*Sim).generatePortalLink)
	portal.messageOnly = true
	return map[string]endpoint{
		"POST /organization_domains":          created(PermissionDomainsWrite, (*Sim).createDomain),
		"GET " + domain:                       {permission: PermissionDomainsRead, handle: (*Sim).readDomain},
		"POST " + domain + "/verify":          created(PermissionDomainsWrite, (*Sim).verifyDomain),
		"DELETE " + domain:                    {permission: PermissionDomainsWrite, handle: (*Sim).deleteDomain},
		"GET /organizations":                  {permission: PermissionOrganizationsRead, handle: (*Sim).listOrganizations, messageOnly: true},
		"GET /organizations/{id}":             {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganization},
		"GET /organizations/external_id/{id}": {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganizationByExternalID},
		"POST /portal/generate_link":          portal,
		"GET /events":                         {permission: PermissionEvents, handle: (*Sim).listEvents},
	}
}

// unmatched answers what is not described, a known path with another method included,
// like the framework behind the real API: "Cannot GET /path".
func unmatched(c simhttp.Call, _ bool) *failure {
	return refuse(http.StatusNotFound, "", "Cannot %s %s", c.Method, c.URL.Path)
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	c := call{Call: received, query: received.URL.Query()}
	if c.key, response.Header, fail = s.admit(received, e); fail != nil {
		return response, fail
	}
	s.Unlocked(func() { s.Poll(received.Context()) })
	if kept, fail := s.replayed(c, e); kept != nil || fail != nil {
		if fail != nil {
			return response, fail
		}
		return *kept, nil
	}
	if c.fields, fail = readBody(received); fail != nil {
		return response, fail
	}
	body, fail := e.handle(s, c)
	if fail != nil {
		if e.messageOnly {
			fail.fields = nil
		}
		return response, fail
	}
	switch body.(type) {
	case nil, simhttp.Response:
		response = simhttp.Answer(body)
	default:
		response = inJSON(max(e.status, http.StatusOK), body)
	}
	if s.honoursKey(c, e) {
		s.replays[replayName(c)] = replay{fingerprint(c), response, s.config.Now()}
	}
	return response, nil
}

// admit decides by the key alone, before anything is read. The header is that of a
// refusal.
func (s *Sim) admit(c simhttp.Call, e endpoint) (*apiKey, http.Header, *failure) {
	value, isBearer := c.Bearer("Bearer")
	key := s.keys[value]
	if !isBearer || key == nil {
		return nil, nil, refuse(http.StatusUnauthorized, "", "Unauthorized")
	}
	header, fail := s.count(&key.requests, s.rateLimit)
	if fail == nil && !slices.Contains(key.permissions, e.permission) {
		fail = refuse(http.StatusForbidden, "", "The API key does not have the permission %s.", e.permission)
	}
	return key, header, fail
}

// replayTime is how long a key is remembered where WorkOS documents it (wire/workos.md 5).
const replayTime = 24 * time.Hour

// replay is a request that succeeded, with its response.
type replay struct {
	request  string
	response simhttp.Response
	at       time.Time
}

// replayed answers a repeated request without doing it again.
func (s *Sim) replayed(c call, e endpoint) (*simhttp.Response, *failure) {
	kept, ok := s.replays[replayName(c)]
	if !s.honoursKey(c, e) || !ok || s.config.Now().Sub(kept.at) >= replayTime {
		return nil, nil
	}
	if kept.request != fingerprint(c) {
		return nil, refuse(http.StatusBadRequest, "", "The idempotency key was already used with other parameters.")
	}
	return &kept.response, nil
}

func (s *Sim) honoursKey(c call, e endpoint) bool {
	return c.Header.Get("Idempotency-Key") != "" && e.replayable && s.Is(SwitchIdempotency, "honoured")
}

func replayName(c call) string { return c.key.environment + " " + c.Header.Get("Idempotency-Key") }

func fingerprint(c call) string { return c.Method + " " + c.URL.Path + "\n" + string(c.Body) }

// readBody takes JSON and forms (the guide shows a form, wire/workos.md 1.1). A body of any
// other type is not read, as if there were none.
func readBody(c simhttp.Call) (simhttp.Fields, *failure) {
	fields := simhttp.Fields{}
	switch kind := c.MediaType(); {
	case len(bytes.TrimSpace(c.Body)) == 0: // the Go SDK sends an empty body with a JSON type
	case kind == "application/json":
		var err error
		if fields, err = c.Fields(); err != nil {
			return nil, refuse(http.StatusBadRequest, "", "The request body is no JSON object: %v", err)
		}
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(c.Body))
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "", "The request body is no form: %v", err)
		}
		for name := range values {
			fields[name], _ = json.Marshal(values.Get(name)) // a string always encodes
		}
	}
	return fields, nil
}

// read takes the fields of a description and refuses all others.
func (c call) read(described ...simhttp.Field) *failure {
	wrong := c.fields.ReadStrictly(described...)
	if wrong == nil {
		return nil
	}
	code := "invalid_type"
	switch wrong.Problem {
	case simhttp.Missing:
		code = "required"
	case simhttp.Undescribed:
		code = "unknown"
	}
	return invalid("%v.", wrong).at(wrong.Field, code)
}

// failure is a refused request: what becomes an error body.
type failure struct {
	status int
	code   string // only the codes that WorkOS declares
	text   string
	fields []fieldError
}

// fieldError is one entry of "errors" (wire/workos.md 5, shape c).
type fieldError struct {
	Code  string `json:"code"`
	Field string `json:"field"`
}

func refuse(status int, code, format string, args ...any) *failure {
	return &failure{status: status, code: code, text: fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) *failure {
	return refuse(http.StatusUnprocessableEntity, "", format, args...)
}

// at names the field that is to blame.
func (f *failure) at(field, code string) *failure {
	f.fields = append(f.fields, fieldError{Code: code, Field: field})
	return f
}

// render has the shape that the description gives to declared errors (wire/workos.md 5).
func render(_ simhttp.Call, f *failure) simhttp.Response {
	body := map[string]any{"message": f.text}
	if f.code != "" {
		body["code"] = f.code
	}
	if len(f.fields) > 0 {
		body["errors"] = f.fields
	}
	return inJSON(f.status, body)
}

// inJSON writes the content type as WorkOS does.
func inJSON(status int, body any) simhttp.Response {
	return simhttp.JSON(status, body).With(http.Header{"Content-Type": {"application/json; charset=utf-8"}})
}
