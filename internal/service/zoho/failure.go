// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const (
	adviceThrottled = "Wait that long, then run Terraform again; nothing was lost. Zoho counts all requests to the organization: " +
		"if other programs use its API as well, set a lower requests_per_minute (ZOHO_REQUESTS_PER_MINUTE)."
	adviceSeeError = "See the Zoho error above."
	adviceConsole  = "Check the domain in the admin console of Zoho Mail."
	adviceScopes   = "The scopes ZohoMail.organization.domains.CREATE, .READ, .UPDATE and .DELETE (or .ALL in their place) are all that is needed; " +
		"only the data source domainverify_organization needs ZohoMail.partner.organization.READ as well."
)

// vendor is what the kit has to know of Zoho when a call of the organization fails.
func (a *Adapter) vendor(organizationID string) *adapter.Vendor {
	v := &adapter.Vendor{
		Name: Name, Company: "Zoho", Redactor: a.redactor, AdviceRateLimited: adviceThrottled,
		Response: shownResponse, TokenFailure: a.tokenFailure,
	}
	v.Classify = func(refused *httpapi.StatusError) adapter.Meaning { return a.meaning(v, organizationID, refused) }
	return v
}

// meaning is that of a refusal where its operation gives it none of its own.
func (a *Adapter) meaning(v *adapter.Vendor, organizationID string, refused *httpapi.StatusError) adapter.Meaning {
	e := responseIn(refused)
	_, domain, _ := strings.Cut(refused.Path, "/domains")
	isAboutOrganization := domain == ""
	switch {
	case e.kind == kindThrottled:
		reason := "rate limited: Zoho locks organizations that send too many requests"
		if refused.RetryAfter > 0 {
			reason += fmt.Sprintf(". No request is sent to it for %s", refused.RetryAfter.Round(time.Second))
		}
		return adapter.Meaning{Class: service.Throttled, Reason: reason, Advice: adviceThrottled}
	case e.isDenial():
		return a.denial(organizationID, refused, e.kind)
	case e.has(codeNotPermitted):
		return adapter.Meaning{
			Class: service.Blocked, Reason: "the plan of the Zoho organization does not allow this",
			Advice: adviceSeeError + " The admin console shows the plan under Subscription.",
		}
	case e.status == http.StatusNotFound && isAboutOrganization:
		return adapter.Meaning{
			Class: service.NotFound, Reason: "Zoho has no organization " + organizationID,
			Advice: "Check organization_id: the admin console of Zoho Mail shows it in the profile of the organization. " + a.dataCenterHint(),
		}
	case e.kind == kindFailed, e.status >= 500 && refused.Method == http.MethodGet:
		return adapter.Meaning{
			Class: service.Transient, Reason: "Zoho failed to handle the request",
			Advice: "Run Terraform again. If the error persists, give Zoho's support the error above.",
		}
	case e.kind == kindRedirect:
		return v.StatusMeaning(refused.Status)
	}
	return v.StatusMeaning(http.StatusBadRequest)
}

// denial is the meaning of a refusal that is about the credentials or the path.
func (a *Adapter) denial(organizationID string, refused *httpapi.StatusError, kind kind) adapter.Meaning {
	scope := scopeOf(refused.Method, refused.Path)
	denied := adapter.Meaning{Class: service.Denied}
	switch kind {
	case kindScope:
		denied.Reason = "the access token lacks a scope; this call needs " + scope
		denied.Advice = "Make a new " + a.credential() + " with this scope: in Zoho's API console, self client, tab Generate Code. " + adviceScopes
	case kindToken:
		denied.Reason, denied.Advice = "Zoho does not accept the access token", a.adviceToken()
	case kindTicket:
		denied.Reason = "Zoho received the request without credentials"
		denied.Advice = fmt.Sprintf("The Authorization header was probably removed on the way: check base_url (%s) and a proxy in between.", a.mailHost)
	case kindNoSuchURL:
		denied.Reason = "Zoho does not know the path of this call"
		denied.Advice = adviceNoSuchURL(scope)
	default:
		denied.Reason = "the user behind the credentials is not allowed to do this in the organization " + organizationID
		denied.Advice = "Either that user is not an administrator of the organization, or organization_id is that of another one. Make the token as an administrator " +
			"(admin console, Users, the user's role), and compare organization_id with the one in the profile of the organization there."
	}
	return denied
}

func adviceNoSuchURL(scope string) string {
	return fmt.Sprintf("Other products of Zoho respond like this when a scope is missing: check that the token has %s. %s If it has, check base_url: it must be the host alone, without a path.",
		scope, adviceScopes)
}

func (a *Adapter) credential() string {
	if a.refresh != nil {
		return "refresh_token (ZOHO_REFRESH_TOKEN)"
	}
	return "access_token (ZOHO_ACCESS_TOKEN)"
}

func (a *Adapter) adviceToken() string {
	if a.refresh != nil {
		return "Zoho also refuses a token that it has just issued. " + a.dataCenterHint() +
			" Otherwise other programs may be using the same refresh token: only its ten newest access tokens stay valid."
	}
	return "An access token lasts one hour: make a new access_token, or configure client_id, client_secret and refresh_token in its place, " +
		"which makes new ones by itself. " + a.dataCenterHint()
}
