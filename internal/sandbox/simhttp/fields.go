// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Field is one that the description of a request has, and where its value goes.
type Field struct {
	name     string
	into     any
	required bool
}

// Required is a field that must have a value that is not empty.
func Required(name string, into any) Field { return Field{name: name, into: into, required: true} }

// Optional is a field that may be left out, which leaves into as it is.
func Optional(name string, into any) Field { return Field{name: name, into: into} }

// Ignored is a field whose value does not matter.
func Ignored(name string) Field { return Field{name: name} }

// Problem is what is wrong with a field, to be read after its name.
type Problem string

// The problems of a field.
const (
	Missing     Problem = "is required"
	WrongType   Problem = "has the wrong type"
	Null        Problem = "must not be null"
	Undescribed Problem = "should not exist"
)

// FieldError is the first field of a request that is wrong.
type FieldError struct {
	Field string
	Problem
}

// Error implements error.
func (e *FieldError) Error() string { return fmt.Sprintf("%s %s", e.Field, e.Problem) }

// Fields are the members of a JSON object. They are found by their exact names, where
// Go's own decoder does not mind the case.
type Fields map[string]json.RawMessage

// Read decodes the fields of a description. Fields that it does not have are ignored.
func (f Fields) Read(described ...Field) *FieldError {
	for _, field := range described {
		raw, sent := f[field.name]
		switch {
		case field.into == nil:
		case sent && string(raw) == "null":
			return &FieldError{field.name, Null}
		case sent && json.Unmarshal(raw, field.into) != nil:
			return &FieldError{field.name, WrongType}
		case field.required && isEmpty(field.into):
			return &FieldError{field.name, Missing}
		}
	}
	return nil
}

// ReadStrictly refuses fields that the description does not have, before all else.
func (f Fields) ReadStrictly(described ...Field) *FieldError {
	for _, name := range sortedKeys(f) {
		if !slices.ContainsFunc(described, func(field Field) bool { return field.name == name }) {
			return &FieldError{name, Undescribed}
		}
	}
	return f.Read(described...)
}

// isEmpty reports whether a string or a list that into points to has nothing in it.
func isEmpty(into any) bool { return reflect.ValueOf(into).Elem().Len() == 0 }
