// SPDX-License-Identifier: MPL-2.0

package diagnostics

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// The variables of some services are those of other tools, and configure nothing by themselves.
func TestServiceThatIsNotConfiguredNamesTheVariablesThatConfigureIt(t *testing.T) {
	t.Parallel()
	for _, definition := range catalog.Definitions() {
		detail := ServiceNotConfigured(catalog.Definitions(), definition.Name).Detail()
		configures := false
		for _, setting := range definition.Settings {
			for _, variable := range setting.EnvironmentVariables {
				configures = configures || setting.Identifying
				if strings.Contains(detail, variable) != setting.Identifying {
					t.Errorf("%s: the variable %s in %q", definition.Name, variable, detail)
				}
			}
		}
		if strings.Contains(detail, "environment variables") != configures {
			t.Errorf("%s: %q", definition.Name, detail)
		}
	}
}

// The setting that holds the default organization is owner at GitHub, and tenant_id at Entra.
func TestMissingOrganizationNamesTheSettingOfTheService(t *testing.T) {
	t.Parallel()
	for _, definition := range catalog.Definitions() {
		svc, err := definition.New(service.Values{"token": "x", "access_token": "x", "api_key": "x"}, service.Dependencies{})
		if err != nil {
			continue
		}
		if _, err = svc.CanonicalOrganizationID(""); err == nil {
			continue
		}
		detail := InvalidOrganizationID(definition.Name, types.StringNull(), err).Detail()
		want := map[string]string{"github": "Set owner in", "entra": "Set tenant_id in"}[definition.Name]
		if want == "" {
			want = "Set organization_id in"
		}
		if !strings.Contains(detail, want) || !strings.Contains(detail, "the service "+definition.Name) {
			t.Errorf("%s: %q", definition.Name, detail)
		}
	}
}

// Of a setting that the configuration does not have, Terraform shows the provider block alone.
func TestInvalidSettingIsNamedWithItsService(t *testing.T) {
	t.Parallel()
	wrong := &service.SettingError{Setting: "client_id", Reason: "it is not set. Set it to the application ID of the app"}
	said := InvalidServiceSetting(path.Root("entra"), wrong, nil).Detail()
	if want := "entra.client_id: it is not set. Set it to the application ID of the app.\n"; !strings.HasPrefix(said, want) {
		t.Errorf("got %q, want %q at its beginning", said, want)
	}
}

// Where a credential was put in place of the organization, it would be shown.
func TestWrongOrganizationOfTheProviderIsNotQuoted(t *testing.T) {
	t.Parallel()
	for _, definition := range catalog.Definitions() {
		for _, setting := range definition.Settings {
			if name := setting.Name; name == "organization_id" || name == "owner" || name == "tenant_id" {
				_, err := definition.New(service.Values{"token": "x", "access_token": "x", "api_key": "x", name: "sk_live_0123"}, service.Dependencies{})
				wrong, ok := errors.AsType[*service.SettingError](err)
				if !ok || wrong.Setting != name || strings.Contains(wrong.Reason, "0123") || !strings.HasPrefix(wrong.Reason, "it is n") {
					t.Errorf("%s: got %v, want an error about %s that does not quote it", definition.Name, err, name)
				}
			}
		}
	}
}
