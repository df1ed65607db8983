// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// schemas are those of the provider, of resources, of data sources and of ephemeral
// resources.
func schemas(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test", provider.Dependencies{})())()
	if err != nil {
		t.Fatal(err)
	}
	served, err := server.GetProviderSchema(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*tfprotov6.Schema{"provider": served.Provider}
	for kind, of := range map[string]map[string]*tfprotov6.Schema{
		"resource": served.ResourceSchemas, "data": served.DataSourceSchemas, "ephemeral": served.EphemeralResourceSchemas,
	} {
		for name, schema := range of {
			all[kind+" "+name] = schema
		}
	}
	return all
}

// walk visits an attribute and those in it.
func walk(at string, attributes []*tfprotov6.SchemaAttribute, visit func(at string, attribute *tfprotov6.SchemaAttribute)) {
	for _, attribute := range attributes {
		visit(at+" "+attribute.Name, attribute)
		if attribute.NestedType != nil {
			walk(at+" "+attribute.Name, attribute.NestedType.Attributes, visit)
		}
	}
}

func TestEveryAttributeIsDescribedInSentences(t *testing.T) {
	t.Parallel()
	for name, schema := range schemas(t) {
		if name != "provider" && !strings.HasSuffix(schema.Block.Description, ".") {
			t.Errorf("%s: the description does not end in a full stop: %q", name, schema.Block.Description)
		}
		walk(name, schema.Block.Attributes, func(at string, attribute *tfprotov6.SchemaAttribute) {
			if !strings.HasSuffix(attribute.Description, ".") {
				t.Errorf("%s: the description does not end in a full stop: %q", at, attribute.Description)
			}
		})
	}
}

// The variables of proxies are described on the page of the provider.
func TestEveryVariableThatIsReadIsDocumented(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	read := map[string]bool{}
	made := provider.New("test", provider.Dependencies{Environment: func(name string) string {
		mu.Lock()
		defer mu.Unlock()
		read[name] = true
		return ""
	}})()
	server, err := providerserver.NewProtocol6WithError(made)()
	if err != nil {
		t.Fatal(err)
	}
	described := schemas(t)["provider"]
	all := ""
	walk("", described.Block.Attributes, func(_ string, attribute *tfprotov6.SchemaAttribute) { all += attribute.Description })
	null, err := tfprotov6.NewDynamicValue(described.ValueType(), nothing(described.ValueType()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &null}); err != nil {
		t.Fatal(err)
	}
	if len(read) < 40 {
		t.Fatalf("only %d variables were read", len(read))
	}
	for name := range read {
		if isProxy := strings.HasSuffix(strings.ToUpper(name), "_PROXY") || name == "REQUEST_METHOD"; !isProxy && !strings.Contains(all, "`"+name+"`") {
			t.Errorf("%s is read, and no attribute names it", name)
		}
	}
}

// nothing is the value of a block in which nothing is set.
func nothing(of tftypes.Type) tftypes.Value {
	attributes := map[string]tftypes.Value{}
	if object, ok := of.(tftypes.Object); ok {
		for name, attribute := range object.AttributeTypes {
			attributes[name] = tftypes.NewValue(attribute, nil)
		}
	}
	return tftypes.NewValue(of, attributes)
}

var statesDefault = regexp.MustCompile(`(?i)\bdefaults? to\b|\bby default\b`)

// Of other arguments that may be left out it is clear that nothing is done then.
func TestEveryArgumentThatHasADefaultStatesIt(t *testing.T) {
	t.Parallel()
	for name, schema := range schemas(t) {
		walk(name, schema.Block.Attributes, func(at string, attribute *tfprotov6.SchemaAttribute) {
			isFlagOrNumber := attribute.Type != nil && (attribute.Type.Is(tftypes.Bool) || attribute.Type.Is(tftypes.Number))
			isAddress := name == "provider" && strings.HasSuffix(attribute.Name, "_url") && attribute.Name != "oidc_request_url"
			isTimeout := strings.Contains(at, " timeouts ")
			if hasDefault := attribute.Optional && (isFlagOrNumber || isAddress || isTimeout || attribute.Computed && !strings.HasPrefix(name, "data ")); hasDefault &&
				!statesDefault.MatchString(attribute.Description) {
				t.Errorf("%s states no default: %q", at, attribute.Description)
			}
		})
	}
}

// What the schema says of a change is what the plan does. The second list is of what the
// plan of the whole resource replaces, since it has to know the service.
func TestEveryArgumentWhoseChangeReplacesTheResourceSaysSo(t *testing.T) {
	t.Parallel()
	replacedByPlan := []string{
		"_organization_domain.service", "_organization_domain.organization_id",
		"_verification_token.method", "_verification.method",
	}
	for _, make := range provider.New("test", provider.Dependencies{})().Resources(t.Context()) {
		var metadata resource.MetadataResponse
		var resp resource.SchemaResponse
		made := make()
		made.Metadata(t.Context(), resource.MetadataRequest{}, &metadata)
		made.Schema(t.Context(), resource.SchemaRequest{}, &resp)
		for name, attribute := range resp.Schema.Attributes {
			at := metadata.TypeName + "." + name
			says := strings.Contains(attribute.GetMarkdownDescription(), "forces a new resource to be created")
			if does := replaces(t.Context(), attribute) || slices.Contains(replacedByPlan, at); says != does {
				t.Errorf("%s: a change replaces the resource: %v; the description says so: %v", at, does, says)
			}
			if value := defaultOf(t.Context(), attribute); value != "" && !strings.HasSuffix(attribute.GetMarkdownDescription(), "Defaults to `"+value+"`.") {
				t.Errorf("%s: the description does not end in the default, %s: %q", at, value, attribute.GetMarkdownDescription())
			}
		}
	}
}

func replaces(ctx context.Context, attribute schema.Attribute) bool {
	var descriptions []string
	switch attribute := attribute.(type) {
	case schema.StringAttribute:
		for _, modifier := range attribute.PlanModifiers {
			descriptions = append(descriptions, modifier.Description(ctx))
		}
	case schema.BoolAttribute:
		for _, modifier := range attribute.PlanModifiers {
			descriptions = append(descriptions, modifier.Description(ctx))
		}
	}
	return slices.ContainsFunc(descriptions, func(description string) bool {
		return strings.Contains(description, "destroy and recreate") || strings.Contains(description, "requires replacement")
	})
}

func defaultOf(ctx context.Context, attribute schema.Attribute) string {
	switch attribute := attribute.(type) {
	case schema.StringAttribute:
		if attribute.Default != nil {
			var resp defaults.StringResponse
			attribute.Default.DefaultString(ctx, defaults.StringRequest{}, &resp)
			return resp.PlanValue.ValueString()
		}
	case schema.BoolAttribute:
		if attribute.Default != nil {
			var resp defaults.BoolResponse
			attribute.Default.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
			return strconv.FormatBool(resp.PlanValue.ValueBool())
		}
	}
	return ""
}

func TestEveryResourceNamesAllServicesAndWhatStandsForTheirOrganizations(t *testing.T) {
	t.Parallel()
	domain := schemas(t)["resource domainverify_organization_domain"]
	walk("", domain.Block.Attributes, func(at string, attribute *tfprotov6.SchemaAttribute) {
		for _, definition := range catalog.Definitions() {
			missing := map[string]string{" service": "`" + definition.Name + "`", " organization_id": definition.Title + ": " + definition.OrganizationID}[at]
			if definition.OrganizationID == "" || !strings.Contains(attribute.Description, missing) {
				t.Errorf("%s does not say %q: %q", at, missing, attribute.Description)
			}
		}
	})
}
