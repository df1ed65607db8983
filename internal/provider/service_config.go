// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// configureService returns nil when nothing configures the service. What is
// wrong in a block is an error at once; what only the environment sets stays
// silent until a resource needs it.
func (p *Provider) configureService(ctx context.Context, definition service.Definition, config tfsdk.Config) (*providerdata.ConfiguredService, diag.Diagnostics) {
	block := path.Root(definition.Name)
	var object types.Object
	if diags := config.GetAttribute(ctx, block, &object); diags.HasError() {
		return nil, diags
	}
	if object.IsUnknown() {
		return &providerdata.ConfiguredService{Unknown: []string{definition.Name}}, nil
	}
	settings := p.readSettings(definition, object)
	switch {
	case object.IsNull() && !settings.identified:
		return nil, nil
	case len(settings.unknown) > 0:
		return &providerdata.ConfiguredService{Unknown: settings.unknown}, nil
	}
	svc, err := p.newService(ctx, definition, settings.values)
	if err == nil {
		return &providerdata.ConfiguredService{Service: svc}, nil
	}
	invalid := diagnostics.InvalidServiceSetting(block, err, settings.fromEnvironment)
	if object.IsNull() {
		return &providerdata.ConfiguredService{Invalid: invalid}, nil
	}
	return nil, diag.Diagnostics{invalid}
}

func (p *Provider) newService(ctx context.Context, definition service.Definition, values service.Values) (service.Service, error) {
	for _, setting := range definition.Settings {
		if err := normalize(setting, values); err != nil {
			return nil, err
		}
	}
	return definition.New(values, p.dependencies(ctx))
}

// serviceSettings are the settings of one service, from its block and the
// environment.
type serviceSettings struct {
	values service.Values
	// fromEnvironment holds the variable that a value came from.
	fromEnvironment map[string]string
	unknown         []string
	// identified: the environment sets an identifying setting.
	identified bool
}

func (p *Provider) readSettings(definition service.Definition, block types.Object) serviceSettings {
	read := serviceSettings{values: service.Values{}, fromEnvironment: map[string]string{}}
	for _, setting := range definition.Settings {
		value := settingValue(block.Attributes()[setting.Name])
		switch {
		case value.IsUnknown():
			// The environment must not stand in for a value that is on its way.
			read.unknown = append(read.unknown, definition.Name+"."+setting.Name)
		case !value.IsNull():
			read.values[setting.Name] = trimmed(value.ValueString())
		case !hasAny(block, setting.Alternatives):
			if variable, text := p.environmentValue(setting); text != "" {
				read.values[setting.Name], read.fromEnvironment[setting.Name] = text, variable
				read.identified = read.identified || setting.Identifying
			}
		}
	}
	return read
}

// hasAny reports whether the block sets one of the settings.
func hasAny(block types.Object, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return !settingValue(block.Attributes()[name]).IsNull() })
}

// environmentValue returns the first variable of the setting that is set.
func (p *Provider) environmentValue(setting service.Setting) (variable, text string) {
	for _, variable := range setting.EnvironmentVariables {
		if text := trimmed(p.deps.Environment(variable)); text != "" {
			return variable, text
		}
	}
	return "", ""
}

// trimmed takes away what files have around a value: white space, and the byte order mark that
// some editors and shells put before it, which nobody sees in a secret.
func trimmed(text string) string { return strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")) }

// settingValue is a setting as text, which is what the environment gives and
// services read.
func settingValue(value attr.Value) types.String {
	switch {
	case value == nil || value.IsNull():
		return types.StringNull()
	case value.IsUnknown():
		return types.StringUnknown()
	}
	switch value := value.(type) {
	case types.Bool:
		return types.StringValue(strconv.FormatBool(value.ValueBool()))
	case types.Int64:
		return types.StringValue(strconv.FormatInt(value.ValueInt64(), 10))
	case types.List:
		var elements []string
		for _, element := range value.Elements() {
			if element.IsUnknown() {
				return types.StringUnknown()
			}
			elements = append(elements, settingValue(element).ValueString())
		}
		return types.StringValue(strings.Join(elements, ","))
	case types.String:
		return value
	}
	return types.StringNull()
}

// normalize gives a value of the environment the one form that services read.
func normalize(setting service.Setting, values service.Values) error {
	text, isSet := values[setting.Name]
	if !isSet {
		return nil
	}
	switch setting.Kind {
	case service.KindBool:
		is, err := strconv.ParseBool(text)
		if err != nil {
			return &service.SettingError{Setting: setting.Name, Reason: fmt.Sprintf("invalid value %q: must be true or false", text)}
		}
		values[setting.Name] = strconv.FormatBool(is)
	case service.KindList:
		var elements []string
		for element := range strings.SplitSeq(text, ",") {
			if element = strings.TrimSpace(element); element != "" {
				elements = append(elements, element)
			}
		}
		values[setting.Name] = strings.Join(elements, ",")
	case service.KindString, service.KindNumber, service.KindFile:
	}
	return nil
}
