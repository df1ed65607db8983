// SPDX-License-Identifier: MPL-2.0

package googlesim

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is one operation: the API that has to be enabled, empty for the token endpoint,
// and the scopes of which one is demanded.
type endpoint struct {
	api    string
	scopes []string
	handle func(*Sim, call) (any, *failure)
}

// The APIs of the project.
const (
	siteVerificationAPI = "Site Verification API"
	credentialsAPI      = "IAM Service Account Credentials API"
)

// call is a request that passed the demands of its endpoint.
type call struct {
	simhttp.Call
	who  Identity
	body simhttp.Fields
}

// routes are wire/google.md 1.1 and 2.
func routes() map[string]endpoint {
	const resources, resource = "/siteVerification/v1/webResource", "/siteVerification/v1/webResource/{id}"
	full := []string{ScopeVerification}
	either := []string{ScopeVerification, ScopeVerifyOnly}
	return map[string]endpoint{
		"POST /token": {handle: (*Sim).serveToken},
		"POST /v1/projects/-/serviceAccounts/{account}": {credentialsAPI, []string{ScopeCloudPlatform}, (*Sim).impersonate},

		"POST /siteVerification/v1/token": {siteVerificationAPI, either, (*Sim).getToken},
		"POST " + resources:               {siteVerificationAPI, either, (*Sim).insert},
		"GET " + resources:                {siteVerificationAPI, full, (*Sim).list},
		"GET " + resource:                 {siteVerificationAPI, full, (*Sim).get},
		"PUT " + resource:                 {siteVerificationAPI, full, (*Sim).update},
		"PATCH " + resource:               {siteVerificationAPI, full, (*Sim).update},
		"DELETE " + resource:              {siteVerificationAPI, full, (*Sim).delete},
	}
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	c := call{Call: received}
	if e.api != "" {
		if c.who, fail = s.admit(received, e); fail != nil {
			return response, fail
		}
		if len(bytes.TrimSpace(c.Body)) > 0 {
			var err error
			if c.body, err = c.Fields(); err != nil || c.MediaType() != "application/json" {
				return response, refuse(http.StatusBadRequest, "parseError", "Parse Error")
			}
		}
		s.recheckIfDue(c.Context())
	}
	body, fail := e.handle(s, c)
	if fail != nil {
		return response, fail
	}
	return simhttp.Answer(body), nil
}

// admit decides by the token and the project before the body is read (wire/google.md 6).
func (s *Sim) admit(c simhttp.Call, e endpoint) (Identity, *failure) {
	value, _ := c.Bearer("Bearer")
	token, live := s.Live(value)
	who := s.holders[value]
	has := func(scope string) bool { return slices.Contains(token.Scopes, scope) }
	disabled := func(project string) *failure {
		f := refuse(http.StatusForbidden, "accessNotConfigured", fmt.Sprintf("%s has not been used in project %s before or it is disabled. "+
			"Enable it by visiting https://console.developers.google.com/apis/ then retry.", e.api, project))
		f.domain, f.detail = "usageLimits", "SERVICE_DISABLED"
		return f
	}
	named := c.Header.Get("X-Goog-User-Project")
	switch {
	case !live:
		return who, refuse(http.StatusUnauthorized, "authError", "Invalid Credentials")
	case !slices.ContainsFunc(e.scopes, has):
		f := refuse(http.StatusForbidden, "insufficientPermissions", "Request had insufficient authentication scopes.")
		f.detail = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
		return who, f
	case named != "" && named != Project && (named != PersonsProject || !who.Person):
		f := refuse(http.StatusForbidden, "forbidden", fmt.Sprintf("Caller does not have required permission to use project %s. Grant the caller the "+
			"roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission.", named))
		f.detail = "USER_PROJECT_DENIED"
		return who, f
	case who.Person && named == "" && s.Is(SwitchQuotaProject, "yes"):
		return who, disabled("764086051850") // that of gcloud's own client
	case slices.Contains(s.project.Disabled, e.api):
		return who, disabled(Project)
	case s.project.QuotaExhausted:
		return who, s.quotaFailure()
	}
	return who, nil
}

func (s *Sim) quotaFailure() *failure {
	f := refuse(s.Number(SwitchQuotaError), "rateLimitExceeded", "Rate Limit Exceeded")
	if s.Is(SwitchQuotaError, "403_daily") {
		f.reason, f.text = "dailyLimitExceeded", "Daily Limit Exceeded"
	}
	f.domain = "usageLimits"
	return f
}

// failure is a refused request (wire/google.md 6).
type failure struct {
	status       int
	domain       string // global if empty
	reason, text string
	detail       string // reason of an ErrorInfo, for the envelopes that have one
	oauth        bool   // the shape of the token endpoint
}

func refuse(status int, reason, text string) *failure {
	return &failure{status: status, reason: reason, text: text}
}

func invalid(text string) *failure { return refuse(http.StatusBadRequest, "invalidParameter", text) }

func oauthFailure(status int, code, text string) *failure {
	return &failure{status: status, reason: code, text: text, oauth: true}
}

func (s *Sim) render(_ simhttp.Call, f *failure) simhttp.Response {
	if f.oauth {
		return simhttp.JSON(f.status, map[string]string{"error": f.reason, "error_description": f.text})
	}
	body := map[string]any{"code": f.status, "message": f.text}
	if !s.Is(SwitchErrorEnvelope, "status_only") {
		body["errors"] = []map[string]string{{"domain": cmp.Or(f.domain, "global"), "reason": f.reason, "message": f.text}}
	}
	if !s.Is(SwitchErrorEnvelope, "errors") {
		body["status"] = statusName(f.status)
		if f.detail != "" {
			body["details"] = []map[string]string{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": f.detail, "domain": "googleapis.com"}}
		}
	}
	return simhttp.JSON(f.status, map[string]any{"error": body})
}

// statusName is the name of google.rpc.Code that goes with an HTTP status.
func statusName(status int) string {
	names := map[int]string{
		http.StatusBadRequest: "INVALID_ARGUMENT", http.StatusUnauthorized: "UNAUTHENTICATED", http.StatusForbidden: "PERMISSION_DENIED",
		http.StatusTooManyRequests: "RESOURCE_EXHAUSTED", http.StatusServiceUnavailable: "UNAVAILABLE",
	}
	return cmp.Or(names[status], strings.ReplaceAll(strings.ToUpper(http.StatusText(status)), " ", "_"))
}
