// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

type organization struct {
	id, name, environment string
	externalID            string
	domains               []*domain // in order of creation
	created               time.Time
}

func (s *Sim) addOrganization(environment, name string) *organization {
	o := &organization{id: s.newID("org_"), name: name, environment: environment, created: s.config.Now()}
	s.organizations = append(s.organizations, o)
	return o
}

// find compares names as DNS does.
func (o *organization) find(name string) *domain {
	ascii := strings.ToLower(strings.TrimSuffix(name, "."))
	d, _ := simhttp.First(o.domains, func(d *domain) bool { return d.ascii == ascii || d.name == name })
	return d
}

// newDomain files a domain in an organization, without a state yet.
func (s *Sim) newDomain(o *organization, name, strategy string) (*domain, *failure) {
	stored, ascii, fail := s.domainName(name)
	if fail != nil {
		return nil, fail
	}
	if o.find(ascii) != nil {
		return nil, alreadyExists()
	}
	if full := s.Value(SwitchDomainCap); full == "100" && len(o.domains) >= 100 {
		return nil, invalid("The organization has the maximum of %s domains.", full).at("domain", "too_many")
	}
	now := s.config.Now()
	d := &domain{
		id: s.newID("org_domain_"), name: stored, ascii: ascii, strategy: strategy, created: now, updated: now, organization: o,
	}
	o.domains = append(o.domains, d)
	return d, nil
}

func (s *Sim) remove(d *domain, by actor) {
	s.emit("organization_domain.deleted", d, s.object(d), by, s.config.Now())
	d.organization.domains = slices.DeleteFunc(d.organization.domains, func(other *domain) bool { return other == d })
	d.organization = nil
}

// domains of all organizations, oldest organization first.
func (s *Sim) domains() []*domain {
	var all []*domain
	for _, o := range s.organizations {
		all = append(all, o.domains...)
	}
	return all
}

// organizationObject embeds the whole domains: one read enumerates them (wire/workos.md 2).
func (s *Sim) organizationObject(o *organization) map[string]any {
	domains := []any{} // never nil: an empty list is [] on the wire
	for _, d := range o.domains {
		domains = append(domains, s.object(d))
	}
	object := map[string]any{
		"object": "organization", "id": o.id, "name": o.name, "domains": domains, "metadata": map[string]any{},
		"external_id": nil, "allow_profiles_outside_organization": false,
		"created_at": simhttp.Timestamp(o.created), "updated_at": simhttp.Timestamp(o.created),
	}
	if o.externalID != "" {
		object["external_id"] = o.externalID
	}
	return object
}

func (s *Sim) readOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, organizationNotFound(c.id())
	}
	return s.organizationObject(o), nil
}

func (s *Sim) readOrganizationByExternalID(c call) (any, *failure) {
	o := s.organizationWith(func(o *organization) bool { return o.externalID == c.id() && o.environment == c.key.environment })
	if o == nil {
		return nil, organizationNotFound(c.id())
	}
	return s.organizationObject(o), nil
}

// listOrganizations is wire/workos.md 2; several filters all count.
func (s *Sim) listOrganizations(c call) (any, *failure) {
	domains, search := c.list("domains"), strings.ToLower(c.query.Get("search"))
	var found []listed
	for _, o := range s.organizations {
		hasDomain := func(name string) bool { return o.find(name) != nil }
		if o.environment != c.key.environment ||
			len(domains) > 0 && !slices.ContainsFunc(domains, hasDomain) ||
			!strings.Contains(strings.ToLower(o.name), search) {
			continue
		}
		found = append(found, listed{o.id, s.organizationObject(o)})
	}
	p, fail := readPage(c)
	if fail != nil {
		return nil, fail
	}
	return p.of(found, true), nil
}

// organizationOf hides other environments: their organizations do not exist.
func (s *Sim) organizationOf(key *apiKey, id string) *organization {
	return s.organizationWith(func(o *organization) bool { return o.id == id && o.environment == key.environment })
}

func (s *Sim) organizationWith(matches func(*organization) bool) *organization {
	o, _ := simhttp.First(s.organizations, matches)
	return o
}

func organizationNotFound(id string) *failure {
	return refuse(http.StatusNotFound, "", "Organization not found: '%s'.", id)
}
