// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"maps"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// A model is a pointer to a struct with an attr.Value for each attribute of a resource, under
// a tfsdk tag. The framework reads and writes such structs by itself, but compiles a regular
// expression for each field each time, which is a sixth of its time in a plan.

// source is a configuration, plan or state.
type source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// getModel reads a model.
func getModel(ctx context.Context, from source, model any) diag.Diagnostics {
	return getModelBeside(ctx, from, model, func(map[string]attr.Value) {})
}

// getModelBeside reads a model whose struct lacks the attributes that take removes.
func getModelBeside(ctx context.Context, from source, model any, take func(map[string]attr.Value)) diag.Diagnostics {
	var object types.Object
	if diags := from.Get(ctx, &object); diags.HasError() {
		return diags
	}
	attributes := object.Attributes()
	take(attributes)
	fields := fieldsOf(model)
	for name, field := range fields {
		if value, known := attributes[name]; !known || !reflect.TypeOf(value).AssignableTo(field.Type()) {
			return from.Get(ctx, model) // the framework says what does not fit
		}
	}
	if len(fields) != len(attributes) {
		return from.Get(ctx, model)
	}
	for name, field := range fields {
		field.Set(reflect.ValueOf(attributes[name]))
	}
	return nil
}

// setModel writes a model to a state, or to a plan, which is the same type by another name.
func setModel(ctx context.Context, to *tfsdk.State, model any) diag.Diagnostics {
	return setModelBeside(ctx, to, model, nil)
}

// setModelBeside writes a model and the attributes that its struct lacks.
func setModelBeside(ctx context.Context, to *tfsdk.State, model any, others map[string]attr.Value) diag.Diagnostics {
	attributes := map[string]attr.Value{}
	for name, field := range fieldsOf(model) {
		attributes[name], _ = field.Interface().(attr.Value)
	}
	maps.Copy(attributes, others)
	object, diags := types.ObjectValue(to.Schema.Type().(attr.TypeWithAttributeTypes).AttributeTypes(), attributes)
	if diags.HasError() {
		return diags
	}
	return append(diags, to.Set(ctx, object)...)
}

// fillFromID fills an argument that a state lacks and its ID has, as where somebody has edited
// the state. Planned as a change, it would replace what the ID names.
func fillFromID(argument *types.String, part string) {
	if argument.IsNull() {
		*argument = types.StringValue(part)
	}
}

// fieldIndexes are those of the tagged fields, by type of model.
var fieldIndexes sync.Map

// fieldsOf are the fields of a model, by attribute.
func fieldsOf(model any) map[string]reflect.Value {
	value := reflect.ValueOf(model).Elem()
	indexes, known := fieldIndexes.Load(value.Type())
	if !known {
		found := map[string]int{}
		for i := range value.NumField() {
			if name, ok := value.Type().Field(i).Tag.Lookup("tfsdk"); ok {
				found[name] = i
			}
		}
		indexes, _ = fieldIndexes.LoadOrStore(value.Type(), found)
	}
	fields := map[string]reflect.Value{}
	for name, i := range indexes.(map[string]int) {
		fields[name] = value.Field(i)
	}
	return fields
}
