// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"bytes"
	"encoding/json"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// shown is a plan as `terraform show -json` has it.
func (p plan) shown() (*tfjson.Plan, error) {
	shown := &tfjson.Plan{}
	for _, c := range p {
		mode, name := modeAndName(c.address)
		change := &tfjson.Change{Actions: c.actions}
		var err error
		if c.prior != nil {
			if change.Before, err = knownOf(c.prior.value); err != nil {
				return nil, err
			}
		}
		if change.After, err = knownOf(c.planned); err != nil {
			return nil, err
		}
		change.AfterUnknown = unknownOf(c.planned)
		shown.ResourceChanges = append(shown.ResourceChanges, &tfjson.ResourceChange{
			Address: c.address, Mode: mode, Type: c.kind, Name: name, ProviderName: providerOf(c.kind), Change: change,
		})
	}
	return shown, nil
}

// shown is the state as `terraform show -json` has it.
func (r *run) shown() (*tfjson.State, error) {
	shown := &tfjson.State{Values: &tfjson.StateValues{RootModule: &tfjson.StateModule{}}}
	for _, o := range append(r.data, r.state...) {
		mode, name := modeAndName(o.address)
		values, err := knownOf(o.value)
		if err != nil {
			return nil, err
		}
		shown.Values.RootModule.Resources = append(shown.Values.RootModule.Resources, &tfjson.StateResource{
			Address: o.address, Mode: mode, Type: o.kind, Name: name, ProviderName: providerOf(o.kind), Tainted: o.tainted,
			AttributeValues: values.(map[string]any),
		})
	}
	return shown, nil
}

func modeAndName(address string) (tfjson.ResourceMode, string) {
	name := address[strings.LastIndex(address, ".")+1:]
	if strings.HasPrefix(address, "data.") {
		return tfjson.DataResourceMode, name
	}
	return tfjson.ManagedResourceMode, name
}

// knownOf is a value as decoded JSON. What is unknown is null.
func knownOf(value cty.Value) (any, error) {
	known, err := cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.NullVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		return nil, err
	}
	encoded, err := ctyjson.Marshal(known, known.Type())
	if err != nil {
		return nil, err
	}
	var decoded any
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	return decoded, decoder.Decode(&decoded)
}

// unknownOf has true in place of every unknown value.
func unknownOf(value cty.Value) any {
	switch {
	case !value.IsKnown():
		return true
	case value.IsNull() || !value.CanIterateElements():
		return false
	case value.Type().IsObjectType() || value.Type().IsMapType():
		unknown := map[string]any{}
		for name, element := range value.AsValueMap() {
			unknown[name] = unknownOf(element)
		}
		return unknown
	}
	unknown := []any{}
	for _, element := range value.AsValueSlice() {
		unknown = append(unknown, unknownOf(element))
	}
	return unknown
}
