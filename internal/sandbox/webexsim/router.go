// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
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
	token accessToken
}

// id is the last identifier in the path.
func (c call) id() string { return c.PathValue("id") }

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
		"PATCH " + BasePath + organization: {
			scopes:    []string{ScopeOrganizationsRW},
			fullAdmin: true, inOrganization: true, contentType: typeJSON, handle: (*Sim).patchIdentityOrganization,
		},
		get + "/organizations":      {scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).listOrganizations},
		get + "/organizations/{id}": {scopes: []string{ScopeAdminOrganizations}, handle: (*Sim).readOrganization},
		get + "/people/me":          {scopes: []string{ScopePeopleRead}, handle: (*Sim).readMe},
		post + "/access_token":      {contentType: typeForm, handle: (*Sim).refreshAccessToken},
	}
}

func unmatched(c simhttp.Call, allowed string) *failure {
	if allowed == "" {
		return refuse(http.StatusNotFound, "The requested resource %s could not be found.", c.URL.Path)
	}
	fail := refuse(http.StatusMethodNotAllowed, "%s is not supported here.", c.Method)
	fail.header = http.Header{"Allow": {allowed}}
	return fail
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	c := call{Call: received}
	for _, demand := range []func(endpoint, *call) *failure{s.authorize, s.checkOrganization, checkContentType} {
		if fail := demand(e, &c); fail != nil {
			return response, fail
		}
	}
	switch body, fail := e.handle(s, c); {
	case fail != nil:
		return response, fail
	case body == nil:
		return simhttp.Response{Status: http.StatusNoContent}, nil
	default:
		return simhttp.JSON(http.StatusOK, body), nil
	}
}

// codeInsufficientPrivileges is what a live call without the scope showed (wire/webex.md 4.3).
const codeInsufficientPrivileges = 200003

func (s *Sim) authorize(e endpoint, c *call) *failure {
	if e.scopes == nil {
		return nil
	}
	value, isBearer := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer ")
	token := s.accessTokens[value]
	if !isBearer || token == nil || !s.config.Now().Before(token.expires) {
		return refuse(http.StatusUnauthorized,
			"The request requires a valid access token set in the Authorization request header.")
	}
	if s.lockedOut {
		return s.refuseLockedOut()
	}
	if !token.allows(e.scopes) {
		fail := refuse(s.Number(SwitchMissingScope),
			"The caller has insufficient privileges: one of the scopes %s is required.", strings.Join(e.scopes, ", "))
		fail.code = codeInsufficientPrivileges
		return fail
	}
	if e.fullAdmin && (!token.admin || token.serviceApp && s.Is(SwitchServiceAppRole, "403")) {
		return refuse(http.StatusForbidden, "Access denied: the role id_full_admin is required.")
	}
	c.token = *token
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

func (s *Sim) checkOrganization(e endpoint, c *call) *failure {
	id := c.id()
	if !e.inOrganization || id == s.config.OrganizationID {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(id, "="))
	if err == nil && string(raw) == publicURI("ORGANIZATION", s.config.OrganizationID) {
		if s.Is(SwitchBase64Organization, "200") {
			return nil
		}
		return refuse(http.StatusNotFound, "Organization %s not found.", id)
	}
	return refuse(s.Number(SwitchWrongOrganization), "Organization %s is not accessible to the caller.", id)
}

func checkContentType(e endpoint, c *call) *failure {
	if e.contentType == "" || c.MediaType() == e.contentType {
		return nil
	}
	return refuse(http.StatusUnsupportedMediaType, "Content type %q is not supported, use %s.", c.Header.Get("Content-Type"), e.contentType)
}

// publicID is how the public Webex APIs write the identifier that the identity
// endpoints want bare (wire/webex.md 4.4).
func publicID(kind, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(publicURI(kind, id)))
}

func publicURI(kind, id string) string { return "ciscospark://us/" + kind + "/" + id }

// failure is a refused request: what becomes an error body. Code is Webex's own
// numeric code, 0 when none is known.
type failure struct {
	status int
	code   int
	text   string
	header http.Header
}

func refuse(status int, format string, args ...any) *failure {
	return &failure{status: status, text: fmt.Sprintf(format, args...)}
}

const scimError = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

// render has the shapes that clients have met (wire/webex.md 4.3). The unknown ones are
// those of the identity family.
func (s *Sim) render(c simhttp.Call, f *failure) simhttp.Response {
	shape := "message_errors"
	if strings.HasPrefix(c.URL.Path, BasePath+"/identity/") {
		shape = s.Value(SwitchErrorBody)
	}
	return f.body(shape, c.ID).With(f.header)
}

func (f *failure) body(shape, trackingID string) simhttp.Response {
	detail := map[string]any{"description": f.text}
	if f.code != 0 {
		detail["errorCode"] = f.code
	}
	switch shape {
	case "scim":
		return simhttp.JSON(f.status, map[string]any{
			"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:Error", scimError},
			"status":  strconv.Itoa(f.status),
			"detail":  f.text,
			scimError: map[string]any{"trackingId": trackingID, "errorCode": strconv.Itoa(f.code), "details": []string{f.text}},
		})
	case "control_hub":
		return simhttp.JSON(f.status, map[string]any{"error": map[string]any{
			"key": strconv.Itoa(f.status), "message": []any{detail}, "trackingId": trackingID,
		}})
	case "plain_text":
		return simhttp.Text(f.status, f.text+"\n")
	case "empty":
		return simhttp.Response{Status: f.status}
	default: // message_errors
		return simhttp.JSON(f.status, map[string]any{"message": f.text, "errors": []any{detail}, "trackingId": trackingID})
	}
}
