// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"encoding/json"
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

func vendor(redactor *httpapi.Redactor) *adapter.Vendor {
	v := &adapter.Vendor{Name: Name, Company: "WorkOS", Response: responseOf, Redactor: redactor}
	v.AdviceRateLimited = "Wait, then run Terraform again; nothing was lost."
	v.Classify = func(refused *httpapi.StatusError) adapter.Meaning { return classify(v, refused.Status) }
	return v
}

// parse decodes a refusal, once. What it means follows from its status.
func parse(status int, _ http.Header, body []byte) httpapi.Classification {
	if status < http.StatusMultipleChoices {
		return httpapi.Classification{}
	}
	code, message := parseBody(body)
	return httpapi.Classification{Parsed: service.Response{Code: code, Message: message}}
}

func responseOf(refused *httpapi.StatusError) service.Response {
	response, isParsed := refused.Parsed.(service.Response)
	if !isParsed {
		// The body broke off, or is too long.
		response.Message = string(refused.Body)
	}
	response.Status, response.RequestID = refused.Status, refused.Header.Get("X-Request-Id")
	return response
}

// parseBody takes every shape of wire/workos.md 5, where "error" is a code beside
// error_description and the phrase of the status otherwise.
func parseBody(data []byte) (code, message string) {
	var body map[string]any
	if json.Unmarshal(data, &body) != nil {
		return "", string(data)
	}
	text := func(value any) string {
		found, _ := value.(string)
		return found
	}
	code = text(body["code"])
	messages := []string{text(body["message"]), text(body["error_description"])}
	if _, described := body["error_description"]; described && code == "" {
		code = text(body["error"])
	} else if messages[0] == "" {
		messages = append(messages, text(body["error"]))
	}
	listed, _ := body["errors"].([]any)
	for _, item := range listed {
		if object, isObject := item.(map[string]any); isObject {
			code = adapter.FirstNonEmpty(code, text(object["code"]))
			messages = append(messages, adapter.JoinNonEmpty(": ", text(object["field"]), adapter.FirstNonEmpty(text(object["message"]), text(object["code"]))))
		} else {
			messages = append(messages, text(item))
		}
	}
	return code, adapter.JoinNonEmpty("; ", messages...)
}

func classify(v *adapter.Vendor, status int) adapter.Meaning {
	switch status {
	case http.StatusUnauthorized:
		return adapter.Meaning{
			Class: service.Denied, Reason: "WorkOS does not accept the API key",
			Advice: "Check api_key (WORKOS_API_KEY): the key begins with sk_, and a key that was revoked or rotated is refused. See API Keys in the WorkOS dashboard.",
		}
	case http.StatusForbidden:
		return adapter.Meaning{
			Class: service.Denied, Reason: "the API key is valid but lacks the permission for this",
			Advice: "Give the key the permissions for organizations and their domains in the WorkOS dashboard (API Keys), or use a key that has them.",
		}
	case http.StatusNotFound:
		return adapter.Meaning{
			Class: service.NotFound, Reason: "this API key sees no such organization",
			Advice: "A key sees the organizations of its own environment only: check that api_key and organization_id come from the same one (staging or production). " +
				"If they do, base_url is wrong, or the organization has been deleted with its domains: then take its resources out of state (terraform state rm) and out of the configuration.",
		}
	}
	return v.StatusMeaning(status)
}

// isGone reports whether the error says that the domain no longer exists.
func isGone(err error) bool {
	status := httpapi.StatusOf(err)
	return status == http.StatusNotFound || status == http.StatusGone
}
