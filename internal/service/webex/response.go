// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"fmt"
	"net/http"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const controlHub = "Control Hub (Management > Organization Settings > Domains)"

// newVendor is what the errors of Webex have of their own.
func newVendor(config httpapi.Config) *adapter.Vendor {
	v := &adapter.Vendor{
		Name: Name, Company: "Webex", Redactor: config.Redactor, Sleep: config.Sleep, Now: config.Now,
		Parse: parseResponse, IDHeaders: []string{"Trackingid"}, Meanings: meanings, TokenFailure: completeTokenFailure,
	}
	v.Classify = func(refused *httpapi.StatusError) adapter.Meaning {
		if isLockout(v.ResponseOf(refused)) {
			return meaningOfLockout
		}
		return adapter.Meaning{}
	}
	return v
}

// meanings: the status decides, since the shapes of bodies vary, and their texts are
// for people (wire/webex.md 4.3).
var meanings = map[int]adapter.Meaning{
	// A missing scope has been seen to answer 401 with code 200003.
	http.StatusUnauthorized: adapter.Denied("the access token is wrong or expired, or lacks a scope",
		"A personal access token lasts 12 hours. The token needs the scope identity:organizations_rw and a full administrator behind it."),
	http.StatusForbidden: adapter.Denied("the credentials are valid but do not permit this",
		"The token needs the scope identity:organizations_rw, and the role id_full_admin (full administrator) in this organization. "+
			"If its owner has that role, check organization_id."),
	http.StatusNotFound: noSuchOrganization,
	http.StatusGone:     noSuchOrganization,
}

var noSuchOrganization = adapter.NotFound("no such organization is visible to these credentials",
	"Check organization_id, and base_url if the organization is a Webex for Government one.")

var meaningOfLockout = adapter.Denied(
	"Webex refuses the owner of the access token as a transient user. The owner is probably locked out, because the organization "+
		"enforces verified domains and the owner's mail domain is not one of them",
	"Ask another full administrator, whose mail domain is verified, to verify the owner's mail domain or to switch the enforcement off in "+
		controlHub+". If that is not possible or does not help, contact Cisco support.")

// isLockout reports whether the response seems to say that the token's owner is a
// transient user. What a locked out administrator gets is not documented
// (wire/webex.md 5.2); any other refusal keeps its usual meaning.
func isLockout(response service.Response) bool {
	return response.Status == http.StatusForbidden && transientWord.MatchString(response.Message)
}

// transientWord is the word where it is no part of the name of a domain.
var transientWord = regexp.MustCompile(`(?i)(^|[^\w.-])transient(\.?$|\.\s|[^\w.-])`)

func completeTokenFailure(typed *service.Error, _ *httpapi.TokenError) {
	if typed.Class == service.Denied {
		typed.Reason = "Webex refused to exchange the refresh token for an access token"
		typed.Advice = "Check client_id, client_secret and refresh_token. A refresh token expires 90 days after its last use (60 in Webex for Government); " +
			"authorize the integration again to get a new one, or take one of the service app from the developer portal."
	}
}

// parseResponse reads every shape of error body that is documented or was seen
// (wire/webex.md 4.3):
//
//	{"message", "errors": [{"description", "errorCode"}], "trackingId"}
//	{"schemas", "status", "detail", "urn:…:Error": {"trackingId", "errorCode", "details"}}
//	{"error": {"message": [{"description", "code"}], "trackingId"}}
//	{"errorMessage"} or {"error": "…"}
//	{"error": "code", "error_description": "…"} of the token endpoint (RFC 6749 section 5.2)
//	plain text, or nothing
func parseResponse(body adapter.ErrorBody) service.Response {
	const scim = "urn:scim:schemas:extension:cisco:webexidentity:api:messages:2.0:Error"
	return service.Response{
		Message: adapter.JoinNonEmpty("; ", body.Texts("message", "errorMessage", "detail", "error", "error_description",
			"error/message", "error/message/description", scim+"/details", "errors", "errors/description")...),
		Code:      body.Code("errorCode", scim+"/errorCode", "error/message/errorCode", "error/message/code", "errors/errorCode", "errors/code"),
		RequestID: body.Code("trackingId", scim+"/trackingId", "error/trackingId"),
	}
}

// checkToken refuses a token of another domain or for another method, and one that
// would break out of a record or of a line that a person copies.
func (o *organization) checkToken(operation, domain string, response tokenResponse) error {
	if err := o.CheckDomain(operation, domain, response.Domain); err != nil {
		return err
	}
	reason := ""
	err := service.CheckToken(response.Token)
	// The method may be left out: DNS_TXT is its only documented value.
	switch method := response.VerificationMethod; {
	case response.Token == "":
		return o.MissingContent(operation, "a token")
	case method != "" && method != methodDNSTXT:
		reason = fmt.Sprintf("Webex responded with a token for the verification method %q instead of one for a TXT record", adapter.Shorten(method))
	case err != nil:
		reason = "Webex responded with a token that cannot be published: " + err.Error()
	default:
		return nil
	}
	return adapter.NewError(operation, adapter.Transient(reason,
		"Nothing was written. Check base_url and a proxy in between. If the error persists, contact Cisco support."))
}
