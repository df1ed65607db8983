// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"strconv"
)

// failure is a refused request: what becomes an error body.
type failure struct {
	status int
	code   string // only the codes that WorkOS declares
	text   string
	fields []fieldError
	// declared bodies have the shape that the description gives them; the shape of
	// all others is an unknown.
	declared bool
	header   http.Header
}

// fieldError is one entry of "errors" (wire/workos.md 5, shape c).
type fieldError struct {
	Code  string `json:"code"`
	Field string `json:"field"`
}

// declared is an error that WorkOS describes for the operation; code may be empty.
func declared(status int, code, format string, args ...any) *failure {
	return &failure{status: status, code: code, text: fmt.Sprintf(format, args...), declared: true}
}

func undeclared(status int, format string, args ...any) *failure {
	return &failure{status: status, text: fmt.Sprintf(format, args...)}
}

// bySwitch takes the status from a switch whose value is one.
func (s *Sim) bySwitch(name, format string, args ...any) *failure {
	status, err := strconv.Atoi(s.switches.Value(name))
	if err != nil {
		return undeclared(http.StatusInternalServerError, "the simulator has no behaviour for %s=%s", name, s.switches.Value(name))
	}
	return undeclared(status, format, args...)
}

// at names the field that is to blame.
func (f *failure) at(field, code string) *failure {
	f.fields = append(f.fields, fieldError{Code: code, Field: field})
	return f
}

// body renders the shapes that clients have met (wire/workos.md 5). Anything but a string is JSON.
func (f *failure) body(shape string) any {
	if f.declared {
		shape = "message"
	}
	phrase := http.StatusText(f.status)
	fields := map[string]any{"message": f.text}
	switch shape {
	case "code":
		fields["code"] = f.shapeCode()
	case "error_strings":
		fields["errors"] = []string{f.text}
	case "error_phrase":
		fields["error"] = phrase
	case "error_description":
		return map[string]any{"error": f.shapeCode(), "error_description": f.text}
	case "plain_text":
		return f.text
	default:
		if f.code != "" {
			fields["code"] = f.code
		}
		if len(f.fields) > 0 {
			fields["errors"] = f.fields
		}
	}
	return fields
}

// shapeCode is made up where WorkOS declares none: a client must not rely on it.
func (f *failure) shapeCode() string {
	switch {
	case f.code != "":
		return f.code
	case len(f.fields) > 0:
		return f.fields[0].Field + "_" + f.fields[0].Code
	}
	return "error_" + strconv.Itoa(f.status)
}
