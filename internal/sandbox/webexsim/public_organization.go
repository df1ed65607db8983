// SPDX-License-Identifier: MPL-2.0

package webexsim

import "net/http"

// listOrganizations is GET /organizations: what the account sees, never paged
// (wire/webex.md 2.1, 4.3).
func (s *Sim) listOrganizations(call) (any, *failure) {
	return map[string]any{"items": []any{s.publicOrganization()}}, nil
}

// readOrganization wants the base64 id, unlike the identity endpoints (wire/webex.md 4.4).
func (s *Sim) readOrganization(c call) (any, *failure) {
	if c.id != publicID("ORGANIZATION", s.config.OrganizationID) {
		return nil, refuse(http.StatusNotFound, "Organization %s not found.", c.id)
	}
	return s.publicOrganization(), nil
}

func (s *Sim) publicOrganization() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]string{
		"id":          publicID("ORGANIZATION", s.own.id),
		"displayName": s.own.name,
		"created":     s.own.created.UTC().Format("2006-01-02T15:04:05-07:00"),
	}
}
