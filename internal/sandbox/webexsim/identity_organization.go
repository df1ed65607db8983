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
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.identityOrganization()
	setting := s.switches.Value(SwitchOrganizationReadDomains)
	if setting == "absent" {
		return answer, nil
	}
	lag, err := strconv.Atoi(s.switches.Value(SwitchOrganizationReadLag))
	if err != nil {
		return nil, refuse(http.StatusInternalServerError, "the simulator can not read the lag: %v", err)
	}
	lists := s.own.asOf(s.config.Now().Add(-time.Duration(lag) * time.Second))
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
	if fail := decode(c.body, &request); fail != nil {
		return nil, fail
	}
	if !slices.Contains(request.Schemas, organizationSchema) {
		return nil, refuse(http.StatusBadRequest, "schemas must contain %s", organizationSchema)
	}
	if request.DisplayName == "" {
		return nil, refuse(http.StatusBadRequest, "displayName is required")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
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
