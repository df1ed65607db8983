// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// addDomain is wire/zoho.md 1.1.
func (s *Sim) addDomain(c call) (any, *failure) {
	name, ascii, fail := s.domainName(c.field("domainName"))
	if fail != nil {
		return nil, fail
	}
	d, fail := s.newDomain(name, ascii)
	if fail != nil {
		return nil, fail
	}
	code, description := http.StatusCreated, "Created"
	if s.Is(SwitchAddEnvelope, "200") {
		code, description = http.StatusOK, "success"
	}
	return simhttp.JSON(s.Number(SwitchAddStatus), newEnvelope(code, description, s.addedObject(d))), nil
}

func (s *Sim) listDomains(call) (any, *failure) { return s.list(), nil }

func (s *Sim) readDomain(c call) (any, *failure) {
	d, fail := s.named(c)
	if fail != nil {
		return nil, fail
	}
	return s.object(d), nil
}

// deleteDomain is wire/zoho.md 1.7: what depends on the domain must go first.
func (s *Sim) deleteDomain(c call) (any, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return nil, fail
	case d.hosting:
		return nil, refuseSeen("error", "RMV_HOSTING_BEFORE_DLT_DOMAIN", "Mail hosting of %s must be disabled before it is deleted.", d.name)
	case d.users > 0 && !d.expired:
		return nil, s.bySwitch(SwitchDeleteInUse, "DOMAIN_IN_USE", "You cannot delete the domain %s as %d users still use it.", d.name, d.users)
	case s.hasSubdomains(d) && !d.expired:
		return nil, s.bySwitch(SwitchDeleteInUse, "SUBDOMAINS_EXIST", "You cannot delete the domain %s as subdomains of it exist.", d.name)
	case d.primary && s.Is(SwitchDeleteOfPrimary, "400"):
		return nil, s.bySwitch(SwitchDeleteOfPrimary, "PRIMARY_DOMAIN", "Domain %s is the primary domain of the organization.", d.name)
	}
	s.remove(d)
	if s.Is(SwitchDeleteAnswer, "no_body") {
		return simhttp.Response{Status: http.StatusOK}, nil
	}
	return nil, nil
}

// hasSubdomains reports whether subdomains keep the domain, as users do (wire/zoho.md 1.7).
func (s *Sim) hasSubdomains(d *domain) bool {
	return slices.ContainsFunc(s.domains, func(other *domain) bool { return strings.HasSuffix(other.ascii, "."+d.ascii) })
}

func (s *Sim) remove(d *domain) {
	s.domains = slices.DeleteFunc(s.domains, func(other *domain) bool { return other == d })
}

// readOrganization is wire/zoho.md 1.8, the members that a client of domains needs.
func (s *Sim) readOrganization(call) (any, *failure) {
	names, primary, hosting := []string{}, "", false
	for _, d := range s.domains {
		names = append(names, d.name)
		hosting = hosting || d.hosting
		if d.primary {
			primary = d.name
		}
	}
	return map[string]any{
		"zoid": json.Number(s.config.OrganizationID), "orgName": s.config.OrganizationName, "primaryDomainName": primary, "domains": names, "isMailHostingEnabled": hosting,
	}, nil
}

// changeDomain is PUT on the bare path. Modes are compared exactly: case matters
// (wire/zoho.md 1.5). Those that the sandbox does not have are refused like unknown ones.
func (s *Sim) changeDomain(c call) (any, *failure) {
	mode := c.field("mode")
	if _, isMethod := methods()[mode]; isMethod {
		if s.Is(SwitchVerifyURL, "suffix") {
			return nil, noSuchURL()
		}
		return s.verifyDomain(c)
	}
	change := map[string]func(*domain) *failure{
		"enableMailHosting":  enableHosting,
		"disableMailHosting": disableHosting,
		"setPrimaryDomain":   s.setPrimary,
	}[mode]
	d, fail := s.named(c)
	if fail == nil && change == nil {
		fail = unknownMode(mode)
	}
	if fail == nil {
		fail = change(d)
	}
	if fail != nil {
		return nil, fail
	}
	return nil, nil
}

// verifyBySuffix is the other documented form of the URL, which takes no other modes.
func (s *Sim) verifyBySuffix(c call) (any, *failure) {
	if s.Is(SwitchVerifyURL, "bare") {
		return nil, noSuchURL()
	}
	if mode := c.field("mode"); methods()[mode].check == nil {
		return nil, unknownMode(mode)
	}
	return s.verifyDomain(c)
}

func unknownMode(mode string) *failure {
	return refuse(http.StatusBadRequest, "INVALID_MODE", "The mode %q is not one of those of this URL.", mode)
}

func enableHosting(d *domain) *failure {
	switch {
	case !d.verified:
		return notVerified(d.name)
	case d.hosting:
		return refuseSeen("error", "MAILHOSTING_ALREADY_ENABLED", "Mail hosting of %s is enabled already.", d.name)
	}
	d.hosting = true
	return nil
}

// disableHosting of what is off is a success: nothing is known, and nothing to do.
func disableHosting(d *domain) *failure {
	d.hosting = false
	return nil
}

func (s *Sim) setPrimary(d *domain) *failure {
	if !d.verified {
		return notVerified(d.name)
	}
	for _, other := range s.domains {
		other.primary = other == d
	}
	return nil
}
