// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// readBody takes JSON and forms (the guide shows a form, wire/workos.md 1.1). A body of any
// other type is not looked at, as if there were none.
func readBody(c simhttp.Call) (map[string]json.RawMessage, *failure) {
	fields := map[string]json.RawMessage{}
	switch kind := c.MediaType(); {
	case len(bytes.TrimSpace(c.Body)) == 0: // the Go SDK sends an empty body with a JSON type
	case kind == "application/json":
		if err := json.Unmarshal(c.Body, &fields); err != nil {
			return nil, undeclared(http.StatusBadRequest, "The request body is no JSON object: %v", err)
		}
	case kind == "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(c.Body))
		if err != nil {
			return nil, undeclared(http.StatusBadRequest, "The request body is no form: %v", err)
		}
		for name := range values {
			fields[name], _ = json.Marshal(values.Get(name)) // a string always encodes
		}
	}
	return fields, nil
}

// has is false for null as well.
func (c call) has(field string) bool {
	raw, ok := c.body[field]
	return ok && string(raw) != "null"
}

// optional decodes a field if it is there. Null is a type that only the fields take
// which the description says it of, and those do not come here with it.
func (c call) optional(field string, into any) *failure {
	raw, sent := c.body[field]
	if !sent {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil || string(raw) == "null" {
		return invalid("%s has the wrong type.", field).at(field, "invalid_type")
	}
	return nil
}

// required decodes a string that must not be empty.
func (c call) required(field string, into *string) *failure {
	if fail := c.optional(field, into); fail != nil {
		return fail
	}
	if *into == "" {
		return invalid("%s is required.", field).at(field, "required")
	}
	return nil
}

func invalid(format string, args ...any) *failure {
	return undeclared(http.StatusUnprocessableEntity, format, args...)
}
