// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// givenRecords reads records out of whatever holds them. It is written against
// values of any type, because a list of tokens and of literals with a list of
// values has no type of its own in Terraform.
type givenRecords struct {
	sets []txtrecord.RecordSet
	// unknown says that it is not even known which records there are.
	unknown bool
}

// placed reports whether the name and type of every record are known.
func (g *givenRecords) placed() bool {
	return !g.unknown && !slices.ContainsFunc(g.sets, func(set txtrecord.RecordSet) bool { return set.OpenName || set.OpenType })
}

func (g *givenRecords) read(at string, value attr.Value) error {
	switch value := value.(type) {
	case types.Dynamic:
		if !value.IsNull() && !value.IsUnknown() {
			return g.read(at, value.UnderlyingValue())
		}
	case types.Object:
		if attributes := value.Attributes(); has(attributes, "name") || has(attributes, "type") {
			return g.readRecord(at, attributes)
		}
	}
	switch {
	case value.IsNull():
		return nil
	case value.IsUnknown():
		g.unknown = true
		return nil
	}
	elements, ok := elementsOf(at, value)
	if !ok {
		return fmt.Errorf("%s is no record: a record is an object with name, type, and value or values", at)
	}
	for _, element := range elements {
		if err := g.read(element.at, element.value); err != nil {
			return err
		}
	}
	return nil
}

func (g *givenRecords) readRecord(at string, attributes map[string]attr.Value) error {
	set := txtrecord.RecordSet{}
	for _, part := range []struct {
		key  string
		text *string
		open *bool
	}{{"name", &set.Name, &set.OpenName}, {"type", &set.Type, &set.OpenType}} {
		text, state, err := readText(at+"."+part.key, attributes[part.key])
		switch {
		case err != nil:
			return err
		case state == absent && part.key == "name" && has(attributes, part.key):
			return fmt.Errorf("%s.name is null, as that of a token is if its service no longer shows the name: leave the record out, or give its name", at)
		case state == absent:
			return fmt.Errorf("%s has no %s", at, part.key)
		}
		*part.text, *part.open = text, state == open
	}
	ttl, state, err := readSeconds(at+".ttl", attributes["ttl"])
	if err != nil {
		return err
	}
	set.TTL, set.OpenTTL = ttl, state == open

	value, state, err := readText(at+".value", attributes["value"])
	if err != nil {
		return err
	}
	given := state != absent
	set.Open = state == open
	if state == present {
		set.Values = append(set.Values, value)
	}
	if values := attributes["values"]; values != nil && !values.IsNull() {
		given = true
		if err := readValues(at+".values", values, &set); err != nil {
			return err
		}
	}
	switch {
	case given:
	case has(attributes, "value"):
		return fmt.Errorf("%s.value is null, as that of a token is if its domain needs none: leave the record out", at)
	default:
		return fmt.Errorf("%s has neither value nor values", at)
	}
	g.sets = append(g.sets, set)
	return nil
}

func recordSetTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"name": types.StringType, "type": types.StringType, "ttl": types.Int64Type, "values": types.ListType{ElemType: types.StringType},
	}
}

func recordSetMap(sets []txtrecord.RecordSet) types.Map {
	elements := map[string]attr.Value{}
	for _, set := range sets {
		elements[set.Name+" "+set.Type] = recordSetObject(set)
	}
	return types.MapValueMust(types.ObjectType{AttrTypes: recordSetTypes()}, elements)
}

func recordSetObject(set txtrecord.RecordSet) types.Object {
	name, of := types.StringValue(set.Name), types.StringValue(set.Type)
	if set.OpenName {
		name = types.StringUnknown()
	}
	if set.OpenType {
		of = types.StringUnknown()
	}
	values := types.ListUnknown(types.StringType)
	if !set.Open {
		values = types.ListValueMust(types.StringType, textValues(set.Values))
	}
	ttl := types.Int64Value(set.TTL)
	switch {
	case set.OpenTTL:
		ttl = types.Int64Unknown()
	case set.TTL == 0:
		ttl = types.Int64Null()
	}
	return types.ObjectValueMust(recordSetTypes(), map[string]attr.Value{"name": name, "type": of, "ttl": ttl, "values": values})
}

func textValues(texts []string) []attr.Value {
	values := make([]attr.Value, 0, len(texts))
	for _, text := range texts {
		values = append(values, types.StringValue(text))
	}
	return values
}

func has(attributes map[string]attr.Value, key string) bool {
	_, ok := attributes[key]
	return ok
}

func sortedKeys(values map[string]attr.Value) []string { return slices.Sorted(maps.Keys(values)) }
