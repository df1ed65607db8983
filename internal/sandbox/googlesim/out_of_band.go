// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// Drift changes a name that is verified. A kind that cannot happen to it as it is, is an
// error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("Google", s.drifts(), kind, name, func(name string) (*site, error) {
		if t := s.site(strings.ToLower(strings.TrimSuffix(name, "."))); t != nil {
			return t, nil
		}
		return nil, errors.New("nobody has verified it")
	})
}

// drifts are what others, and the check that Google repeats, do to all owners.
func (s *Sim) drifts() []simhttp.Drift[*site] {
	always := func(*site) string { return "" }
	lose := func(t *site) { t.owners = nil; s.removeOwner(t, "") }
	return []simhttp.Drift[*site]{
		simhttp.NewDrift("unverify", always, lose),
		simhttp.NewDrift("remove", always, lose), // what there is of a domain is its owners
	}
}

// OwnerSpec is an owner of a name.
type OwnerSpec struct{ Domain, Email string }

// AddSiteOwner makes somebody an owner without a record, as if it had had one.
func (s *Sim) AddSiteOwner(spec OwnerSpec) error {
	defer s.Lock()()
	name, ok := simhttp.HostName(spec.Domain)
	if !ok || spec.Email == "" {
		return fmt.Errorf("adding an owner of Google site %s: a domain and an email are required", spec.Domain)
	}
	s.addOwner(name, spec.Email, false)
	return nil
}

// RemoveSiteOwner removes an owner, whatever DNS has.
func (s *Sim) RemoveSiteOwner(spec OwnerSpec) error {
	defer s.Lock()()
	t := s.site(spec.Domain)
	if t.owner(spec.Email) == nil {
		return fmt.Errorf("removing an owner of Google site %s: %s is none", spec.Domain, spec.Email)
	}
	s.removeOwner(t, spec.Email)
	return nil
}

// ProjectState is what can go wrong with the project and its credentials.
type ProjectState struct {
	Disabled       []string `json:"disabled"`        // APIs, such as "Site Verification API"
	QuotaExhausted bool     `json:"quota_exhausted"` //
	LoginScopes    []string `json:"login_scopes"`    // of the refresh token; null is all
}

// SetProject replaces the state of the project.
func (s *Sim) SetProject(state ProjectState) error {
	defer s.Lock()()
	for _, api := range state.Disabled {
		if !slices.Contains([]string{siteVerificationAPI, credentialsAPI}, api) {
			return fmt.Errorf("setting the Google project: unknown API %q", api)
		}
	}
	s.project = state
	return nil
}

// TokenRequest describes an access token to issue.
type TokenRequest struct {
	Email    string // the service account if empty
	Scopes   []string
	Lifetime simhttp.Duration
}

// IssueToken makes an access token without the token endpoint.
func (s *Sim) IssueToken(request TokenRequest) (string, error) {
	defer s.Lock()()
	if request.Email == "" {
		request.Email = s.config.ServiceAccount
	}
	who, known := s.identity(request.Email)
	if !known {
		return "", fmt.Errorf("issuing a Google token: there is no identity %q", request.Email)
	}
	return s.grant(who, request.Scopes, request.Lifetime.Duration), nil
}
