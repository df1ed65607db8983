// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	fwprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

func TestEveryServiceHasABlockWithItsSettings(t *testing.T) {
	t.Parallel()
	var resp fwprovider.SchemaResponse
	provider.New("test", provider.Dependencies{})().Schema(t.Context(), fwprovider.SchemaRequest{}, &resp)
	for _, definition := range catalog.Definitions() {
		block, ok := resp.Schema.Attributes[definition.Name].(schema.SingleNestedAttribute)
		if !ok {
			t.Errorf("the provider schema has no block %q", definition.Name)
			continue
		}
		want := map[string]bool{}
		for _, setting := range definition.Settings {
			want[setting.Name] = setting.Secret
			attribute := block.Attributes[setting.Name]
			for _, variable := range setting.EnvironmentVariables {
				if attribute != nil && !strings.Contains(attribute.GetMarkdownDescription(), "`"+variable+"`") {
					t.Errorf("%s.%s does not document %s", definition.Name, setting.Name, variable)
				}
			}
		}
		got := map[string]bool{}
		for name, attribute := range block.Attributes {
			got[name] = attribute.IsSensitive()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("settings of %s and which of them are secret (-definition +schema):\n%s", definition.Name, diff)
		}
	}
}

func TestProviderServesItsSchemas(t *testing.T) {
	t.Parallel()
	if _, err := providerserver.NewProtocol6WithError(provider.New("test", provider.Dependencies{})())(); err != nil {
		t.Error(err)
	}
}
