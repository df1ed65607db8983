// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// optionAttributes are the attributes of a resource that services declare.
type optionAttributes struct {
	catalog   service.Catalog
	operation service.Operation
	// effect, for the documentation, says when an option counts.
	effect        string
	planModifiers []planmodifier.Bool
}

// withOptions is embedded in the model of a resource with such attributes, which has no
// fields for them.
type withOptions struct{ options optionValues }

func (w *withOptions) holder() *withOptions { return w }

type modelWithOptions interface{ holder() *withOptions }

// addTo adds the attributes to a schema. What several services declare is one
// attribute.
func (o optionAttributes) addTo(attributes map[string]schema.Attribute) {
	descriptions := map[service.OptionName]string{}
	for definition, option := range o.catalog.Options(o.operation) {
		if option.Dangerous {
			descriptions[option.Name] += "**Dangerous.** "
		}
		descriptions[option.Name] += definition.Title + ": " + option.Description + " "
	}
	for name, description := range descriptions {
		attributes[string(name)] = schema.BoolAttribute{
			MarkdownDescription: description + o.effect + " At other services, `true` is an error at plan. Defaults to `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
			PlanModifiers:       o.planModifiers,
		}
	}
}

// get reads a model and its options.
func (o optionAttributes) get(ctx context.Context, from source, model modelWithOptions) diag.Diagnostics {
	options := optionValues{}
	model.holder().options = options
	return getModelBeside(ctx, from, model, func(attributes map[string]attr.Value) {
		for _, option := range o.catalog.Options(o.operation) {
			if value, ok := attributes[string(option.Name)].(types.Bool); ok {
				options[option.Name] = value
			}
			// An import leaves it out, and so did a version that did not have the option.
			if options[option.Name].IsNull() {
				options[option.Name] = types.BoolValue(false)
			}
			delete(attributes, string(option.Name))
		}
	})
}

// set writes a model and its options.
func (o optionAttributes) set(ctx context.Context, to *tfsdk.State, model modelWithOptions) diag.Diagnostics {
	options := map[string]attr.Value{}
	for name, value := range model.holder().options {
		options[string(name)] = value
	}
	return setModelBeside(ctx, to, model, options)
}

// refuse returns an error for each option that is on and that the service, as it is
// configured, does not have.
func (o optionAttributes) refuse(svc service.Service, model modelWithOptions) (diags diag.Diagnostics) {
	has, missing := o.enabled(svc.Name(), model), svc.Capabilities().MissingOptions
	for _, option := range o.catalog.Options(o.operation) {
		isOn := model.holder().options[option.Name].ValueBool()
		if isOn && (!has.Enabled(option.Name) || slices.Contains(missing, option.Name)) {
			diags.Append(diagnostics.OptionUnsupported(svc.Name(), option))
		}
	}
	return diags
}

// enabled returns the options of the service that are on.
func (o optionAttributes) enabled(serviceName string, model modelWithOptions) (enabled service.Options) {
	for definition, option := range o.catalog.Options(o.operation) {
		if definition.Name == serviceName && model.holder().options[option.Name].ValueBool() {
			enabled = append(enabled, option)
		}
	}
	return enabled
}

// optionValues are what a configuration, plan or state says of the options.
type optionValues map[service.OptionName]types.Bool

// differ reports whether an option is known to be another than in state.
func (v optionValues) differ(state optionValues) bool {
	for name, value := range v {
		if !value.IsUnknown() && !value.Equal(state[name]) {
			return true
		}
	}
	return false
}

// keepUnknown keeps from state what is not known yet.
func (v optionValues) keepUnknown(state optionValues) {
	for name, value := range v {
		if value.IsUnknown() {
			v[name] = state[name]
		}
	}
}
