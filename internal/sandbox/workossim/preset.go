// SPDX-License-Identifier: MPL-2.0

package workossim

import "fmt"

// OrganizationSpec describes an organization to add. An empty Environment is the one
// of the configured organization.
type OrganizationSpec struct {
	Environment, Name, ExternalID string
}

// AddOrganization adds an organization without the API and returns its identifier.
func (s *Sim) AddOrganization(spec OrganizationSpec) string {
	defer s.Lock()()
	if spec.Environment == "" {
		spec.Environment = Environment
	}
	o := s.newOrganization(spec.Environment, spec.Name)
	o.externalID = spec.ExternalID
	return o.id
}

// DomainSpec describes a domain to add. State is pending, verified, failed or
// legacy_verified; empty is pending. A manual domain has no token, and a legacy one
// never has.
type DomainSpec struct {
	OrganizationID string // empty is the configured organization
	Domain, State  string
	Manual         bool
}

// AddDomain adds a domain without the API, which could not give it every state, and
// returns its identifier.
func (s *Sim) AddDomain(spec DomainSpec) (string, error) {
	defer s.Lock()()
	o := s.own
	if spec.OrganizationID != "" {
		o = s.organization(spec.OrganizationID)
	}
	if o == nil {
		return "", fmt.Errorf("adding WorkOS domain %s: there is no organization %s", spec.Domain, spec.OrganizationID)
	}
	switch spec.State {
	case "", StatePending, StateVerified, StateFailed, StateLegacyVerified:
	default:
		return "", fmt.Errorf("adding WorkOS domain %s: unknown state %q", spec.Domain, spec.State)
	}
	d, fail := s.newDomain(o, spec.Domain, strategyManual)
	if fail != nil {
		return "", fmt.Errorf("adding WorkOS domain %s: %s", spec.Domain, fail.text)
	}
	if !spec.Manual && spec.State != StateLegacyVerified {
		d.strategy = strategyDNS
		s.challenge(d)
	}
	s.begin(d, d.created)
	if spec.State != "" && spec.State != StatePending {
		s.declare(d, spec.State)
	}
	s.emit("organization_domain.created", d, s.object(d), dashboard(), d.created)
	return d.id, nil
}

// organization finds one in every environment.
func (s *Sim) organization(id string) *organization {
	for _, o := range s.organizations {
		if o.id == id {
			return o
		}
	}
	return nil
}
