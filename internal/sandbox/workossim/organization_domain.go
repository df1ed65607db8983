// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// createDomain is wire/workos.md 1.1.
func (s *Sim) createDomain(c call) (any, *failure) {
	var organizationID, name string
	if fail := c.read(simhttp.Required("organization_id", &organizationID), simhttp.Required("domain", &name)); fail != nil {
		return nil, fail
	}
	o := s.organizationOf(c.key, organizationID)
	if o == nil {
		return nil, organizationNotFound(organizationID)
	}
	d, fail := s.newDomain(o, name, strategyDNS)
	if fail != nil {
		return nil, fail
	}
	s.challenge(d)
	s.begin(d, d.created)
	s.emit("organization_domain.created", d, s.object(d), byKey(c.key), d.created)
	return s.object(d), nil
}

func (s *Sim) readDomain(c call) (any, *failure) {
	d, fail := s.domainOf(c)
	if fail != nil {
		return nil, fail
	}
	return s.object(d), nil
}

// verifyDomain starts the verification, which is why it answers 201 with a domain
// that is still pending (wire/workos.md 0).
func (s *Sim) verifyDomain(c call) (any, *failure) {
	if fail := c.read(); fail != nil {
		return nil, fail
	}
	d, fail := s.domainOf(c)
	if fail != nil {
		return nil, fail
	}
	now := s.config.Now()
	switch {
	case d.verified():
		return nil, refuse(http.StatusBadRequest, "domain_already_verified", "Domain is already verified.")
	case d.token == "" && s.Is(SwitchVerifyOfManual, "422"):
		return nil, invalid("Domain %s has no verification token.", d.name)
	case d.token == "" && s.Is(SwitchVerifyOfManual, "issues_token"):
		s.change(d, byKey(c.key), now, func() {
			d.strategy = strategyDNS
			s.challenge(d)
			s.begin(d, now)
		})
	case d.state == StateFailed:
		s.change(d, byKey(c.key), now, func() { s.restart(d, now) })
	}
	d.watched = d.token != ""
	if s.Is(SwitchVerifyLooks, "immediately") {
		d.checked = now.Add(-verificationPeriod)
	}
	return s.object(d), nil
}

func (s *Sim) deleteDomain(c call) (any, *failure) {
	d, fail := s.domainOf(c)
	if fail != nil {
		return nil, fail
	}
	s.remove(d, byKey(c.key))
	return nil, nil
}

// domainOf finds the domain of the path. Those of other environments do not exist.
func (s *Sim) domainOf(c call) (*domain, *failure) {
	d, found := simhttp.First(s.domains(), func(d *domain) bool { return d.id == c.id() && d.organization.environment == c.key.environment })
	if !found {
		return nil, refuse(http.StatusNotFound, "", "Organization Domain not found: '%s'.", c.id())
	}
	return d, nil
}

func alreadyExists() *failure {
	return refuse(http.StatusConflict, "domain_already_exists", "Domain already exists for this organization.")
}
