// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Sim) readOrganization(c call) (any, *failure) {
	o := s.organizationOf(c.key, c.id())
	if o == nil {
		return nil, organizationNotFound(c.id())
	}
	return s.organizationObject(o), nil
}

func (s *Sim) readOrganizationByExternalID(c call) (any, *failure) {
	for _, o := range s.organizations {
		if o.externalID == c.id() && o.environment == c.key.environment {
			return s.organizationObject(o), nil
		}
	}
	return nil, organizationNotFound(c.id())
}

// listOrganizations is wire/workos.md 2; several filters all count.
func (s *Sim) listOrganizations(c call) (any, *failure) {
	domains, search := c.list("domains"), strings.ToLower(c.parameter("search"))
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
	p, fail := s.readPage(c)
	if fail != nil {
		return nil, declared(http.StatusUnprocessableEntity, "", "%s", fail.text)
	}
	return p.of(found, true), nil
}

// organizationOf hides other environments: their organizations do not exist.
func (s *Sim) organizationOf(key *apiKey, id string) *organization {
	for _, o := range s.organizations {
		if o.id == id && o.environment == key.environment {
			return o
		}
	}
	return nil
}

func organizationNotFound(id string) *failure {
	return declared(http.StatusNotFound, "", "Organization not found: '%s'.", id)
}
