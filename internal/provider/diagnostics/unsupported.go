// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// MethodUnsupported is for a verification method that the service does not have.
func MethodUnsupported(name string, method service.Method, supported []service.Method) diag.Diagnostic {
	var names []string
	for _, one := range supported {
		names = append(names, string(one))
	}
	return documented.Error(summaryUnsupported, fmt.Sprintf(
		"The service %s does not support the method %q. Supported methods: %s.", name, method, strings.Join(names, ", ")))
}

// OptionUnsupported is for an option that the service, as it is configured, does not have.
func OptionUnsupported(name string, option service.Option) diag.Diagnostic {
	return documented.AttributeError(path.Root(string(option.Name)), summaryUnsupported, fmt.Sprintf(
		"The service %s %s. Remove %s.", name, cmp.Or(option.Unsupported, "does not have this option"), option.Name))
}

// ClaimUnsupported is for a claim at a service without claims.
func ClaimUnsupported(svc service.Service) diag.Diagnostic {
	return documented.AttributeError(path.Root("organization_domain_id"), summaryUnsupported, withoutClaims(svc)+" Remove this domainverify_claim.")
}

// NoClaims is for a list of claims at a service without claims.
func NoClaims(svc service.Service) diag.Diagnostic {
	return documented.Error(summaryUnsupported, withoutClaims(svc))
}

func withoutClaims(svc service.Service) string {
	text := fmt.Sprintf("The service %s has no separate step for claims.", svc.Name())
	if svc.Capabilities().VerifyClaims {
		text += " There, a verified domain is claimed already."
	}
	if instead := svc.Capabilities().InsteadOfClaim; instead != "" {
		text += " " + instead
	}
	return text
}

// ListUnsupported is for a list of domains at a service that has none.
func ListUnsupported(name string) diag.Diagnostic {
	return documented.Error(summaryUnsupported, fmt.Sprintf("The service %s cannot list the domains of an organization.", name))
}

// SearchUnsupported is for a search of organizations at a service that has none.
// Like the next two it is the cause in a ServiceError.
func SearchUnsupported(name string) error {
	return fmt.Errorf("the service %s finds organizations by organization_id only", name)
}

// OrganizationsUnsupported is for a service that does not show organizations.
func OrganizationsUnsupported(name string) error {
	return fmt.Errorf("the service %s does not show organizations", name)
}

// NotOneOrganization is for a search that found none or several.
func NotOneOrganization(name string, found []service.Organization) error {
	if len(found) == 0 {
		return fmt.Errorf("the service %s shows no such organization to these credentials", name)
	}
	var ids []string
	for _, organization := range found {
		ids = append(ids, fmt.Sprintf("%s (%s)", displaytext.Short(organization.ID), displaytext.Short(organization.Name)))
	}
	return fmt.Errorf("the service %s shows %d such organizations: %s. Choose one by organization_id", name, len(found), strings.Join(ids, ", "))
}

// PortalUnsupported is for a service without an admin portal.
func PortalUnsupported(name string) diag.Diagnostic {
	return documented.Error(summaryUnsupported, fmt.Sprintf("The service %s has no admin portal to link to.", name))
}

// LockoutGuardUnsupported is for skip_lockout_guard_on_release = true.
func LockoutGuardUnsupported(name string) diag.Diagnostic {
	return documented.AttributeError(path.Root("skip_lockout_guard_on_release"), summaryUnsupported, fmt.Sprintf(
		"The service %s locks no administrators out, so there is no lockout guard to skip. Remove skip_lockout_guard_on_release.", name))
}
