// SPDX-License-Identifier: MPL-2.0

package github

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi/graphql"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The types of errors that mean the same for every operation (wire/github.md 5). A
// refusal of another type, or of none, means what the operation makes of it.
const (
	typeNotFound    = "NOT_FOUND"
	typeScopes      = "INSUFFICIENT_SCOPES"
	typeForbidden   = "FORBIDDEN"
	typeRateLimited = "RATE_LIMITED"
	typeRateLimit   = "RATE_LIMIT"
	typeTooMuch     = "RESOURCE_LIMITS_EXCEEDED"
)

const adviceSeeError = "See the GitHub error above."

func newVendor(config httpapi.Config) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "GitHub", Console: "the settings of the organization or enterprise", Response: responseTo, Classify: meaningOf, TokenFailure: explainTokenFailure, Redactor: config.Redactor, Sleep: config.Sleep,
	}
}

// rateLimit recognizes GitHub's two limits, the secondary one by its text alone. Retry-After
// names the end of either; without it, the other headers do where nothing is left
// (wire/github.md 5, 6).
func rateLimit(now func() time.Time) graphql.RateLimit {
	return func(status int, header http.Header, response *graphql.Response) (time.Duration, bool) {
		isSecondary := strings.Contains(strings.ToLower(messageIn(response)), "secondary rate limit")
		first := firstError(response)
		isTyped := first.Type == typeRateLimited || first.Type == typeRateLimit
		isUntyped := len(response.Errors) > 0 && first.Type == "" || status == http.StatusForbidden
		isUsedUp := header.Get("X-Ratelimit-Remaining") == "0"
		if status != http.StatusTooManyRequests && !isSecondary && !isTyped && (!isUntyped || !isUsedUp) {
			return 0, false
		}
		reset, err := strconv.ParseInt(header.Get("X-Ratelimit-Reset"), 10, 64)
		if err != nil || !isUsedUp || header.Get("Retry-After") != "" {
			return 0, true
		}
		return max(httpapi.Until(header, time.Unix(reset, 0), now()), time.Second), true
	}
}

// hasFailed recognizes what GitHub has not finished: a failure of its own, of which nothing
// but the text tells, and a query that it has ended (wire/github.md 5).
func hasFailed(response *graphql.Response) bool {
	return strings.Contains(strings.ToLower(messageIn(response)), "something went wrong while executing your query") ||
		slices.ContainsFunc(response.Errors, func(one graphql.Error) bool { return one.Type == typeTooMuch })
}

func firstError(response *graphql.Response) graphql.Error {
	if len(response.Errors) == 0 {
		return graphql.Error{}
	}
	return response.Errors[0]
}

func messageIn(response *graphql.Response) string {
	messages := []string{response.Message}
	for _, one := range response.Errors {
		messages = append(messages, one.Message)
	}
	return adapter.JoinNonEmpty("; ", messages...)
}

// parsed is the response as the HTTP client has decoded it; empty where the body broke
// off.
func parsed(refused *httpapi.StatusError) *graphql.Response {
	if response, ok := refused.Parsed.(*graphql.Response); ok {
		return response
	}
	return &graphql.Response{}
}

func responseTo(refused *httpapi.StatusError) service.Response {
	response := parsed(refused)
	message := messageIn(response)
	if message == "" && len(response.Errors) == 0 {
		message = adapter.PlainText(refused.Body)
	}
	return service.Response{
		Status: refused.Status, Code: codeOf(firstError(response)), Message: message, RequestID: refused.Header.Get("X-Github-Request-Id"),
	}
}

// codeOf is the type of an error, or what stands for it where the query does not fit
// the schema.
func codeOf(one graphql.Error) string {
	code, _ := one.Extensions["code"].(string)
	return adapter.FirstNonEmpty(one.Type, code)
}

