// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// isDenial: the refusal speaks of who asks, not of what is asked for.
func isDenial(httpStatus int, messages apiMessages) bool {
	status := failedStatus(httpStatus, messages)
	return speaksOfCredentials(messages) || status == http.StatusUnauthorized || status == http.StatusForbidden ||
		httpStatus == http.StatusUnauthorized || httpStatus == http.StatusForbidden
}

func speaksOfCredentials(messages apiMessages) bool {
	for _, said := range []string{codeInvalidToken, codeInvalidScope, codeInvalidTicket, codeNoSuchURL, "INVALID ACCESS"} {
		if messages.has(said) {
			return true
		}
	}
	return false
}

// isAboutOrganization: the address names no single domain.
func isAboutOrganization(path string) bool {
	_, domain, _ := strings.Cut(path, "/domains")
	return domain == ""
}

func (o *organization) denial(refused *httpapi.StatusError, messages apiMessages) (reason, advice string) {
	scope := scopeOf(refused.Method, refused.Path)
	switch {
	case messages.has(codeInvalidScope):
		return "the access token lacks a scope; this call needs " + scope,
			"Make a new " + o.credential() + " with this scope: in Zoho's API console, self client, tab Generate Code. " + adviceScopes
	case messages.has(codeInvalidToken), refused.Kind == httpapi.TokenRefused:
		return "Zoho does not accept the access token", o.adviceToken()
	case messages.has(codeInvalidTicket):
		return "Zoho received the request without credentials",
			fmt.Sprintf("The header Authorization seems to have been lost on the way: check base_url (%s) and a proxy in between.", o.endpoints.mailHost)
	case messages.has(codeNoSuchURL):
		return "Zoho does not know the address of this call",
			fmt.Sprintf("Other products of Zoho answer so as well when a scope is missing: check that the token has %s. %s If it has, check base_url (%s): it must be the host alone, without a path.",
				scope, adviceScopes, o.endpoints.mailHost)
	}
	return "the user behind the credentials may not do this in the organization " + o.id,
		"Either that user is no administrator of the organization, or organization_id is that of another one. Make the token as an administrator " +
			"(admin console, Users, the user's role), and compare organization_id with the one in the profile of the organization there."
}

const adviceScopes = "The scopes ZohoMail.organization.domains.CREATE, .READ, .UPDATE and .DELETE are all that is needed (or .ALL in their place); " +
	"only the data source domainverify_organization needs ZohoMail.partner.organization.READ as well."

func (o *organization) credential() string {
	if o.endpoints.hasRefreshToken {
		return "refresh_token (ZOHO_REFRESH_TOKEN)"
	}
	return "access_token (ZOHO_ACCESS_TOKEN)"
}

func (o *organization) adviceToken() string {
	if o.endpoints.hasRefreshToken {
		return "A token that was issued just now is refused, too. " + o.endpoints.dataCenterHint() +
			" Otherwise other programs may be using the same refresh token: Zoho keeps the newest ten access tokens of one alive."
	}
	return "An access token lasts one hour: make a new access_token, or configure client_id, client_secret and refresh_token in its place, " +
		"which makes new ones by itself. " + o.endpoints.dataCenterHint()
}
