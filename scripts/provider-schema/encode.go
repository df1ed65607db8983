// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// object is a JSON object; encoding sorts its keys, so that the output is stable.
type object map[string]any

func providerJSON(schemas *tfprotov6.GetProviderSchemaResponse, identities map[string]*tfprotov6.ResourceIdentitySchema) object {
	return object{
		"provider":                   schemaJSON(schemas.Provider),
		"resource_schemas":           each(schemas.ResourceSchemas, schemaJSON),
		"data_source_schemas":        each(schemas.DataSourceSchemas, schemaJSON),
		"ephemeral_resource_schemas": each(schemas.EphemeralResourceSchemas, schemaJSON),
		"list_resource_schemas":      each(schemas.ListResourceSchemas, schemaJSON),
		"action_schemas": each(schemas.ActionSchemas, func(s *tfprotov6.ActionSchema) object {
			return object{"block": blockJSON(s.Schema.Block)}
		}),
		"resource_identity_schemas": each(identities, identityJSON),
		"functions":                 each(schemas.Functions, functionJSON),
	}
}

func each[T any](from map[string]T, encode func(T) object) object {
	all := object{}
	for name, one := range from {
		all[name] = encode(one)
	}
	return all
}

func schemaJSON(s *tfprotov6.Schema) object {
	return object{"version": s.Version, "block": blockJSON(s.Block)}
}

func blockJSON(b *tfprotov6.SchemaBlock) object {
	nested := object{}
	for _, n := range b.BlockTypes {
		nested[n.TypeName] = object{
			"nesting_mode": strings.ToLower(n.Nesting.String()), "min_items": n.MinItems, "max_items": n.MaxItems, "block": blockJSON(n.Block),
		}
	}
	return object{
		"attributes": attributesJSON(b.Attributes), "block_types": nested,
		"description": b.Description, "description_kind": kind(b.DescriptionKind), "deprecated": b.Deprecated,
	}
}

func attributesJSON(attributes []*tfprotov6.SchemaAttribute) object {
	all := object{}
	for _, a := range attributes {
		one := object{
			"description": a.Description, "description_kind": kind(a.DescriptionKind), "deprecated": a.Deprecated,
			"required": a.Required, "optional": a.Optional, "computed": a.Computed, "sensitive": a.Sensitive, "write_only": a.WriteOnly,
		}
		if n := a.NestedType; n != nil {
			one["nested_type"] = object{"attributes": attributesJSON(n.Attributes), "nesting_mode": strings.ToLower(n.Nesting.String())}
		} else {
			one["type"] = a.Type
		}
		all[a.Name] = one
	}
	return all
}

func identityJSON(s *tfprotov6.ResourceIdentitySchema) object {
	attributes := object{}
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = object{
			"type": a.Type, "description": a.Description,
			"required_for_import": a.RequiredForImport, "optional_for_import": a.OptionalForImport,
		}
	}
	return object{"version": s.Version, "attributes": attributes}
}

func functionJSON(f *tfprotov6.Function) object {
	parameters := []object{}
	for _, p := range f.Parameters {
		parameters = append(parameters, parameterJSON(p))
	}
	one := object{
		"summary": f.Summary, "description": f.Description, "deprecation_message": f.DeprecationMessage,
		"return_type": f.Return.Type, "parameters": parameters,
	}
	if f.VariadicParameter != nil {
		one["variadic_parameter"] = parameterJSON(f.VariadicParameter)
	}
	return one
}

func parameterJSON(p *tfprotov6.FunctionParameter) object {
	return object{"name": p.Name, "description": p.Description, "is_nullable": p.AllowNullValue, "type": p.Type}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
