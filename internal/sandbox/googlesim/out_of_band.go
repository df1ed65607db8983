// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// drifting is a name as it can change out of band.
type drifting struct {
	site   *site            // nil: no owner
	domain *workspaceDomain // nil: not in the Workspace
}

// Drift changes a name that is verified or in the Workspace. A kind that cannot happen to
// it as it is, is an error.
func (s *Sim) Drift(kind, name string) error {
	defer s.Lock()()
	return simhttp.ApplyDrift("Google", s.drifts(), kind, name, func(name string) (drifting, error) {
		ascii := strings.ToLower(strings.TrimSuffix(name, "."))
		d := drifting{s.site(ascii), s.workspaceDomain(ascii)}
		if d.site == nil && d.domain == nil {
			return d, errors.New("nobody has verified it, and the Workspace does not have it")
		}
		return d, nil
	})
}

func (s *Sim) drifts() []simhttp.Drift[drifting] {
	drift, unless := simhttp.NewDrift[drifting], simhttp.Unless
	owned := func(d drifting) string { return unless(d.site != nil, "has no owner") }
	listed := func(d drifting) string { return unless(d.domain != nil, "is not in the Workspace") }
	return []simhttp.Drift[drifting]{
		// Every owner lost it: removed by another, or by the check that Google repeats.
		drift("unverify", owned, func(d drifting) { d.site.owners = nil; s.removeOwner(d.site, "") }),
		drift("verify_in_console", listed, func(d drifting) { d.domain.verifiedFrom = s.Now() }),
		drift("unverify_in_console", listed, func(d drifting) { d.domain.verifiedFrom = time.Time{} }),
		drift("remove", listed, func(d drifting) { s.removeDomain(d.domain) }),
		drift("add_users", listed, func(d drifting) { d.domain.users++ }),
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

// HoldElsewhere lets another customer have a Workspace domain.
func (s *Sim) HoldElsewhere(name string) error {
	defer s.Lock()()
	if s.workspaceDomain(name) != nil {
		return fmt.Errorf("holding Google domain %s elsewhere: the customer has it", name)
	}
	s.elsewhere[name] = true
	return nil
}

// ProjectState is what can go wrong with the project and its credentials.
type ProjectState struct {
	Disabled       []string `json:"disabled"`        // APIs, such as "Site Verification API"
	QuotaExhausted bool     `json:"quota_exhausted"` //
	NoDelegation   bool     `json:"no_delegation"`   // the service account may not act as a person
	LoginScopes    []string `json:"login_scopes"`    // of the refresh token; null is all
}

// SetProject replaces the state of the project.
func (s *Sim) SetProject(state ProjectState) error {
	defer s.Lock()()
	for _, api := range state.Disabled {
		if !slices.Contains([]string{siteVerificationAPI, adminAPI, credentialsAPI}, api) {
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
