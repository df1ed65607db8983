// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Permissions of an API key. WorkOS publishes no names for them, only that lacking
// one is a 403 (wire/workos.md 5); these are the simulator's own.
const (
	PermissionDomainsRead        = "organization_domains:read"
	PermissionDomainsWrite       = "organization_domains:write"
	PermissionOrganizationsRead  = "organizations:read"
	PermissionOrganizationsWrite = "organizations:write"
	PermissionPortal             = "portal:write"
	PermissionEvents             = "events:read"
)

// AllPermissions is what an unrestricted key has.
func AllPermissions() []string {
	return []string{
		PermissionDomainsRead, PermissionDomainsWrite, PermissionOrganizationsRead, PermissionOrganizationsWrite,
		PermissionPortal, PermissionEvents,
	}
}

type apiKey struct {
	id, environment string
	permissions     []string
	windows         map[string]*window // by what is limited
}

// KeySpec describes an API key to issue. An empty Environment is the one of the
// configured organization; nil Permissions are all.
type KeySpec struct {
	Environment string
	Permissions []string
}

// IssueAPIKey makes another API key. A key sees the organizations of its environment
// only, which need not have any.
func (s *Sim) IssueAPIKey(spec KeySpec) (string, error) {
	for _, p := range spec.Permissions {
		if !slices.Contains(AllPermissions(), p) {
			return "", fmt.Errorf("issuing a WorkOS API key: unknown permission %q, there are: %s", p, strings.Join(AllPermissions(), ", "))
		}
	}
	if spec.Environment == "" {
		spec.Environment = Environment
	}
	if spec.Permissions == nil {
		spec.Permissions = AllPermissions()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value := s.newAPIKey()
	s.keys[value] = &apiKey{id: s.newID("key_"), environment: spec.Environment, permissions: spec.Permissions}
	return value, nil
}

// RevokeAPIKey ends a key; the configured one can be ended too.
func (s *Sim) RevokeAPIKey(value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys[value] == nil {
		return fmt.Errorf("revoking a WorkOS API key: there is no such key")
	}
	delete(s.keys, value)
	return nil
}

// admit decides by the key alone, before anything is looked at.
func (s *Sim) admit(r *http.Request, pattern string, e endpoint) (*apiKey, http.Header, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	key := s.keys[value]
	if !isBearer || key == nil {
		return nil, nil, undeclared(http.StatusUnauthorized, "Unauthorized")
	}
	limits, fail := s.count(key, pattern, e)
	if fail == nil && !slices.Contains(key.permissions, e.permission) {
		fail = undeclared(http.StatusForbidden, "The API key does not have the permission %s.", e.permission)
	}
	return key, limits, fail
}

// window counts the requests since start.
type window struct {
	start time.Time
	count int
}
