// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
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

// at names the field that is to blame.
func (f *failure) at(field, code string) *failure {
	f.fields = append(f.fields, fieldError{Code: code, Field: field})
	return f
}

// render has the shapes that clients have met (wire/workos.md 5).
func (s *Sim) render(_ simhttp.Call, f *failure) simhttp.Response {
	shape := s.Value(SwitchErrorBody)
	if f.declared {
		shape = "message"
	}
	fields := map[string]any{"message": f.text}
	switch shape {
	case "code":
		fields["code"] = f.shapeCode()
	case "error_strings":
		fields["errors"] = []string{f.text}
	case "error_phrase":
		fields["error"] = http.StatusText(f.status)
	case "error_description":
		fields = map[string]any{"error": f.shapeCode(), "error_description": f.text}
	case "plain_text":
		return simhttp.Text(f.status, f.text).With(f.header)
	default:
		if f.code != "" {
			fields["code"] = f.code
		}
		if len(f.fields) > 0 {
			fields["errors"] = f.fields
		}
	}
	return inJSON(f.status, fields).With(f.header)
}

// inJSON writes the content type as WorkOS does.
func inJSON(status int, body any) simhttp.Response {
	return simhttp.JSON(status, body).With(http.Header{"Content-Type": {"application/json; charset=utf-8"}})
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
