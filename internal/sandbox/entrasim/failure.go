// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"encoding/json"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

type jsonValue = json.RawMessage

// failure is a refusal of Microsoft Graph (wire/entra.md 11).
type failure struct {
	status     int
	code, text string
	detail     *detail
}

type detail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target"`
}

const codeBadRequest = "Request_BadRequest"

func badRequest(text string) *failure {
	return &failure{status: http.StatusBadRequest, code: codeBadRequest, text: text}
}

func (f *failure) with(code, text, target string) *failure {
	f.detail = &detail{code, text, target}
	return f
}

func notFound(id string) *failure {
	return &failure{
		status: http.StatusNotFound, code: "Request_ResourceNotFound",
		text: "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.",
	}
}

func objectConflict() *failure {
	const text = "Another object with the same value for property id already exists."
	return badRequest(text).with("ObjectConflict", text, "id")
}

func domainInUse() *failure {
	const text = "Domain verification failed with the following error: 'Domain is being used by an active tenant'."
	return badRequest(text).with("DomainInUse", text, "Name.Conflict")
}

func unmatched(c simhttp.Call, known bool) *failure {
	if known {
		return &failure{status: http.StatusMethodNotAllowed, code: codeBadRequest, text: "Specified HTTP method is not allowed for the request target."}
	}
	return &failure{status: http.StatusBadRequest, code: "BadRequest", text: "Resource not found for the segment '" + c.URL.Path + "'."}
}

func (s *Sim) render(c simhttp.Call, f *failure) simhttp.Response {
	inner := map[string]string{"date": s.Now().UTC().Format("2006-01-02T15:04:05"), "request-id": c.ID, "client-request-id": c.ID}
	if id := c.Header.Get("Client-Request-Id"); id != "" {
		inner["client-request-id"] = id
	}
	shown := map[string]any{"code": f.code, "message": f.text, "innerError": inner}
	if f.detail != nil {
		shown["details"] = []detail{*f.detail}
	}
	return simhttp.JSON(f.status, map[string]any{"error": shown})
}
