// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Permissions of an API key. WorkOS publishes no names for them, only that lacking
// one is a 403 (wire/workos.md 5); these are the simulator's own.
const (
	PermissionDomainsRead       = "organization_domains:read"
	PermissionDomainsWrite      = "organization_domains:write"
	PermissionOrganizationsRead = "organizations:read"
	PermissionPortal            = "portal:write"
	PermissionEvents            = "events:read"
)

// AllPermissions is what an unrestricted key has.
func AllPermissions() []string {
	return []string{PermissionDomainsRead, PermissionDomainsWrite, PermissionOrganizationsRead, PermissionPortal, PermissionEvents}
}

type apiKey struct {
	id, environment string
	permissions     []string
	requests        window
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

// Rate limits of wire/workos.md 5, per API key.
const (
	rateWindow        = 60 * time.Second
	requestsPerWindow = 6000
)

// LimitRate sets how many requests one API key may send in 60 seconds, beginning with
// a new window.
func (s *Sim) LimitRate(requests int) error {
	if requests < 1 {
		return fmt.Errorf("limiting the rate of the WorkOS API: %d requests are too few", requests)
	}
	defer s.Lock()()
	s.rateLimit = requests
	for _, key := range s.keys {
		key.requests = window{}
	}
	return nil
}

// count refuses a request that exceeds the limit of its window.
func (s *Sim) count(w *window, limit int) (http.Header, *failure) {
	now := s.config.Now()
	if now.Sub(w.start) >= rateWindow {
		*w = window{start: now}
	}
	if w.count++; w.count <= limit {
		return nil, nil
	}
	return s.retryAfter(w.start.Add(rateWindow), now), refuse(http.StatusTooManyRequests, "", "Too many requests.")
}

// retryAfter rounds up to whole seconds, the unit of both forms (RFC 9110 section 10.2.3).
func (s *Sim) retryAfter(end, now time.Time) http.Header {
	header := http.Header{}
	switch s.Value(SwitchRetryAfter) {
	case "seconds":
		header.Set("Retry-After", strconv.Itoa(simhttp.WholeSeconds(end.Sub(now))))
	case "http_date":
		header.Set("Retry-After", end.Add(time.Second-1).UTC().Format(http.TimeFormat))
	}
	return header
}
