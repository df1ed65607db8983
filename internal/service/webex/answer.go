// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// scimErrorKey holds the details in the SCIM shape of error.
const scimErrorKey = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

// longestMessage keeps an HTML error page from filling the terminal.
const longestMessage = 500

// parseResponse finds the service's words in every shape of error body that has
// been documented or seen:
//
//	{"message", "errors": [{"description", "errorCode"}], "trackingId"}
//	{"schemas", "status", "detail", "urn:…:Error": {"trackingId", "errorCode", "details"}}
//	{"error": {"message": [{"description", "code"}], "trackingId"}}
//	{"errorMessage"} or {"error": "…"}
//	{"error": "code", "error_description": "…"} of the token endpoint (RFC 6749 section 5.2)
//	plain text, or nothing
func parseResponse(refused *httpapi.StatusError) service.Response {
	answer := service.Response{Status: refused.Status, RequestID: refused.Header.Get("Trackingid")}
	var body map[string]any
	if json.Unmarshal(refused.Body, &body) != nil {
		answer.Message = shorten(refused.Clean(string(refused.Body)))
		return answer
	}
	inner, _ := body["error"].(map[string]any)
	scim, _ := body[scimErrorKey].(map[string]any)

	var words []string
	for _, place := range []any{body["message"], body["errorMessage"], body["detail"], body["error"], body["error_description"], inner["message"], scim["details"], body["errors"]} {
		words = append(words, descriptions(place)...)
	}
	// Cleaned again, since JSON has several spellings for a character, and
	// before anything is cut.
	answer.Message = shorten(refused.Clean(strings.Join(unique(words), "; ")))

	answer.Code = refused.Clean(firstText(body["errorCode"], scim["errorCode"], codeIn(body["errors"]), codeIn(inner["message"])))
	answer.RequestID = refused.Clean(firstText(answer.RequestID, body["trackingId"], scim["trackingId"], inner["trackingId"]))
	return answer
}

// descriptions returns the texts in a string, a list of strings, or a list of
// objects with a description.
func descriptions(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var texts []string
		for _, item := range value {
			if object, ok := item.(map[string]any); ok {
				item = object["description"]
			}
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	}
	return nil
}

func codeIn(list any) any {
	items, _ := list.([]any)
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			if code := firstText(object["errorCode"], object["code"]); code != "" {
				return code
			}
		}
	}
	return nil
}

// firstText returns the first non-empty value as text; codes come as numbers
// and as strings.
func firstText(values ...any) string {
	for _, value := range values {
		switch value := value.(type) {
		case string:
			if value != "" {
				return value
			}
		case float64:
			return fmt.Sprintf("%.0f", value)
		}
	}
	return ""
}

func unique(words []string) []string {
	seen := map[string]bool{"": true}
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
		return string(runes[:longestMessage]) + "…"
	}
	return text
}
