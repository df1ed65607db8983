// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/txtrecord"
)

// knowledge is what a part of the configuration can be at plan.
type knowledge int

const (
	absent knowledge = iota // left out, or null
	open                    // known after apply
	present
)

func knowledgeOf(value attr.Value) knowledge {
	switch {
	case value == nil || value.IsNull():
		return absent
	case value.IsUnknown():
		return open
	}
	return present
}

func readText(at string, value attr.Value) (string, knowledge, error) {
	state := knowledgeOf(value)
	if state != present {
		return "", state, nil
	}
	text, ok := value.(types.String)
	if !ok {
		return "", state, fmt.Errorf("%s is not a string", at)
	}
	return text.ValueString(), state, nil
}

func readSeconds(at string, value attr.Value) (int64, knowledge, error) {
	state := knowledgeOf(value)
	if state != present {
		return 0, state, nil
	}
	number, ok := value.(types.Number)
	if !ok {
		return 0, state, fmt.Errorf("%s is not a number", at)
	}
	seconds, accuracy := number.ValueBigFloat().Int64()
	if accuracy != big.Exact {
		return 0, state, fmt.Errorf("%s is not a whole number of seconds", at)
	}
	return seconds, state, nil
}

// readValues adds what is known, and notes that more is to come.
func readValues(at string, values attr.Value, set *txtrecord.RecordSet) error {
	if values.IsUnknown() {
		set.Open = true
		return nil
	}
	elements, ok := elementsOf(at, values)
	if !ok {
		return fmt.Errorf("%s is not a list", at)
	}
	for _, element := range elements {
		text, state, err := readText(element.at, element.value)
		switch {
		case err != nil:
			return err
		case state == open:
			set.Open = true
		case state == present:
			set.Values = append(set.Values, text)
		}
	}
	return nil
}

type element struct {
	at    string
	value attr.Value
}

// elementsOf returns what a known collection holds, maps in the order of their
// keys; ok is false for what is no collection.
func elementsOf(at string, value attr.Value) (elements []element, ok bool) {
	switch value := value.(type) {
	case types.List:
		return numbered(at, value.Elements()), true
	case types.Set:
		return numbered(at, value.Elements()), true
	case types.Tuple:
		return numbered(at, value.Elements()), true
	case types.Map:
		return keyed(at, value.Elements()), true
	case types.Object:
		return keyed(at, value.Attributes()), true
	}
	return nil, false
}

func numbered(at string, values []attr.Value) []element {
	elements := make([]element, 0, len(values))
	for i, value := range values {
		elements = append(elements, element{at: fmt.Sprintf("%s[%d]", at, i), value: value})
	}
	return elements
}

func keyed(at string, values map[string]attr.Value) []element {
	elements := make([]element, 0, len(values))
	for _, key := range sortedKeys(values) {
		elements = append(elements, element{at: fmt.Sprintf("%s[%q]", at, key), value: values[key]})
	}
	return elements
}

// knownStrings joins lists; ok is false when a string is not known yet.
func knownStrings(lists []types.List) (texts []string, ok bool) {
	for _, list := range lists {
		if list.IsUnknown() {
			return nil, false
		}
		for _, value := range list.Elements() {
			text, state, err := readText("", value)
			if err != nil || state == open {
				return nil, false
			}
			if state == present {
				texts = append(texts, text)
			}
		}
	}
	return texts, true
}
