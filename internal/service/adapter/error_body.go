// SPDX-License-Identifier: MPL-2.0

package adapter

import "strings"

// ErrorBody is the body of a refusal, a JSON object of which any member may be
// missing or of another type than documented. Members are named by paths such as
// "error/message/code", where a list stands for each of its elements.
type ErrorBody map[string]any

// DecodeErrorBody returns false for what is no JSON object.
func DecodeErrorBody(data []byte) (ErrorBody, bool) {
	value, err := DecodeJSON(data)
	body, isObject := value.(map[string]any)
	return body, err == nil && isObject
}

// Texts returns the texts at the paths, in this order.
func (b ErrorBody) Texts(paths ...string) []string {
	var texts []string
	for _, value := range b.valuesAt(paths) {
		if text, ok := value.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// Text returns the first text at the paths that is not empty, or "".
func (b ErrorBody) Text(paths ...string) string { return FirstNonEmpty(b.Texts(paths...)...) }

// Code returns the first text or number at the paths, or "": codes and IDs come as
// either.
func (b ErrorBody) Code(paths ...string) string {
	for _, value := range b.valuesAt(paths) {
		if text := TextOf(value); text != "" {
			return text
		}
	}
	return ""
}

// Objects returns the objects of the list at the path.
func (b ErrorBody) Objects(path string) []ErrorBody {
	var objects []ErrorBody
	for _, value := range b.valuesAt([]string{path}) {
		if object, ok := value.(map[string]any); ok {
			objects = append(objects, object)
		}
	}
	return objects
}

func (b ErrorBody) valuesAt(paths []string) []any {
	var values []any
	for _, path := range paths {
		values = append(values, valuesAt(map[string]any(b), strings.Split(path, "/"))...)
	}
	return values
}

func valuesAt(value any, path []string) []any {
	switch value := value.(type) {
	case []any:
		var values []any
		for _, element := range value {
			values = append(values, valuesAt(element, path)...)
		}
		return values
	case map[string]any:
		if len(path) > 0 {
			return valuesAt(value[path[0]], path[1:])
		}
	}
	if len(path) > 0 || value == nil {
		return nil
	}
	return []any{value}
}