// meaningOf is what a refusal means whatever was attempted.
func meaningOf(refused *httpapi.StatusError) adapter.Meaning {
	first := firstError(parsed(refused))
	field, _ := first.Extensions["fieldName"].(string)
	switch {
	case refused.Throttled(), refused.Kind == httpapi.Failed, refused.Status >= http.StatusInternalServerError:
		return adapter.Meaning{}
	case first.Extensions["saml_failure"] == true:
		return meaningOfSAML(refused.Header)
	case isAboutScopes(first):
		return adapter.Denied("the token lacks a scope", "Use a classic token with the scope admin:org, or admin:enterprise for the domains of an enterprise. "+adviceSeeError)
	case hasText(refused, "ip allow list"):
		return adapter.Denied("the organization or enterprise is open to the IP addresses of its allow list alone, and that of this machine is not on it",
			"Add the address from which this machine reaches GitHub to the list, in the settings of the organization or enterprise, or run Terraform from an address on it.")
	case hasText(refused, "forbids access via"):
		return adapter.Denied("the organization or enterprise does not admit tokens of this kind or lifetime",
			"Its owners admit them in its settings, under Personal access tokens. Whether a fine-grained token or an App may manage domains instead, GitHub does not document. "+adviceSeeError)
	case first.Type == typeForbidden, refused.Status == http.StatusForbidden:
		return adapter.Denied("the token may not do this", "Domains are managed by the owners of the organization or enterprise. Use a classic token of an owner "+
			"with the scope admin:org, or admin:enterprise for an enterprise: GitHub does not document whether fine-grained tokens and Apps may manage domains.")
	case refused.Status == http.StatusUnauthorized:
		return adapter.Denied("GitHub does not accept the token", "Check token (GITHUB_TOKEN): it may have expired or been revoked. If it is valid, check that base_url (GITHUB_BASE_URL) is that of the same installation.")
	case first.Type == typeNotFound:
		return adapter.NotFound("no such organization or enterprise is visible to this token",
			"Check owner (GITHUB_OWNER) or organization_id: an enterprise needs enterprise: before its slug, and personal accounts have no verified domains. "+
				"An organization that was renamed has another login: set it, remove its resources from the state (terraform state rm), and import them with the new login. Nothing is released then.")
	case strings.HasPrefix(codeOf(first), "undefined"):
		return adapter.Rejected(
			adapter.JoinNonEmpty(" ", "this installation of GitHub does not know a field of the query", adapter.Shorten(field)),
			"Verified domains need Enterprise Server 3.2 or later. Check base_url (GITHUB_BASE_URL).")
	}
	return adapter.Meaning{}
}

// hasText reports whether the response has the words of a policy of the owner's, which have
// no type of their own.
func hasText(refused *httpapi.StatusError, words string) bool {
	return strings.Contains(strings.ToLower(messageIn(parsed(refused))), words)
}

// isAboutScopes also knows the form of older responses, which has no type
// (wire/github.md 5).
func isAboutScopes(one graphql.Error) bool {
	return one.Type == typeScopes || one.Type == "" && strings.Contains(one.Message, "required scopes")
}

// meaningOfSAML names the page that authorizes the token, if GitHub does.
func meaningOfSAML(header http.Header) adapter.Meaning {
	page := "https://github.com/settings/tokens (Configure SSO)"
	_, shown, _ := strings.Cut(header.Get("X-Github-Sso"), "url=")
	if parsed, err := url.Parse(shown); err == nil && parsed.Scheme == "https" && parsed.Host != "" {
		page = adapter.Shorten(shown)
	}
	return adapter.Denied("the organization enforces SAML single sign-on, and the token is not authorized for it", "Authorize the token for the organization at "+page+", then run Terraform again.")
}

// explainTokenFailure completes the error of an App that got no token (wire/github.md 2).
func explainTokenFailure(failure *service.Error, _ *httpapi.TokenError) {
	if failure.Class != service.Denied {
		return
	}
	switch failure.Response.Status {
	case http.StatusUnauthorized:
		failure.Advice = "Check app_auth_id (GITHUB_APP_ID), that app_auth_pem_file (GITHUB_APP_PEM_FILE) is a key of the same App, and the clock of this machine. " + adviceSeeError
	case http.StatusForbidden, http.StatusNotFound:
		failure.Advice = "Check app_auth_installation_id (GITHUB_APP_INSTALLATION_ID): the App must be installed in the organization and not suspended. " + adviceSeeError
	}
}

// isRefused reports whether GitHub refused an operation for a reason of its own, which
// is neither that of the credentials nor a limit.
func isRefused(err error) bool {
	refused, ok := adapter.Refused(err)
	return ok && refused.Kind == httpapi.Refused && meaningOf(refused).Class != service.Denied
}
