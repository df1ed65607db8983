// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/documented"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/catalog"
)

// twoServices declare one option each of their own, and one together.
func twoServices() service.Catalog {
	claims := func(name service.OptionName, description string) service.Option {
		return service.Option{Name: name, Operation: service.OperationClaim, Description: description}
	}
	dangerous := claims("steal", "take it.")
	dangerous.Dangerous = true
	return service.Catalog{
		{Name: "acme", Title: "Acme", Options: []service.Option{claims("quick", "hurry."), claims("loud", "make noise.")}},
		{Name: "beta", Title: "Beta", Options: []service.Option{dangerous, claims("loud", "shout."), {Name: "other", Operation: service.OperationVerify}}},
	}
}

type optionService struct {
	service.Service
	name    string
	missing []service.OptionName
}

func (s optionService) Name() string { return s.name }

func (s optionService) Capabilities() service.Capabilities {
	return service.Capabilities{MissingOptions: s.missing}
}

func schemaOf(t *testing.T, r resource.Resource) schema.Schema {
	t.Helper()
	var response resource.SchemaResponse
	r.Schema(t.Context(), resource.SchemaRequest{}, &response)
	return response.Schema
}

func TestOptionsOfTheOperationBecomeAttributes(t *testing.T) {
	t.Parallel()
	attributes := schemaOf(t, NewClaim(twoServices())).Attributes
	for name, want := range map[string]string{
		"quick": "Acme: hurry. Only used when the claim is created. At other services, `true` is an error at plan. Defaults to `false`.",
		"loud":  "Acme: make noise. Beta: shout. Only used when the claim is created. At other services, `true` is an error at plan. Defaults to `false`.",
		"steal": "**Dangerous.** Beta: take it. Only used when the claim is created. At other services, `true` is an error at plan. Defaults to `false`.",
	} {
		attribute, ok := attributes[name]
		if !ok || attribute.GetMarkdownDescription() != want || !attribute.IsOptional() {
			t.Errorf("%s: %+v", name, attribute)
		}
	}
	if attributes["other"] != nil {
		t.Error("an option of another operation is an attribute")
	}
}

// A name that the resource has for something else would hide it.
func TestNoOptionHasTheNameOfAnotherAttribute(t *testing.T) {
	t.Parallel()
	for operation, construct := range map[service.Operation]func(service.Catalog) resource.Resource{
		service.OperationVerify: NewVerification, service.OperationRelease: NewOrganizationDomain, service.OperationClaim: NewClaim,
	} {
		fixed := schemaOf(t, construct(nil)).Attributes
		for definition, option := range catalog.Definitions().Options(operation) {
			if fixed[string(option.Name)] != nil || !strings.HasSuffix(option.Description, ".") {
				t.Errorf("%s: option %+v", definition.Name, option)
			}
		}
	}
}

func TestOptionsAreReadAndWrittenBesideTheModel(t *testing.T) {
	t.Parallel()
	claim := &claimResource{options: claimOptions(twoServices())}
	state := tfsdk.State{Schema: schemaOf(t, claim)}
	kind := state.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	values := map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "acme/o/acme.test"), "loud": tftypes.NewValue(tftypes.Bool, true)}
	for name, attributeType := range kind.AttributeTypes {
		if _, ok := values[name]; !ok {
			values[name] = tftypes.NewValue(attributeType, nil)
		}
	}
	state.Raw = tftypes.NewValue(kind, values)

	var model claimModel
	if diags := claim.options.get(t.Context(), state, &model); diags.HasError() {
		t.Fatal(diags)
	}
	off, on := types.BoolValue(false), types.BoolValue(true)
	if diff := cmp.Diff(optionValues{"quick": off, "steal": off, "loud": on}, model.options); diff != "" || model.ID.ValueString() != "acme/o/acme.test" {
		t.Errorf("%+v, options (-want +got):\n%s", model, diff)
	}
	if diags := claim.options.set(t.Context(), &state, &model); diags.HasError() {
		t.Fatal(diags)
	}
	values["quick"], values["steal"] = tftypes.NewValue(tftypes.Bool, false), tftypes.NewValue(tftypes.Bool, false)
	if want := tftypes.NewValue(kind, values); !state.Raw.Equal(want) {
		t.Errorf("written %s, want %s", state.Raw, want)
	}
}

func TestOptionThatTheServiceDoesNotHaveIsRefusedAndNotSent(t *testing.T) {
	t.Parallel()
	options := claimOptions(twoServices())
	on := &claimModel{withOptions: withOptions{optionValues{
		"quick": types.BoolValue(true), "loud": types.BoolUnknown(), "steal": types.BoolValue(false),
	}}}
	for what, c := range map[string]struct {
		service optionService
		want    diag.Diagnostics
	}{
		"has it":                 {service: optionService{name: "acme"}},
		"is another":             {service: optionService{name: "beta"}, want: refusals("The service beta does not have this option. Remove quick.")},
		"is not configured so":   {service: optionService{name: "acme", missing: []service.OptionName{"quick"}}, want: refusals("The service acme does not have this option. Remove quick.")},
		"declares no option":     {service: optionService{name: "gamma"}, want: refusals("The service gamma does not have this option. Remove quick.")},
		"misses what is not set": {service: optionService{name: "acme", missing: []service.OptionName{"loud"}}},
	} {
		if diff := cmp.Diff(c.want, options.refuse(c.service, on)); diff != "" {
			t.Errorf("a service that %s (-want +got):\n%s", what, diff)
		}
	}
	if got := options.enabled("acme", on); len(got) != 1 || !got.Enabled("quick") || options.enabled("beta", on) != nil {
		t.Errorf("acme gets %v", got)
	}
}

func refusals(detail string) diag.Diagnostics {
	return diag.Diagnostics{documented.AttributeError(path.Root("quick"), "Not Supported by the Service", detail)}
}
