// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is one operation and what it demands before it reads the request.
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
	simhttp.Call
	token  simhttp.AccessToken
	fields simhttp.Fields // of a body in JSON
}

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// routes follow Cisco's OpenAPI description; scopes and roles are those it names.
func routes() map[string]endpoint {
	action := func(handle func(*Sim, call) (any, *failure)) endpoint {
		return endpoint{
			scopes:    []string{ScopeOrganizationsRW, ScopeIdentityOrganization},
			fullAdmin: true, inOrganization: true, contentType: typeJSON, handle: handle,
		}
	}
	const get, post, organization = "GET " + BasePath, "POST " + BasePath, "/identity/organizations/{id}"
	const actions = post + organization + "/actions/"
	return map[string]endpoint{
		actions + "getDomainVerificationToken": action((*Sim).getDomainVerificationToken),
		actions + "verifyDomain":               action((*Sim).verifyDomain),
		actions + "claimDomain":                action((*Sim).claimDomain),
		actions + "unverifyDomain":             action((*Sim).unverifyDomain),
		actions + "unclaimDomain":              action((*Sim).unclaimDomain),
		get + organization: {
			scopes:         []string{ScopeOrganizationsRW, ScopeOrganizationsRead},
			inOrganization: true, handle: (*Sim).readIdentityOrganization,
		},
		get + "/organizations":      {scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).listOrganizations},
		get + "/organizations/{id}": {scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).readOrganization},
		get + "/people/me":          {scopes: []string{ScopePeopleRead}, handle: (*Sim).readMe},
		post + "/access_token":      {contentType: typeForm, handle: (*Sim).refreshAccessToken},
	}
}

func unmatched(c simhttp.Call, known bool) *failure {
	if known {
		return refuse(http.StatusMethodNotAllowed, "%s is not supported here.", c.Method)
	}
	return refuse(http.StatusNotFound, "The requested resource %s could not be found.", c.URL.Path)
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	c := call{Call: received}
	for _, demand := range []func(endpoint, *call) *failure{s.authorize, s.checkOrganization, readContent} {
		if fail := demand(e, &c); fail != nil {
			return response, fail
		}
	}
	body, fail := e.handle(s, c)
	if fail != nil {
		return response, fail
	}
	return simhttp.Answer(body), nil
}

// codeInsufficientPrivileges is what a live call without the scope showed (wire/webex.md 4.3).
const codeInsufficientPrivileges = 200003

func (s *Sim) authorize(e endpoint, c *call) *failure {
	if e.scopes == nil {
		return nil
	}
	value, isBearer := c.Bearer("Bearer")
	token, live := s.Live(value)
	if !isBearer || !live {
		return refuse(http.StatusUnauthorized, "The request requires a valid access token set in the Authorization request header.")
	}
	if s.lockedOut {
		return s.refuseLockedOut()
	}
	if !slices.ContainsFunc(e.scopes, func(scope string) bool { return slices.Contains(token.Scopes, scope) }) {
		fail := refuse(s.Number(SwitchMissingScope), "The caller has insufficient privileges: one of the scopes %s is required.", strings.Join(e.scopes, ", "))
		fail.code = codeInsufficientPrivileges
		return fail
	}
	if e.fullAdmin && (token.NotAdmin || token.ServiceApp && s.Is(SwitchServiceAppRole, "403")) {
		return refuse(http.StatusForbidden, "Access denied: the role id_full_admin is required.")
	}
	c.token = token
	return nil
}

func (s *Sim) refuseLockedOut() *failure {
	switch s.Value(SwitchLockedOut) {
	case "401":
		return refuse(http.StatusUnauthorized, "The request requires a valid access token.")
	case "403":
		return refuse(http.StatusForbidden, "Access denied.")
	}
	return refuse(http.StatusForbidden, "The user has been marked as transient: the organization enforces verified "+
		"domains and the user's domain %s is not one of them.", s.config.adminDomain())
}

// checkOrganization wants the bare identifier, as the identity endpoints do (wire/webex.md 4.4).
func (s *Sim) checkOrganization(e endpoint, c *call) *failure {
	if id := c.PathValue("id"); e.inOrganization && id != s.config.OrganizationID {
		return refuse(s.Number(SwitchWrongOrganization), "Organization %s is not accessible to the caller.", id)
	}
	return nil
}

func readContent(e endpoint, c *call) *failure {
	if e.contentType != "" && c.MediaType() != e.contentType {
		return refuse(http.StatusUnsupportedMediaType, "Content type %q is not supported, use %s.", c.Header.Get("Content-Type"), e.contentType)
	}
	if e.contentType == typeJSON {
		var err error
		if c.fields, err = c.Fields(); err != nil {
			return refuse(http.StatusBadRequest, "Invalid JSON input: %v", err)
		}
	}
	return nil
}

// read takes the documented fields; others are ignored. No field of the description is
// nullable.
func read(fields simhttp.Fields, described ...simhttp.Field) *failure {
	if wrong := fields.Read(described...); wrong != nil {
		return refuse(http.StatusBadRequest, "%v", wrong)
	}
	return nil
}

// publicID is how the public Webex APIs write the identifier that the identity
// endpoints want bare (wire/webex.md 4.4).
func publicID(kind, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/" + kind + "/" + id))
}

// failure is a refused request: what becomes an error body. Code is Webex's own
// numeric code, 0 when none is known.
type failure struct {
	status int
	code   int
	text   string
}

func refuse(status int, format string, args ...any) *failure {
	return &failure{status: status, text: fmt.Sprintf(format, args...)}
}

// render has the shape that most clients have met (wire/webex.md 4.3).
func render(c simhttp.Call, f *failure) simhttp.Response {
	detail := map[string]any{"description": f.text}
	if f.code != 0 {
		detail["errorCode"] = f.code
	}
	return simhttp.JSON(f.status, map[string]any{"message": f.text, "errors": []any{detail}, "trackingId": c.ID})
}
