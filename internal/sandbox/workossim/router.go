// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is one operation and what it demands before it reads the request.
type endpoint struct {
	permission string
	handle     func(*Sim, call) (any, *failure)
	status     int // of a success with a body; 0 is 200
	// idempotency names the switch that says whether Idempotency-Key counts here;
	// empty where recorded traffic proves that it does (wire/workos.md 5).
	idempotency string
	replayable  bool
	// messageOnly says that a refusal has no errors for each field (wire/workos.md 2).
	messageOnly bool
	// limit is a rate limit of its own, in requests per window and key; 0 is none.
	limit int
}

// call is a request that passed all demands of its endpoint. A handler answers nil for
// 204, a response that is ready, or anything else as JSON.
type call struct {
	simhttp.Call
	key   *apiKey
	query url.Values
	body  map[string]json.RawMessage
}

// id is the identifier in the path.
func (c call) id() string { return c.PathValue("id") }

// routes follow WorkOS' OpenAPI description; what it does not have is not here.
func routes() map[string]endpoint {
	const domain, organization = "/organization_domains/{id}", "/organizations/{id}"
	return map[string]endpoint{
		"POST /organization_domains": {
			permission: PermissionDomainsWrite, handle: (*Sim).createDomain, status: http.StatusCreated, replayable: true, idempotency: SwitchIdempotency,
		},
		"GET " + domain: {permission: PermissionDomainsRead, handle: (*Sim).readDomain},
		"POST " + domain + "/verify": {
			permission: PermissionDomainsWrite, handle: (*Sim).verifyDomain, status: http.StatusCreated, replayable: true, idempotency: SwitchIdempotency,
		},
		"DELETE " + domain: {permission: PermissionDomainsWrite, handle: (*Sim).deleteDomain},
		"POST /organizations": {
			permission: PermissionOrganizationsWrite, handle: (*Sim).createOrganization, status: http.StatusCreated, replayable: true, messageOnly: true,
		},
		"GET /organizations":                  {permission: PermissionOrganizationsRead, handle: (*Sim).listOrganizations, messageOnly: true},
		"GET " + organization:                 {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganization},
		"PUT " + organization:                 {permission: PermissionOrganizationsWrite, handle: (*Sim).updateOrganization, messageOnly: true},
		"DELETE " + organization:              {permission: PermissionOrganizationsWrite, handle: (*Sim).deleteOrganization, limit: organizationDeletesPerWindow},
		"GET /organizations/external_id/{id}": {permission: PermissionOrganizationsRead, handle: (*Sim).readOrganizationByExternalID},
		"POST /portal/generate_link": {
			permission: PermissionPortal, handle: (*Sim).generatePortalLink, status: http.StatusCreated, replayable: true,
			idempotency: SwitchIdempotency, messageOnly: true,
		},
		"GET /events": {permission: PermissionEvents, handle: (*Sim).listEvents},
	}
}

// unmatched answers what is not described, a known path with another method included,
// like the framework behind the real API: "Cannot GET /path".
func unmatched(c simhttp.Call, _ string) *failure {
	return undeclared(http.StatusNotFound, "Cannot %s %s", c.Method, c.URL.Path)
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	key, limits, fail := s.admit(received, e)
	response.Header = limits
	if fail != nil {
		return response, fail
	}
	s.Unlocked(func() { s.Poll(received.Context()) })
	if kept, fail := s.replayed(received, key, e); kept != nil || fail != nil {
		if fail != nil {
			return response, fail
		}
		return kept.With(limits), nil
	}
	c := call{Call: received, key: key, query: received.URL.Query()}
	if c.body, fail = readBody(received); fail != nil {
		return response, fail
	}
	body, fail := e.handle(s, c)
	if fail != nil {
		if e.messageOnly && !fail.declared {
			fail = declared(fail.status, "", "%s", fail.text)
		}
		return response, fail
	}
	switch body := body.(type) {
	case nil:
		response = simhttp.Response{Status: http.StatusNoContent}
	case simhttp.Response:
		response = body
	default:
		response = inJSON(max(e.status, http.StatusOK), body)
	}
	s.keep(received, key, e, response)
	return response.With(limits), nil
}

