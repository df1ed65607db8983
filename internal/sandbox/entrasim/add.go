// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

const maxDomains = 5000 // of a tenant, wire/entra.md 1.2

// add is POST /domains (wire/entra.md 1.2, 2).
func (s *Sim) add(c call) (any, *failure) {
	var sent string
	if fail := c.read(simhttp.Required("id", &sent)); fail != nil {
		return nil, fail
	}
	name, ok := simhttp.HostName(sent)
	if !ok || strings.HasSuffix(sent, ".") {
		return nil, invalidValues("id")
	}
	if fail := s.refuseName(c, name); fail != nil {
		return nil, fail
	}
	root := c.tenant.above(name)
	if root != nil && root.Federated {
		return nil, invalidValues("authenticationType")
	}
	d := s.newDomain(c.tenant, name)
	d.Verified = root != nil && s.Is(SwitchSubdomainOfVerifiedRoot, "born_verified")
	return s.created(c, d), nil
}

// refuseName refuses a name that is taken or protected.
func (s *Sim) refuseName(c call, name string) *failure {
	deleted := func(d *domain) bool { return d.Domain == name && s.Now().Before(d.deleted.Add(30*time.Second)) }
	switch {
	case protected(name):
		return &failure{status: http.StatusInternalServerError, code: "InternalServerError", text: "Internal server error."}
	case c.tenant.find(name) != nil, s.Is(SwitchReaddAfterDelete, "conflict_30s") && slices.ContainsFunc(c.tenant.domains, deleted):
		return objectConflict()
	case s.holder(c.tenant, name) != nil && s.Is(SwitchForeignDomainOnAdd, "domain_in_use"):
		return domainInUse()
	case c.tenant.count() >= maxDomains:
		return badRequest("The directory has too many domains.")
	}
	return nil
}

// protected reports whether a name is Microsoft's own.
func protected(name string) bool {
	return slices.ContainsFunc([]string{"microsoft.com", initialSuffix, "onmicrosoft.us", "partner.onmschina.cn"}, func(own string) bool {
		return name == own || strings.HasSuffix(name, "."+own)
	})
}

func invalidValues(target string) *failure {
	return badRequest("One or more properties contains invalid values.").with("InvalidValue", "Invalid value specified for property '"+target+"' of resource 'Domain'.", target)
}

func (s *Sim) created(c call, d *domain) simhttp.Response {
	return simhttp.JSON(http.StatusCreated, c.annotated("domains/$entity", s.object(d, d.Verified)))
}
