// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// codeInsufficientPrivileges is what a live call without the scope showed (wire/webex.md 4.3).
const codeInsufficientPrivileges = 200003

func (s *Sim) authorize(e endpoint, r *http.Request, c *call) *failure {
	if e.scopes == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	token := s.accessTokens[value]
	if !isBearer || token == nil || !s.config.Now().Before(token.expires) {
		return refuse(http.StatusUnauthorized,
			"The request requires a valid access token set in the Authorization request header.")
	}
	if s.lockedOut {
		return s.refuseLockedOut()
	}
	if !token.allows(e.scopes) {
		fail := refuseBySwitch(s.switches.Value(SwitchMissingScope),
			"The caller has insufficient privileges: one of the scopes %s is required.", strings.Join(e.scopes, ", "))
		fail.code = codeInsufficientPrivileges
		return fail
	}
	if e.fullAdmin && (!token.admin || token.serviceApp && s.is(SwitchServiceAppRole, "403")) {
		return refuse(http.StatusForbidden, "Access denied: the role id_full_admin is required.")
	}
	c.token = *token
	return nil
}

func (s *Sim) refuseLockedOut() *failure {
	switch s.switches.Value(SwitchLockedOut) {
	case "401":
		return refuse(http.StatusUnauthorized, "The request requires a valid access token.")
	case "403":
		return refuse(http.StatusForbidden, "Access denied.")
	}
	return refuse(http.StatusForbidden, "The user has been marked as transient: the organization enforces verified "+
		"domains and the user's domain %s is not one of them.", s.config.adminDomain())
}

func (s *Sim) checkOrganization(e endpoint, _ *http.Request, c *call) *failure {
	if !e.inOrganization || c.id == s.config.OrganizationID {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(c.id, "="))
	if err == nil && string(raw) == publicURI("ORGANIZATION", s.config.OrganizationID) {
		if s.is(SwitchBase64Organization, "200") {
			return nil
		}
		return refuse(http.StatusNotFound, "Organization %s not found.", c.id)
	}
	return refuseBySwitch(s.switches.Value(SwitchWrongOrganization), "Organization %s is not accessible to the caller.", c.id)
}

// publicID is how the public Webex APIs write the identifier that the identity
// endpoints want bare (wire/webex.md 4.4).
func publicID(kind, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(publicURI(kind, id)))
}

func publicURI(kind, id string) string { return "ciscospark://us/" + kind + "/" + id }
