// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
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
	defer s.Lock()()
	value := s.newAPIKey()
	s.keys[value] = &apiKey{id: s.newID("key_"), environment: spec.Environment, permissions: spec.Permissions}
	return value, nil
}

// RevokeAPIKey ends a key; the configured one can be ended too.
func (s *Sim) RevokeAPIKey(value string) error {
	defer s.Lock()()
	if s.keys[value] == nil {
		return fmt.Errorf("revoking a WorkOS API key: there is no such key")
	}
	delete(s.keys, value)
	return nil
}

// window counts the requests since start.
type window struct {
	start time.Time
	count int
}
