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
	if _, fail := c.read(simhttp.Required("id", &sent)); fail != nil {
		return nil, fail
	}
	name, ok := simhttp.HostName(sent)
	if !ok || strings.HasSuffix(sent, ".") {
		return nil, invalidValues("id")
	}
	if existing := c.tenant.find(name); existing != nil && s.Is(SwitchDuplicateDomain, "created_again_201") {
		return s.created(c, existing), nil
	}
	if fail := s.refuseName(c, name); fail != nil {
		return nil, fail
	}
	verified := func(d *domain) bool { return d.Verified }
	root, parent := c.tenant.above(name, verified), c.tenant.above(name, func(*domain) bool { return true })
	switch {
	case root != nil && root.Federated && s.Is(SwitchSubdomainOfFederated, "invalid_values_400"):
		return nil, invalidValues("authenticationType")
	case root == nil && parent != nil && s.Is(SwitchSubdomainOfPendingRoot, "refused"):
		return nil, badRequest("The root domain " + parent.Domain + " is not verified.")
	}
	d := s.newDomain(c.tenant, name)
	if root != nil {
		d.Federated = root.Federated
		d.Verified = s.Is(SwitchSubdomainOfVerifiedRoot, "born_verified")
	}
	return s.created(c, d), nil
}

// refuseName refuses a name that is taken or protected.
func (s *Sim) refuseName(c call, name string) *failure {
	deleted := func(d *domain) bool { return d.Domain == name && s.Now().Before(d.deleted.Add(30*time.Second)) }
	switch {
	case protected(name) && s.Is(SwitchProtectedSuffix, "server_error_500"):
		return &failure{status: http.StatusInternalServerError, code: "InternalServerError", text: "Internal server error."}
	case protected(name):
		return invalidValues("id")
	case c.tenant.find(name) != nil && s.Is(SwitchDuplicateDomain, "conflict_409"):
		return conflict("Another object with the same value for property id already exists.")
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
