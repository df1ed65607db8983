// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func newVendor(config httpapi.Config) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "WorkOS", Console: "the WorkOS dashboard", Parse: parseResponse, IDHeaders: []string{"X-Request-Id"}, Meanings: meanings, Redactor: config.Redactor, Sleep: config.Sleep,
	}
}

// parseResponse takes every shape of wire/workos.md 5, where "error" is a code beside
// error_description and the phrase of the status otherwise.
func parseResponse(body adapter.ErrorBody) service.Response {
	response := service.Response{Code: body.Text("code")}
	messages := body.Texts("message", "error_description")
	if _, described := body["error_description"]; described && response.Code == "" {
		response.Code = body.Text("error")
	} else if body.Text("message") == "" {
		messages = append(messages, body.Text("error"))
	}
	for _, item := range body.Objects("errors") {
		code := item.Text("code")
		response.Code = adapter.FirstNonEmpty(response.Code, code)
		messages = append(messages, adapter.JoinNonEmpty(": ", item.Text("field"), adapter.FirstNonEmpty(item.Text("message"), code)))
	}
	response.Message = adapter.JoinNonEmpty("; ", append(messages, body.Texts("errors")...)...)
	return response
}

var meanings = map[int]adapter.Meaning{
	http.StatusUnauthorized: adapter.Denied("WorkOS does not accept the API key",
		"Check api_key (WORKOS_API_KEY): the key begins with sk_, and a key that was revoked or rotated is refused. See API Keys in the WorkOS dashboard."),
	http.StatusForbidden: adapter.Denied("the API key is valid but lacks the permission for this",
		"Give the key the permissions for organizations and their domains in the WorkOS dashboard (API Keys), or use a key that has them."),
	http.StatusNotFound: adapter.NotFound("no such organization is visible to this API key",
		"A key has access to the organizations of its own environment only: check that api_key and organization_id come from the same one (staging or production). "+
			"If they do, base_url is wrong, or the organization has been deleted with its domains: then remove its resources from state (terraform state rm) and from the configuration."),
}

// isGone reports whether the error says that the domain no longer exists.
func isGone(err error) bool {
	status := adapter.StatusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
