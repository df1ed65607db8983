// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// ServiceNotChosen is for a resource that names no service, where none or several
// are configured.
func ServiceNotChosen(catalog service.Catalog, configured []string) diag.Diagnostic {
	if len(configured) == 0 {
		return documented.AttributeError(path.Root("service"), summaryMissingService,
			fmt.Sprintf("No service is configured. Add the block of one to provider \"domainverify\", or set its environment variables. Services: %s.", strings.Join(catalog.Names(), ", ")))
	}
	return documented.AttributeError(path.Root("service"), summaryAmbiguousService,
		fmt.Sprintf("Several services are configured (%s), so the resource must name one of them: set service.", strings.Join(configured, ", ")))
}

// ServiceNotConfigured is for a resource that names a service without a block and
// without environment variables, or none at all.
func ServiceNotConfigured(catalog service.Catalog, name string) diag.Diagnostic {
	if definition, ok := catalog.Find(name); ok {
		var variables []string
		for _, setting := range definition.Settings {
			if setting.Identifying {
				variables = append(variables, setting.EnvironmentVariables...)
			}
		}
		text := fmt.Sprintf("The service %q is not configured. Add %s = {} to provider \"domainverify\"", name, name)
		if len(variables) > 0 {
			text += fmt.Sprintf(", or set its environment variables (%s)", strings.Join(variables, ", "))
		}
		return documented.Error(summaryMissingService, text+".")
	}
	return documented.Error(summaryMissingService,
		fmt.Sprintf("There is no service %q. Services: %s.", name, strings.Join(catalog.Names(), ", ")))
}

// CredentialsUnknown is for a service that is needed while its settings are known
// only after apply.
func CredentialsUnknown(name string, unknown []string) diag.Diagnostic {
	return documented.Error(summaryUnknownCredential, fmt.Sprintf(
		"The service %s is needed now, but its settings %s are known only after apply. "+
			"Apply what they come from first (terraform apply -target=…), or set them from outside this configuration.", name, strings.Join(unknown, ", ")))
}

// NotRefreshed is the warning for a resource that stays as it is.
func NotRefreshed(name string, unknown []string) diag.Diagnostic {
	return documented.Warning(summaryUnknownCredential, fmt.Sprintf(
		"The settings %s of the service %s are known only after apply. Until then its resources are shown as they were; the next plan refreshes them.", strings.Join(unknown, ", "), name))
}

// InvalidOrganizationID is for an organization_id that the service does not
// accept, and for none where the provider has none either.
func InvalidOrganizationID(name string, configured interface{ IsNull() bool }, err error) diag.Diagnostic {
	var typed *service.Error
	switch isTyped := errors.As(err, &typed); {
	case isTyped && configured.IsNull():
		return documented.Error(summaryInvalidOrg, displaytext.JoinParagraphs(fmt.Sprintf("No organization is set for the service %s.", name), typed.Advice))
	case isTyped:
		return documented.Error(summaryInvalidOrg, displaytext.JoinParagraphs(displaytext.Sentence(typed.Reason), typed.Advice))
	}
	return documented.Error(summaryInvalidOrg, displaytext.Sentence(err.Error()))
}

// ForeignForm is for an ID that holds another form of the organization than the
// canonical one.
func ForeignForm(id service.DomainID, canonical string) diag.Diagnostic {
	return documented.Error(summaryInvalidID, fmt.Sprintf(
		"The ID %s contains the organization %q, which must be written as %q. Use the id attribute of a domainverify_organization_domain.", id, id.OrganizationID, canonical))
}

// ProxyUnusable names a variable of the environment, and not its value.
func ProxyUnusable(variable string) diag.Diagnostic {
	return documented.Error(summaryInvalidProvider, fmt.Sprintf(
		"The environment variable %s does not hold the URL of a proxy. Set it to a URL such as http://proxy.example.com:3128, or unset it. "+
			"Its value is not shown, because it may hold a password.", variable))
}

// InvalidSetting is for a value of the provider's configuration. It names the setting, because
// Terraform shows the provider block alone where that does not have it, and the environment
// variable that the value came from, if it did.
func InvalidSetting(at path.Path, err error, variable string) diag.Diagnostic {
	text := displaytext.Sentence(at.String() + ": " + err.Error())
	if variable != "" {
		text += fmt.Sprintf(" The value comes from the environment variable %s.", variable)
	}
	return documented.AttributeError(at, summaryInvalidProvider, text)
}

// NameserversInRecursiveMode is for two settings of the DNS that exclude each other.
func NameserversInRecursiveMode(at path.Path) diag.Diagnostic {
	return documented.AttributeError(at, summaryInvalidProvider,
		"nameservers are authoritative servers and have no meaning in the mode recursive, which asks the resolvers. Leave out one of the two (DOMAINVERIFY_DNS_NAMESERVERS counts as well).")
}

// InvalidServiceSetting is InvalidSetting for a setting of a service, by name.
func InvalidServiceSetting(block path.Path, err error, fromEnvironment map[string]string) diag.Diagnostic {
	wrong, ok := errors.AsType[*service.SettingError](err)
	if !ok || wrong.Setting == "" {
		return InvalidSetting(block, err, "")
	}
	return InvalidSetting(block.AtName(wrong.Setting), errors.New(wrong.Reason), fromEnvironment[wrong.Setting])
}

// UnexpectedProviderData is for a bug in the wiring of the provider.
func UnexpectedProviderData() diag.Diagnostic {
	return documented.Error(summaryProviderData, "The provider handed over data of the wrong type. This is a bug in the provider.")
}
