// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func unsupportedMethod(at path.Path, name string, method service.Method, supported []service.Method) diag.Diagnostic {
	detail := fmt.Sprintf("The service %s does not support the method %q. Supported methods: %s.", name, method, joinMethods(supported))
	if at.Equal(path.Empty()) {
		return diag.NewErrorDiagnostic(summaryUnsupported, detail)
	}
	return diag.NewAttributeErrorDiagnostic(at, summaryUnsupported, detail)
}

func joinMethods(methods []service.Method) string {
	text := ""
	for i, method := range methods {
		if i > 0 {
			text += ", "
		}
		text += string(method)
	}
	return text
}

func reserveUnsupported(name string) string {
	return fmt.Sprintf("The service %s, as it is configured, does not reserve domains. Only Webex for Government does (base_url = \"https://api-usgov.webex.com/v1\").", name)
}

func mailHostingUnsupported(name string) string {
	return fmt.Sprintf("The service %s hosts no mail, so there is no mail hosting to switch off. Remove disable_mail_hosting_on_release.", name)
}

func claimUnsupported(svc service.Service) string {
	text := fmt.Sprintf("The service %s has no claim as a step of its own.", svc.Name())
	if svc.Capabilities().VerifyClaims {
		text += " There, a verified domain is claimed already."
	}
	if instead := svc.Capabilities().InsteadOfClaim; instead != "" {
		text += " " + instead
	}
	return text + " Remove this domainverify_claim."
}

func listNotShown(name string) string {
	return fmt.Sprintf("The service %s does not show the domains of this organization, so the list is empty without meaning that there are none. See drift_probe_domain.", name)
}

func searchUnsupported(name string) string {
	return fmt.Sprintf("the service %s finds organizations by organization_id only", name)
}

func notOneOrganization(name string, found []service.Organization) string {
	if len(found) == 0 {
		return fmt.Sprintf("the service %s shows no such organization to these credentials", name)
	}
	var ids []string
	for _, organization := range found {
		ids = append(ids, fmt.Sprintf("%s (%s)", displaytext.Short(organization.ID), displaytext.Short(organization.Name)))
	}
	return fmt.Sprintf("the service %s shows %d such organizations: %s. Choose one by organization_id", name, len(found), strings.Join(ids, ", "))
}

func portalUnsupported(name string) string {
	return fmt.Sprintf("The service %s has no admin portal to link to. WorkOS has.", name)
}

func lockoutGuardUnsupported(name string) string {
	return fmt.Sprintf("The service %s locks no administrators out, so there is no lockout guard to skip. Remove skip_lockout_guard_on_release.", name)
}
