// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// createFields are those of OrganizationDto in the description; an update takes one
// more.
func createFields() []string {
	return []string{"name", "allow_profiles_outside_organization", "domains", "domain_data", "metadata", "external_id"}
}

func (s *Sim) createOrganization(c call) (any, *failure) {
	if fail := s.onlyKnown(c, createFields()...); fail != nil {
		return nil, messageOnly(fail)
	}
	var name string
	if fail := c.required("name", &name); fail != nil {
		return nil, messageOnly(fail)
	}
	f, fail := s.readFields(c, &organization{environment: c.key.environment, metadata: map[string]string{}})
	if fail != nil {
		return nil, fail
	}
	if fail := s.refuseDomainInUse(c.key, f.domains); fail != nil {
		return nil, fail
	}
	o := s.newOrganization(c.key.environment, name)
	s.apply(o, f, c.key)
	return s.organizationObject(o), nil
}

func (s *Sim) updateOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, organizationNotFound(c.id())
	}
	if fail := s.onlyKnown(c, append(createFields(), "stripe_customer_id")...); fail != nil {
		return nil, messageOnly(fail)
	}
	f, fail := s.readFields(c, o)
	if fail != nil {
		return nil, fail
	}
	s.apply(o, f, c.key)
	return s.organizationObject(o), nil
}

func (s *Sim) apply(o *organization, f organizationFields, key *apiKey) {
	for _, field := range []struct{ to, from *string }{{&o.name, f.name}, {&o.externalID, f.externalID}, {&o.stripeID, f.stripeID}} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if f.allowProfilesOutside != nil {
		o.allowProfilesOutside = *f.allowProfilesOutside
	}
	o.metadata, o.updated = f.metadata, s.config.Now()
	if f.replacesDomains {
		s.replaceDomains(o, f.domains, byKey(key))
	}
}

// deleteOrganization also deletes the domains. The 202 with a text body is what
// recorded traffic shows, and so is the message of the 404 (wire/workos.md 2).
func (s *Sim) deleteOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, declared(http.StatusNotFound, "", "Not Found")
	}
	for _, d := range slices.Clone(o.domains) {
		s.remove(d, byKey(c.key))
	}
	s.organizations = slices.DeleteFunc(s.organizations, func(other *organization) bool { return other == o })
	if s.Is(SwitchOrganizationDelete, "200") {
		return simhttp.Response{Status: http.StatusOK}, nil
	}
	return simhttp.Text(http.StatusAccepted, "Accepted"), nil
}
