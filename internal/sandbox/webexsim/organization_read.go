// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

const (
	organizationSchema = "urn:cisco:codev:identity:organization:core:1.0"
	identityTime       = "2006-01-02T15:04:05.000Z"
)

// readIdentityOrganization is wire/webex.md 2.1, with the internal fields of 2.2 where
// the switch says that the public view leaks them.
func (s *Sim) readIdentityOrganization(call) (any, *failure) {
	answer := s.identityOrganization()
	setting := s.Value(SwitchOrganizationReadDomains)
	if setting == "absent" {
		return answer, nil
	}
	lag := time.Duration(s.Number(SwitchOrganizationReadLag)) * time.Second
	lists := s.own.asOf(s.config.Now().Add(-lag))
	answer["enforceVerifiedDomains"] = lists.enforce
	if setting == "enforcement_only" {
		return answer, nil
	}
	for field, list := range map[string][]string{
		"domains": lists.claimed, "verifiedDomains": lists.verified, "pendingDomains": lists.pending,
	} {
		if len(list) > 0 || setting == "present" {
			answer[field] = list
		}
	}
	return answer, nil
}

// patchIdentityOrganization is wire/webex.md 2.1. It can not set enforceVerifiedDomains.
func (s *Sim) patchIdentityOrganization(c call) (any, *failure) {
	var request struct {
		Schemas           []string `json:"schemas"`
		DisplayName       string   `json:"displayName"`
		PreferredLanguage string   `json:"preferredLanguage"`
	}
	if fail := decode(c, &request); fail != nil {
		return nil, fail
	}
	if !slices.Contains(request.Schemas, organizationSchema) {
		return nil, refuse(http.StatusBadRequest, "schemas must contain %s", organizationSchema)
	}
	if request.DisplayName == "" {
		return nil, refuse(http.StatusBadRequest, "displayName is required")
	}
	s.own.name = request.DisplayName
	if request.PreferredLanguage != "" {
		s.own.language = request.PreferredLanguage
	}
	s.changed(s.own)
	return s.identityOrganization(), nil
}

func (s *Sim) identityOrganization() map[string]any {
	answer := map[string]any{
		"schemas":     []string{organizationSchema},
		"id":          s.own.id,
		"displayName": s.own.name,
		"meta": map[string]string{
			"created":      s.own.created.UTC().Format(identityTime),
			"lastModified": s.own.modified.UTC().Format(identityTime),
			"version":      fmt.Sprintf("W/%q", strconv.Itoa(s.own.version)),
		},
	}
	if s.own.language != "" {
		answer["preferredLanguage"] = s.own.language
	}
	return answer
}

// listOrganizations is GET /organizations: what the account sees, never paged
// (wire/webex.md 2.1, 4.3).
func (s *Sim) listOrganizations(call) (any, *failure) {
	return map[string]any{"items": []any{s.publicOrganization()}}, nil
}

// readOrganization wants the base64 id, unlike the identity endpoints (wire/webex.md 4.4).
func (s *Sim) readOrganization(c call) (any, *failure) {
	if c.id() != publicID("ORGANIZATION", s.config.OrganizationID) {
		return nil, refuse(http.StatusNotFound, "Organization %s not found.", c.id())
	}
	return s.publicOrganization(), nil
}

func (s *Sim) publicOrganization() map[string]string {
	return map[string]string{
		"id":          publicID("ORGANIZATION", s.own.id),
		"displayName": s.own.name,
		"created":     s.own.created.UTC().Format("2006-01-02T15:04:05-07:00"),
	}
}

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
