// SPDX-License-Identifier: MPL-2.0

package webexsim

import "net/http"

// readMe is GET /people/me: the caller, whose mail domain is the one that must be
// verified first. A service app is no person (wire/webex.md 4.4).
func (s *Sim) readMe(c call) (any, *failure) {
	if c.token.serviceApp {
		return nil, refuse(http.StatusNotFound, "Failed to get person: machine accounts have none.")
	}
	roles := []string{}
	if c.token.admin {
		roles = append(roles, publicID("ROLE", "id_full_admin"))
	}
	return map[string]any{
		"id":          publicID("PEOPLE", s.config.AdminEmail),
		"emails":      []string{s.config.AdminEmail},
		"displayName": "Administrator",
		"orgId":       publicID("ORGANIZATION", s.config.OrganizationID),
		"roles":       roles,
		"type":        "person",
	}, nil
}
