// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func ambiguousService(catalog service.Catalog, configured []string) diag.Diagnostic {
	if len(configured) == 0 {
		return diag.NewAttributeErrorDiagnostic(path.Root("service"), summaryMissingService,
			fmt.Sprintf("No service is configured. Add the block of one to provider \"domainverify\", or set its environment variables. Services: %s.", strings.Join(catalog.Names(), ", ")))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("service"), summaryAmbiguousService,
		fmt.Sprintf("Several services are configured (%s), so the resource has to say which one it means: set service.", strings.Join(configured, ", ")))
}

func serviceNotConfigured(catalog service.Catalog, name string) diag.Diagnostic {
	if definition, ok := catalog.Find(name); ok {
		var variables []string
		for _, setting := range definition.Settings {
			if setting.Identifying {
				variables = append(variables, setting.EnvironmentVariables...)
			}
		}
		return diag.NewErrorDiagnostic(summaryMissingService,
			fmt.Sprintf("The service %q is not configured. Add a %s block to provider \"domainverify\", or set its environment variables (%s).", name, name, strings.Join(variables, ", ")))
	}
	return diag.NewErrorDiagnostic(summaryMissingService,
		fmt.Sprintf("There is no service %q. Services: %s.", name, strings.Join(catalog.Names(), ", ")))
}

func credentialsUnknown(name string, unknown []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryUnknownCredential, fmt.Sprintf(
		"The service %s is needed now, but its settings %s are known only after apply. "+
			"Apply what they come from first (terraform apply -target=…), or give them from outside this configuration.", name, strings.Join(unknown, ", ")))
}

// notRefreshed is the warning for a resource that stays as it is.
func notRefreshed(name string, unknown []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summaryUnknownCredential, fmt.Sprintf(
		"The settings %s of the service %s are known only after apply. Until then its resources are shown as they were; the next plan refreshes them.", strings.Join(unknown, ", "), name))
}

// variableOf names the environment variable of a setting, with lead before it.
func variableOf(catalog service.Catalog, name, setting, lead string) string {
	definition, _ := catalog.Find(name)
	for _, known := range definition.Settings {
		if known.Name == setting && len(known.EnvironmentVariables) > 0 {
			return lead + known.EnvironmentVariables[0]
		}
	}
	return ""
}

func organizationIDFault(catalog service.Catalog, name string, configured interface{ IsNull() bool }, err error) string {
	if configured.IsNull() {
		return fmt.Sprintf("No organization is set for the service %s. Set organization_id here or in the provider's %s block%s.", name, name, variableOf(catalog, name, "organization_id", ", or "))
	}
	var typed *service.Error
	if errors.As(err, &typed) {
		return displaytext.JoinParagraphs(displaytext.Sentence(typed.Reason), typed.Advice)
	}
	return displaytext.Sentence(err.Error())
}

func foreignForm(id service.DomainID, canonical string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryInvalidID, fmt.Sprintf(
		"The ID %s contains the organization %q, which must be written as %q. Use the id attribute of a domainverify_organization_domain.", id, id.OrganizationID, canonical))
}

func proxyUnusable(variable string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(summaryInvalidProvider, fmt.Sprintf(
		"The environment variable %s does not hold the URL of a proxy. Set it to a URL such as http://proxy.example.com:3128, or unset it. "+
			"Its value is not shown, because it may hold a password.", variable))
}
