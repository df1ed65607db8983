// SPDX-License-Identifier: MPL-2.0

package githubsim

import (
	_ "embed" // the schema
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed schema.graphql
var schemaText string

const typeName = "__typename"

// object is a value of an object type of the schema, whose name it has under typeName. A
// member is a scalar, an object, a list of objects, or a resolver of one of them.
type object map[string]any

// resolver yields a value, the reason why there is none, or both.
type resolver func(arguments map[string]any) (any, *refusal)

// refusal is an entry of errors (wire/github.md 5).
type refusal struct {
	Type       string              `json:"type,omitempty"`
	Message    string              `json:"message"`
	Path       ast.Path            `json:"path,omitempty"`
	Locations  []gqlerror.Location `json:"locations,omitempty"`
	Extensions map[string]any      `json:"extensions,omitempty"`
	whole      bool                // all of data is null; so wherever null is not allowed
}

// graphqlRequest is the body of a call.
type graphqlRequest struct {
	Query         *string
	Variables     map[string]any
	OperationName string
}

// operation is a request that can be executed, and what its execution has refused.
type operation struct {
	*ast.OperationDefinition
	schema    *ast.Schema
	variables map[string]any
	refused   []*refusal
	stopped   bool
}

// loadSchema knows no directives: a request that has one is refused, not answered in part.
func loadSchema() *ast.Schema {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: schemaText})
	clear(schema.Directives)
	return schema
}

// prepare parses and validates a request.
func prepare(schema *ast.Schema, r graphqlRequest) (*operation, gqlerror.List) {
	document, list := gqlparser.LoadQueryWithRules(schema, *r.Query, rules.NewDefaultRules())
	if len(list) > 0 {
		return nil, list
	}
	definition := document.Operations.ForName(r.OperationName)
	if definition == nil {
		return nil, gqlerror.List{gqlerror.Errorf("No operation named %q", r.OperationName)}
	}
	variables, err := validator.VariableValues(schema, definition, r.Variables)
	if err != nil {
		return nil, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
	}
	return &operation{OperationDefinition: definition, schema: schema, variables: variables}, nil
}

// execute answers the body of the response. Root has the fields of Query or Mutation.
func (o *operation) execute(root object) map[string]any {
	body := map[string]any{"data": o.object(root, o.SelectionSet, nil)}
	if len(o.refused) > 0 {
		body["errors"] = o.refused
	}
	if o.stopped {
		body["data"], body["errors"] = nil, o.refused[len(o.refused)-1:]
	}
	return body
}

// object answers the selected fields.
func (o *operation) object(of object, set ast.SelectionSet, path ast.Path) map[string]any {
	answer := map[string]any{}
	for _, field := range o.collect(of, set, nil) {
		if member, known := of[field.Name]; known && !o.stopped {
			answer[field.Alias] = o.value(member, field, append(slices.Clip(path), ast.PathName(field.Alias)))
		} else if !o.stopped {
			o.refuse(&refusal{Message: "The sandbox does not answer " + field.Name + ".", whole: true}, field, path)
		}
	}
	return answer
}

func (o *operation) value(value any, field *ast.Field, path ast.Path) any {
	switch value := value.(type) {
	case resolver:
		resolved, refused := value(field.ArgumentMap(o.variables))
		if refused != nil {
			o.refuse(refused, field, path)
		}
		return o.value(resolved, field, path)
	case object:
		return o.object(value, field.SelectionSet, path)
	case []object:
		list := []any{}
		for i, element := range value {
			list = append(list, o.object(element, field.SelectionSet, append(slices.Clip(path), ast.PathIndex(i))))
		}
		return list
	}
	return value
}

func (o *operation) refuse(r *refusal, field *ast.Field, path ast.Path) {
	r.Path, r.Locations = path, []gqlerror.Location{{Line: field.Position.Line, Column: field.Position.Column}}
	o.refused, o.stopped = append(o.refused, r), r.whole
}

// collect resolves fragments, and merges the fields of one response key (section 6.3.2 of
// the GraphQL specification).
func (o *operation) collect(of object, set ast.SelectionSet, fields []*ast.Field) []*ast.Field {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			i := slices.IndexFunc(fields, func(f *ast.Field) bool { return f.Alias == s.Alias })
			if i < 0 {
				fields = append(fields, s)
				continue
			}
			merged := *fields[i]
			merged.SelectionSet = slices.Concat(merged.SelectionSet, s.SelectionSet)
			fields[i] = &merged
		case *ast.FragmentSpread:
			if o.applies(s.Definition.TypeCondition, of) {
				fields = o.collect(of, s.Definition.SelectionSet, fields)
			}
		case *ast.InlineFragment:
			if o.applies(s.TypeCondition, of) {
				fields = o.collect(of, s.SelectionSet, fields)
			}
		}
	}
	return fields
}

func (o *operation) applies(condition string, of object) bool {
	possible := o.schema.GetPossibleTypes(o.schema.Types[condition])
	return condition == "" || slices.Contains(possible, o.schema.Types[fmt.Sprint(of[typeName])])
}
