// SPDX-License-Identifier: MPL-2.0

package graphql

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// Response is a response with whatever can be read of it.
type Response struct {
	// Data by field; what is null is in it as null.
	Data   map[string]json.RawMessage
	Errors []Error
	// Message is that of a refusal before GraphQL, such as one of the credentials.
	Message string
}

// Error is one of the errors of a response. Only Message is certain to be there.
type Error struct {
	// Type is a member beside those of the specification.
	Type    string `json:"type"`
	Message string `json:"message"`
	// Path leads to the field that the error is about: names, and numbers for elements.
	Path       []any          `json:"path"`
	Extensions map[string]any `json:"extensions"`
}

// RateLimit reports whether a response is a rate limit, and the pause that it names, or
// 0. It gets every response, that of a success as well.
type RateLimit func(status int, header http.Header, response *Response) (pause time.Duration, limited bool)

// Failure reports whether the errors of a response say that the service failed to handle
// the operation, and not that it refuses it.
type Failure func(response *Response) bool

// Classify is the Classify of an HTTP client that Client stands on.
func Classify(limit RateLimit, failed Failure) httpapi.Classify {
	return func(status int, header http.Header, body []byte) httpapi.Classification {
		response := parse(body)
		classification := httpapi.Classification{Parsed: response}
		pause, limited := limit(status, header, response)
		switch {
		case limited:
			classification.Kind, classification.RetryAfter = httpapi.Throttled, pause
		case status >= http.StatusMultipleChoices || len(response.Errors) == 0:
		case failed(response):
			classification.Kind = httpapi.Failed
		default:
			classification.Kind = httpapi.Refused
		}
		return classification
	}
}

// parse reads each member by itself, so that one of an unexpected type hides no other.
// Of a body that is not JSON nothing is read.
func parse(body []byte) *Response {
	var members struct {
		Data    json.RawMessage
		Errors  json.RawMessage
		Message json.RawMessage
	}
	response := &Response{}
	if json.Unmarshal(body, &members) != nil {
		return response
	}
	_ = json.Unmarshal(members.Data, &response.Data)
	_ = json.Unmarshal(members.Message, &response.Message)
	response.Errors = parseErrors(members.Errors)
	return response
}

// parseErrors makes an error of everything that is neither null nor an empty list.
func parseErrors(member json.RawMessage) (all []Error) {
	if len(member) == 0 || string(member) == "null" {
		return nil
	}
	var elements []json.RawMessage
	if json.Unmarshal(member, &elements) != nil {
		elements = []json.RawMessage{member}
	}
	for _, element := range elements {
		var one Error
		if json.Unmarshal(element, &one) != nil && one.Message == "" {
			one.Message = string(element)
		}
		all = append(all, one)
	}
	return all
}