// admit decides by the key alone, before anything is read.
func (s *Sim) admit(c simhttp.Call, e endpoint) (*apiKey, http.Header, *failure) {
	value, isBearer := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer ")
	key := s.keys[value]
	if !isBearer || key == nil {
		return nil, nil, undeclared(http.StatusUnauthorized, "Unauthorized")
	}
	limits, fail := s.count(key, c.Method+" "+c.Pattern, e)
	if fail == nil && !slices.Contains(key.permissions, e.permission) {
		fail = undeclared(http.StatusForbidden, "The API key does not have the permission %s.", e.permission)
	}
	return key, limits, fail
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
func (s *Sim) replayed(c simhttp.Call, key *apiKey, e endpoint) (*simhttp.Response, *failure) {
	kept, ok := s.replays[replayName(c, key)]
	if !s.honoursKey(c, e) || !ok || s.config.Now().Sub(kept.at) >= replayTime {
		return nil, nil
	}
	if kept.request != fingerprint(c) {
		return nil, declared(http.StatusBadRequest, "", "The idempotency key was already used with other parameters.")
	}
	return &kept.response, nil
}

func (s *Sim) keep(c simhttp.Call, key *apiKey, e endpoint, response simhttp.Response) {
	if s.honoursKey(c, e) {
		s.replays[replayName(c, key)] = replay{fingerprint(c), response, s.config.Now()}
	}
}

func (s *Sim) honoursKey(c simhttp.Call, e endpoint) bool {
	return e.replayable && c.Header.Get("Idempotency-Key") != "" && (e.idempotency == "" || s.Is(e.idempotency, "honoured"))
}

func replayName(c simhttp.Call, key *apiKey) string {
	return key.environment + " " + c.Header.Get("Idempotency-Key")
}

func fingerprint(c simhttp.Call) string { return c.Method + " " + c.URL.Path + "\n" + string(c.Body) }

// readBody takes JSON and forms (the guide shows a form, wire/workos.md 1.1). A body of any
// other type is not read, as if there were none.
func readBody(c simhttp.Call) (map[string]json.RawMessage, *failure) {
	fields := map[string]json.RawMessage{}
	switch kind := c.MediaType(); {
	case len(bytes.TrimSpace(c.Body)) == 0: // the Go SDK sends an empty body with a JSON type
	case kind == "application/json":
		if err := json.Unmarshal(c.Body, &fields); err != nil {
			return nil, undeclared(http.StatusBadRequest, "The request body is no JSON object: %v", err)
		}
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(c.Body))
		if err != nil {
			return nil, undeclared(http.StatusBadRequest, "The request body is no form: %v", err)
		}
		for name := range values {
			fields[name], _ = json.Marshal(values.Get(name)) // a string always encodes
		}
	}
	return fields, nil
}

// has is false for null as well.
func (c call) has(field string) bool {
	raw, ok := c.body[field]
	return ok && string(raw) != "null"
}

// optional decodes a field if it is there. Null is a type that only the fields take
// that the description declares nullable, and those do not come here with it.
func (c call) optional(field string, into any) *failure {
	raw, sent := c.body[field]
	if !sent {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil || string(raw) == "null" {
		return invalid("%s has the wrong type.", field).at(field, "invalid_type")
	}
	return nil
}

// required decodes a string that must not be empty.
func (c call) required(field string, into *string) *failure {
	if fail := c.optional(field, into); fail != nil {
		return fail
	}
	if *into == "" {
		return invalid("%s is required.", field).at(field, "required")
	}
	return nil
}

func invalid(format string, args ...any) *failure {
	return undeclared(http.StatusUnprocessableEntity, format, args...)
}
