// SPDX-License-Identifier: MPL-2.0

package google

import (
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const (
	adviceSeeError = "See the Google error above."

	// loginCommand makes application default credentials with the scopes that are needed: a
	// person's are those of the login (wire/google.md 2).
	loginCommand = "gcloud auth application-default login --scopes=" + scopeVerification + "," + scopeCloudPlatform

	// codeProjectDenied is the reason of an ErrorInfo.
	codeProjectDenied   = "USER_PROJECT_DENIED"
	reasonProjectDenied = "the credentials may not use the quota project that the request names"
	adviceProjectDenied = "Grant them the role roles/serviceusage.serviceUsageConsumer in that project, or name another: billing_project (GOOGLE_BILLING_PROJECT) with user_project_override, or for the login of a person gcloud auth application-default set-quota-project. " + adviceSeeError

	adviceQuotaProject = "set billing_project (GOOGLE_BILLING_PROJECT) to a project in which it is enabled, and user_project_override to true"
)

func newVendor(config httpapi.Config, kind string) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "Google", Parse: parse, Classify: meaningOf, Redactor: config.Redactor, Sleep: config.Sleep,
		TokenFailure: func(failure *service.Error, noToken *httpapi.TokenError) { explainTokenFailure(failure, noToken, kind) },
	}
}

// parse reads both envelopes, and that of token endpoints. The reason of an ErrorInfo says
// more than that of errors[] (wire/google.md 6).
func parse(body adapter.ErrorBody) service.Response {
	response := service.Response{
		Code:    body.Text("error/details/reason", "error/errors/reason", "error/status", "error"),
		Message: body.Text("error/message", "error/errors/message", "error_description", "message"),
	}
	if response.Code == "" && response.Message == "" {
		// Other identity providers have other members.
		response.Message = adapter.JoinNonEmpty("; ", adapter.TextsIn(map[string]any(body))...)
	}
	return response
}

// classify finds quota errors, which are 403 as well.
func classify(vendor *adapter.Vendor) httpapi.Classify {
	return func(status int, header http.Header, body []byte) httpapi.Classification {
		classification := vendor.ParseRefusal(status, header, body)
		response, isRefused := classification.Parsed.(service.Response)
		if isRefused && status == http.StatusForbidden && isAboutQuota(response) {
			classification.Kind = httpapi.Throttled
		}
		return classification
	}
}

func isAboutQuota(response service.Response) bool {
	return slices.Contains([]string{"dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"}, response.Code)
}

// meaningOf is what a refusal means whatever was attempted: a 403 has four meanings.
func meaningOf(refused *httpapi.StatusError) adapter.Meaning {
	switch code := adapter.Parsed(refused).Code; {
	case refused.Throttled():
		return adapter.Meaning{}
	case refused.Status == http.StatusUnauthorized:
		return adapter.Denied("Google does not accept the access token", "Check the credentials: they may have expired or been revoked. "+adviceSeeError)
	case refused.Status != http.StatusForbidden:
		return adapter.Meaning{}
	case code == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" || code == "insufficientPermissions":
		return adapter.Denied("the credentials lack the scope "+scopeVerification,
			"The scopes of a person's credentials are those of the login. Log in again, then run Terraform again:\n\n  "+loginCommand+"\n\nAn access token must be made with that scope.")
	case code == "SERVICE_DISABLED" || code == "accessNotConfigured":
		return adapter.Denied("the Site Verification API is not enabled in the project that is billed",
			"Enable it at https://console.cloud.google.com/apis/library/siteverification.googleapis.com, or "+adviceQuotaProject+". The credentials of a person are billed to a project of gcloud unless one is named. "+adviceSeeError)
	case code == codeProjectDenied:
		return adapter.Denied(reasonProjectDenied, adviceProjectDenied)
	}
	return adapter.Denied("the credentials may not do this", adviceSeeError)
}

// textIn reports whether the error is a refusal of that status whose message has the
// fragment. The three fragments in use are those that public clients rely on.
func textIn(err error, status int, fragment string) bool {
	refused, ok := adapter.Refused(err)
	return ok && refused.Status == status && strings.Contains(strings.ToLower(adapter.Parsed(refused).Message), fragment)
}

// isUnowned reports whether Google says that the credentials have not verified the domain.
func isUnowned(err error) bool {
	return textIn(err, http.StatusForbidden, "not an owner") || adapter.StatusOf(err) == http.StatusNotFound
}

// explainTokenFailure completes the error of credentials that got no token
// (wire/google.md 6).
func explainTokenFailure(failure *service.Error, noToken *httpapi.TokenError, kind string) {
	const login = "Log in again, then run Terraform again:\n\n  " + loginCommand
	code, refused, isMetadata := failure.Response.Code, noToken.Refused, noToken.Host == metadataHost
	switch {
	case refused == nil && isMetadata && !noToken.HasIssued:
		failure.Class, failure.Reason = service.Denied, "no credentials are set, and there is no metadata server of Google Cloud"
		failure.Advice = "Set credentials (GOOGLE_CREDENTIALS) to the key of a service account, or log in:\n\n  " + loginCommand
	case failure.Class != service.Denied:
	case refused.Status == http.StatusNotFound && isMetadata:
		failure.Reason = "no credentials are set, and this machine of Google Cloud has no service account"
		failure.Advice = "Attach a service account to the machine, or set credentials (GOOGLE_CREDENTIALS)."
	case code == "invalid_grant" && kind == typeExternalAccount:
		failure.Advice = "Check that the token of the other identity provider (credential_source) has not expired, that the provider of the pool accepts it, and the clock of this machine. " + adviceSeeError
	case code == "invalid_grant" && kind == typeUser:
		failure.Advice = "The login has ended or was revoked. " + login
	case code == "invalid_grant":
		failure.Advice = "Check that the key of the service account was not deleted, and the clock of this machine. " + adviceSeeError
	case code == codeProjectDenied:
		failure.Advice = adviceProjectDenied
	case code == "SERVICE_DISABLED" || code == "accessNotConfigured":
		failure.Advice = "Enable the IAM Service Account Credentials API in the project that is used for the call. For the login of a person, gcloud auth application-default set-quota-project names another one. " + adviceSeeError
	case refused.Status == http.StatusForbidden, refused.Status == http.StatusNotFound:
		failure.Advice = "To act as a service account, the credentials need the role roles/iam.serviceAccountTokenCreator on it, and the scope " + scopeCloudPlatform + "; the IAM Service Account Credentials API must be enabled. " + adviceSeeError
	case kind == settingAccessToken:
		failure.Advice = "Check access_token (GOOGLE_OAUTH_ACCESS_TOKEN): it lasts about an hour, and is not renewed. " + adviceSeeError
	default:
		failure.Advice = "Check credentials (GOOGLE_CREDENTIALS). " + adviceSeeError
	}
}
