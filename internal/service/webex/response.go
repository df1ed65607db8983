// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const controlHub = "Control Hub (Management > Organization Settings > Domains)"

// newVendor is what the errors of Webex have of their own.
func newVendor(redactor *httpapi.Redactor) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "Webex",
		Response: responseOf, Classify: meaningOf, TokenFailure: completeTokenFailure,
		AdviceRateLimited: adviceRateLimited, Redactor: redactor,
	}
}

const adviceRateLimited = "Wait, then run Terraform again; nothing was lost."

// meaningOf says what a refusal means where its call gives it no meaning of its
// own. The status decides: the shapes of bodies vary, and their texts are for
// people (wire/webex.md 4.3).
func meaningOf(refused *httpapi.StatusError) adapter.Meaning {
	switch status := refused.Status; {
	case isLockout(refused):
		return adapter.Meaning{
			Class: service.Denied,
			Reason: "Webex refuses the owner of the access token as a transient user. The owner is probably locked out, because the organization " +
				"enforces verified domains and the owner's mail domain is not one of them",
			Advice: "Ask another full administrator, whose mail domain is verified, to verify the owner's mail domain or to switch the enforcement off in " +
				controlHub + ". If that is not possible or does not help, contact Cisco support.",
		}
	case status == http.StatusUnauthorized:
		// A missing scope has been seen to answer 401 with code 200003.
		return adapter.Meaning{
			Class: service.Denied, Reason: "the access token is wrong or expired, or lacks a scope",
			Advice: "A personal access token lasts 12 hours. The token needs the scope identity:organizations_rw and a full administrator behind it.",
		}
	case status == http.StatusForbidden:
		return adapter.Meaning{
			Class: service.Denied, Reason: "the credentials are valid but do not permit this",
			Advice: "The token needs the scope identity:organizations_rw, and the role id_full_admin (full administrator) in this organization.",
		}
	case status == http.StatusNotFound || status == http.StatusGone:
		return adapter.Meaning{
			Class: service.NotFound, Reason: "no such organization is visible to these credentials",
			Advice: "Check organization_id, and base_url if the organization is a Webex for Government one.",
		}
	case status == http.StatusTooManyRequests || status == http.StatusLocked:
		return adapter.Meaning{Class: service.Throttled, Reason: "Webex has rate limited the request", Advice: adviceRateLimited}
	case status >= 500:
		return adapter.Meaning{
			Class: service.Transient, Reason: "Webex failed to handle the request",
			Advice: "Run Terraform again. If the error persists, give Cisco support the request ID.",
		}
	case status >= 300 && status < 400:
		return adapter.Meaning{Class: service.Rejected, Reason: "the response is a redirect, which is never followed", Advice: "Check base_url."}
	}
	return adapter.Meaning{Class: service.Rejected, Reason: "Webex rejected the request", Advice: "See the Webex error above."}
}

// isLockout reports whether the response seems to say that the token's owner is a
// transient user. What a locked out administrator gets is not documented
// (wire/webex.md 5.2); any other refusal keeps its usual meaning.
func isLockout(refused *httpapi.StatusError) bool {
	return refused.Status == http.StatusForbidden && strings.Contains(strings.ToLower(responseOf(refused).Message), "transient")
}

func completeTokenFailure(typed *service.Error, _ *httpapi.TokenError) {
	if status := typed.Response.Status; status >= 400 && status < 500 && status != http.StatusTooManyRequests {
		typed.Class = service.Denied
		typed.Reason = "Webex refused to exchange the refresh token for an access token"
		typed.Advice = "Check client_id, client_secret and refresh_token. A refresh token expires 90 days after its last use (60 in Webex for Government); " +
			"authorize the integration again to get a new one."
	}
}

// classify parses every refusal of the API once.
func classify(status int, header http.Header, body []byte) httpapi.Classification {
	if status < http.StatusMultipleChoices {
		return httpapi.Classification{}
	}
	return httpapi.Classification{Parsed: parseResponse(status, header, body)}
}

