// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
)

// timeoutsOf are the operations with a timeout, of all resources and data
// sources, with their validators.
func timeoutsOf(t *testing.T) map[string][]validator.String {
	t.Helper()
	found := map[string][]validator.String{}
	served := provider.New("test", provider.Dependencies{})()
	for _, make := range served.Resources(t.Context()) {
		var name resource.MetadataResponse
		var resp resource.SchemaResponse
		make().Metadata(t.Context(), resource.MetadataRequest{}, &name)
		make().Schema(t.Context(), resource.SchemaRequest{}, &resp)
		if nested, ok := resp.Schema.Attributes["timeouts"].(schema.SingleNestedAttribute); ok {
			for operation, attribute := range nested.Attributes {
				found[name.TypeName+"."+operation] = attribute.(schema.StringAttribute).Validators
			}
		}
	}
	for _, make := range served.DataSources(t.Context()) {
		var name datasource.MetadataResponse
		var resp datasource.SchemaResponse
		make().Metadata(t.Context(), datasource.MetadataRequest{}, &name)
		make().Schema(t.Context(), datasource.SchemaRequest{}, &resp)
		if nested, ok := resp.Schema.Attributes["timeouts"].(dataschema.SingleNestedAttribute); ok {
			for operation, attribute := range nested.Attributes {
				found["data."+name.TypeName+"."+operation] = attribute.(dataschema.StringAttribute).Validators
			}
		}
	}
	return found
}

func TestTimeoutThatLeavesNoTimeIsRefusedForEveryOperation(t *testing.T) {
	t.Parallel()
	operations := timeoutsOf(t)
	want := []string{
		"_claim.create", "_claim.delete", "_claim.read",
		"_organization_domain.create", "_organization_domain.delete", "_organization_domain.read",
		"_verification.create", "_verification.read", "_verification.update", "data._txt_records.read",
	}
	if got := slices.Sorted(maps.Keys(operations)); !slices.Equal(got, want) {
		t.Errorf("operations with a timeout: %v, want %v", got, want)
	}
	for operation, validators := range operations {
		_, name, _ := strings.Cut(strings.TrimPrefix(operation, "data."), ".")
		at := path.Root("timeouts").AtName(name)
		for _, value := range []string{"0s", "0", "-5m", "soon", "", "5", "1d"} {
			texts := refusals(t.Context(), validators, at, types.StringValue(value))
			if len(texts) != 1 || !strings.Contains(texts[0], "timeouts."+name+" = \""+value+"\" is ") || !strings.Contains(texts[0], "greater than zero") {
				t.Errorf("%s = %q: %q, want one error that names attribute, value and what is valid", operation, value, texts)
			}
		}
		for _, value := range []types.String{types.StringNull(), types.StringUnknown(), types.StringValue("1s"), types.StringValue("1h30m")} {
			if texts := refusals(t.Context(), validators, at, value); len(texts) > 0 {
				t.Errorf("%s = %s is refused: %q", operation, value, texts)
			}
		}
	}
}

func refusals(ctx context.Context, validators []validator.String, at path.Path, value types.String) []string {
	var resp validator.StringResponse
	for _, one := range validators {
		one.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: value}, &resp)
	}
	var texts []string
	for _, fault := range resp.Diagnostics {
		texts = append(texts, fault.Detail())
	}
	return texts
}
