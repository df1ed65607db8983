// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// addDomain is wire/zoho.md 1.1.
func (s *Sim) addDomain(c call) (answer, *failure) {
	name, ascii, fail := s.domainName(c.field("domainName"))
	if fail != nil {
		return answer{}, fail
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, fail := s.newDomain(name, ascii)
	if fail != nil {
		return answer{}, fail
	}
	a := answer{status: http.StatusCreated, code: http.StatusCreated, description: "Created", data: s.addedObject(d)}
	if s.is(SwitchAddStatus, "200") {
		a.status = http.StatusOK
	}
	if s.is(SwitchAddEnvelope, "200") {
		a.code, a.description = http.StatusOK, "success"
	}
	return a, nil
}

func (s *Sim) listDomains(call) (answer, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return success(s.list()), nil
}

func (s *Sim) readDomain(c call) (answer, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, fail := s.named(c)
	if fail != nil {
		return answer{}, fail
	}
	return success(s.object(d)), nil
}

// deleteDomain is wire/zoho.md 1.7: what depends on the domain must go first.
func (s *Sim) deleteDomain(c call) (answer, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return answer{}, fail
	case d.hosting:
		return answer{}, refuseSeen("error", "RMV_HOSTING_BEFORE_DLT_DOMAIN", "Mail hosting of %s must be disabled before it is deleted.", d.name)
	case d.users > 0 && !d.expired:
		return answer{}, s.bySwitch(SwitchDeleteInUse, "DOMAIN_IN_USE", "You cannot delete the domain %s as %d users still use it.", d.name, d.users)
	case s.hasSubdomains(d) && !d.expired:
		return answer{}, s.bySwitch(SwitchDeleteInUse, "SUBDOMAINS_EXIST", "You cannot delete the domain %s as subdomains of it exist.", d.name)
	case d.primary && s.is(SwitchDeleteOfPrimary, "400"):
		return answer{}, s.bySwitch(SwitchDeleteOfPrimary, "PRIMARY_DOMAIN", "Domain %s is the primary domain of the organization.", d.name)
	}
	s.remove(d)
	a := success(nil)
	a.noBody = s.is(SwitchDeleteAnswer, "no_body")
	return a, nil
}

// hasSubdomains: they keep a domain as users do (wire/zoho.md 1.7).
func (s *Sim) hasSubdomains(d *domain) bool {
	return slices.ContainsFunc(s.domains, func(other *domain) bool { return strings.HasSuffix(other.ascii, "."+d.ascii) })
}

func (s *Sim) remove(d *domain) {
	s.domains = slices.DeleteFunc(s.domains, func(other *domain) bool { return other == d })
}

// readOrganization is wire/zoho.md 1.8, the members that a client of domains needs.
func (s *Sim) readOrganization(call) (answer, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	zoid, err := strconv.ParseInt(s.config.OrganizationID, 10, 64)
	if err != nil { // New has seen to it
		return answer{}, refuse(http.StatusInternalServerError, "", "%v", err)
	}
	names, primary, hosting := []string{}, "", false
	for _, d := range s.domains {
		names = append(names, d.name)
		hosting = hosting || d.hosting
		if d.primary {
			primary = d.name
		}
	}
	return success(map[string]any{
		"zoid": zoid, "orgName": s.config.OrganizationName, "primaryDomainName": primary, "domains": names, "isMailHostingEnabled": hosting,
	}), nil
}