// responseOf parses only the refusals of the token endpoint.
func responseOf(refused *httpapi.StatusError) service.Response {
	if parsed, ok := refused.Parsed.(service.Response); ok {
		return parsed
	}
	return parseResponse(refused.Status, refused.Header, refused.Body)
}

// scimErrorKey holds the details in the SCIM shape of error.
const scimErrorKey = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"

// parseResponse reads every shape of error body that is documented or was seen
// (wire/webex.md 4.3):
//
//	{"message", "errors": [{"description", "errorCode"}], "trackingId"}
//	{"schemas", "status", "detail", "urn:…:Error": {"trackingId", "errorCode", "details"}}
//	{"error": {"message": [{"description", "code"}], "trackingId"}}
//	{"errorMessage"} or {"error": "…"}
//	{"error": "code", "error_description": "…"} of the token endpoint (RFC 6749 section 5.2)
//	plain text, or nothing
func parseResponse(status int, header http.Header, body []byte) service.Response {
	response := service.Response{Status: status, RequestID: header.Get("Trackingid")}
	var top map[string]any
	if json.Unmarshal(body, &top) != nil {
		response.Message = string(body)
		return response
	}
	inner, _ := top["error"].(map[string]any)
	scim, _ := top[scimErrorKey].(map[string]any)
	var messages []string
	codes := []string{textOf(top["errorCode"]), textOf(scim["errorCode"])}
	for _, value := range []any{
		top["message"], top["errorMessage"], top["detail"], top["error"], top["error_description"], inner["message"], scim["details"], top["errors"],
	} {
		texts, errorCodes := detailsOf(value)
		messages, codes = append(messages, texts...), append(codes, errorCodes...)
	}
	response.Message = adapter.JoinNonEmpty("; ", messages...)
	response.Code = adapter.FirstNonEmpty(codes...)
	response.RequestID = adapter.FirstNonEmpty(response.RequestID, textOf(top["trackingId"]), textOf(scim["trackingId"]), textOf(inner["trackingId"]))
	return response
}

// detailsOf reads a string, or a list of strings and of objects with a description
// and a code.
func detailsOf(value any) (texts, codes []string) {
	if text, ok := value.(string); ok {
		return []string{text}, nil
	}
	list, _ := value.([]any)
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			codes = append(codes, textOf(object["errorCode"]), textOf(object["code"]))
			item = object["description"]
		}
		text, _ := item.(string)
		texts = append(texts, text)
	}
	return texts, codes
}

// textOf is a string or a number as text: codes and IDs come as either.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return fmt.Sprintf("%.0f", value)
	}
	return ""
}

// checkToken refuses a token of another domain or for another method, and one that
// would break out of a record or of a line that a person copies.
func (o *organization) checkToken(operation, domain string, response tokenResponse) error {
	if err := o.checkDomain(operation, domain, response); err != nil {
		return err
	}
	reason := ""
	err := service.CheckToken(response.Token)
	// The method may be left out: DNS_TXT is its only documented value.
	switch method := response.VerificationMethod; {
	case response.Token == "":
		return o.MissingContent(operation, "a token")
	case method != "" && method != methodDNSTXT:
		reason = fmt.Sprintf("Webex responded with a token for the verification method %q instead of one for a TXT record", method)
	case err != nil:
		reason = "Webex responded with a token that cannot be published: " + err.Error()
	default:
		return nil
	}
	return &service.Error{
		Class: service.Transient, Operation: operation, Reason: reason,
		Advice: "Nothing was written. Check base_url and a proxy in between. If the error persists, contact Cisco support.",
	}
}

func (o *organization) checkDomain(operation, domain string, response tokenResponse) error {
	if adapter.CanonicalDomain(response.Domain) == domain {
		return nil
	}
	return o.WrongIdentity(operation, fmt.Sprintf("the domain %q", domain), fmt.Sprintf("%q", response.Domain))
}
