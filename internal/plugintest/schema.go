// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// schema is one of a provider, a resource or a data source.
type schema struct {
	attributes []*tfprotov6.SchemaAttribute
	ofType     cty.Type
}

func newSchema(s *tfprotov6.Schema) (schema, error) {
	if len(s.Block.BlockTypes) > 0 {
		return schema{}, fmt.Errorf("blocks of a schema need Terraform")
	}
	ofType, err := ctyType(s.ValueType())
	return schema{attributes: s.Block.Attributes, ofType: ofType}, err
}

func (s schema) null() cty.Value { return cty.NullVal(s.ofType) }

func (s schema) encode(value cty.Value) (*tfprotov6.DynamicValue, error) {
	encoded, err := msgpack.Marshal(value, s.ofType)
	return &tfprotov6.DynamicValue{MsgPack: encoded}, err
}

func (s schema) decode(value *tfprotov6.DynamicValue) (cty.Value, error) {
	if value == nil {
		return s.null(), nil
	}
	return msgpack.Unmarshal(value.MsgPack, s.ofType)
}

// evaluate returns the configuration that the attributes say.
func (s schema) evaluate(attributes hclsyntax.Attributes, context *hcl.EvalContext) (cty.Value, error) {
	evaluated := map[string]cty.Value{}
	for _, attribute := range s.attributes {
		ofType := s.ofType.AttributeType(attribute.Name)
		given, ok := attributes[attribute.Name]
		if !ok {
			if attribute.Required {
				return cty.NilVal, fmt.Errorf("missing required argument: the argument %q is required", attribute.Name)
			}
			evaluated[attribute.Name] = cty.NullVal(ofType)
			continue
		}
		value, diagnostics := given.Expr.Value(context)
		if diagnostics.HasErrors() {
			return cty.NilVal, diagnostics
		}
		value, err := convert.Convert(value, withOptional(ofType))
		if err != nil {
			return cty.NilVal, fmt.Errorf("inappropriate value for attribute %q: %w", attribute.Name, pathError(err))
		}
		evaluated[attribute.Name] = value
	}
	for name, attribute := range attributes {
		if _, ok := evaluated[name]; !ok {
			return cty.NilVal, fmt.Errorf("%s: unsupported argument %q", attribute.SrcRange, name)
		}
	}
	return cty.ObjectVal(evaluated), nil
}

// withOptional lets a configuration leave out attributes of nested objects. The
// provider says which of them it requires.
func withOptional(ofType cty.Type) cty.Type {
	switch {
	case ofType.IsObjectType():
		attributes, names := map[string]cty.Type{}, []string{}
		for name, attribute := range ofType.AttributeTypes() {
			attributes[name] = withOptional(attribute)
			names = append(names, name)
		}
		return cty.ObjectWithOptionalAttrs(attributes, names)
	case ofType.IsListType():
		return cty.List(withOptional(ofType.ElementType()))
	case ofType.IsMapType():
		return cty.Map(withOptional(ofType.ElementType()))
	}
	return ofType
}

// pathError names the attribute that an error of cty is about.
func pathError(err error) error {
	located, ok := errors.AsType[cty.PathError](err)
	if !ok {
		return err
	}
	for _, step := range located.Path {
		if attribute, ok := step.(cty.GetAttrStep); ok {
			err = fmt.Errorf("attribute %q: %w", attribute.Name, err)
		}
	}
	return err
}

// propose is what Terraform proposes as the new state: the configuration, and of
// the prior state what the provider computes.
func propose(attributes []*tfprotov6.SchemaAttribute, prior, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	proposed := map[string]cty.Value{}
	for _, attribute := range attributes {
		value := config.GetAttr(attribute.Name)
		before := cty.NullVal(value.Type())
		if !prior.IsNull() && prior.IsKnown() {
			before = prior.GetAttr(attribute.Name)
		}
		switch {
		case attribute.Computed && value.IsNull():
			value = before
		case attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			value = propose(attribute.NestedType.Attributes, before, value)
		}
		proposed[attribute.Name] = value
	}
	return cty.ObjectVal(proposed)
}
