// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// longestMessage keeps an HTML error page from filling the terminal.
const longestMessage = 500

// parseResponse finds the service's words in every shape of error body that has
// been documented or seen:
//
//	{"message"}
//	{"code", "message"}
//	{"message", "code", "errors": [{"code", "field"}]} or "errors": ["…"]
//	{"message", "error": "Not Found"}
//	{"error", "error_description"}
//	plain text, or nothing
func parseResponse(refused *httpapi.StatusError, redactor *httpapi.Redactor) service.Response {
	answer := service.Response{Status: refused.Status, RequestID: displaytext.Escape(redactor.Clean(refused.Header.Get("X-Request-Id")))}
	var body map[string]any
	if json.Unmarshal(refused.Body, &body) != nil {
		answer.Message = shorten(string(refused.Body))
		return answer
	}
	text := func(value any) string {
		found, _ := value.(string)
		return found
	}
	answer.Code = text(body["code"])
	words := []string{text(body["message"]), text(body["error_description"])}
	if _, described := body["error_description"]; described && answer.Code == "" {
		answer.Code = text(body["error"])
	} else if words[0] == "" {
		words = append(words, text(body["error"]))
	}
	listed, _ := body["errors"].([]any)
	for _, item := range listed {
		object, isObject := item.(map[string]any)
		if !isObject {
			words = append(words, text(item))
			continue
		}
		words = append(words, joined(": ", text(object["field"]), firstOf(text(object["message"]), text(object["code"]))))
		answer.Code = firstOf(answer.Code, text(object["code"]))
	}
	// Cleaned once more: the JSON may have spelled a secret with escapes.
	answer.Message = shorten(redactor.Clean(joined("; ", unique(words)...)))
	answer.Code = shorten(redactor.Clean(answer.Code))
	return answer
}

// responseOf returns what WorkOS said in a refusal.
func (o *organization) responseOf(err error) service.Response {
	if refused, ok := errors.AsType[*httpapi.StatusError](err); ok {
		return parseResponse(refused, o.redactor)
	}
	return service.Response{}
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func joined(separator string, texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, separator)
}

func unique(words []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, word := range words {
		if !seen[word] {
			seen[word] = true
			kept = append(kept, word)
		}
	}
	return kept
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longestMessage {
		text = string(runes[:longestMessage]) + "…"
	}
	return displaytext.Escape(text)
}
