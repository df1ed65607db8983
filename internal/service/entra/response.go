// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

const (
	// codeDenied is the code of a missing permission, whatever its status.
	codeDenied = "Authorization_RequestDenied"
	// codeConcurrent is the code of a change that another one was in the way of, whatever
	// its status.
	codeConcurrent = "Directory_ConcurrencyViolation"

	// statusBandwidth is the second status of Graph's rate limits.
	statusBandwidth = 509
)

const adviceSeeError = "See the Microsoft error above."

func newVendor(config httpapi.Config) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "Microsoft", Console: "the admin center", Parse: parse, IDHeaders: []string{"Request-Id", "X-Ms-Request-Id"},
		Classify: meaningOf, TokenFailure: explainTokenFailure, Redactor: config.Redactor, Sleep: config.Sleep,
	}
}

// parse reads refusals of Graph and of the login host (wire/entra.md 5, 11). The code of
// the first detail says more than the one above it, which is mostly Request_BadRequest.
func parse(body adapter.ErrorBody) service.Response {
	return service.Response{
		Code:      body.Code("error/details/code", "error/code", "error_codes", "error"),
		Message:   body.Text("error/message", "error_description", "error", "message"),
		RequestID: body.Text("error/innerError/request-id", "error/innererror/request-id", "trace_id"),
	}
}

// classify finds the rate limit that has a status of its own (wire/entra.md 11).
func classify(vendor *adapter.Vendor) httpapi.Classify {
	return func(status int, header http.Header, body []byte) httpapi.Classification {
		classification := vendor.ParseRefusal(status, header, body)
		if status == statusBandwidth {
			classification.Kind = httpapi.Throttled
		}
		return classification
	}
}

// refusal is what a refusal is told by: its status, the code of its first detail, and,
// where no code says it, its text.
type refusal struct {
	status     int
	code, text string
}

// refusedBy returns the zero refusal for every other error, and for a page, which is none of
// Microsoft's: a forced release must not follow from what a proxy says.
func refusedBy(err error) refusal {
	refused, ok := adapter.Refused(err)
	if !ok || adapter.IsForeign(refused) {
		return refusal{}
	}
	response := adapter.Parsed(refused)
	return refusal{refused.Status, response.Code, strings.ToLower(response.Message)}
}

// isRequest reports whether Microsoft refused what was asked for, and not who asks or how
// often.
func (r refusal) isRequest() bool {
	return r.status == http.StatusBadRequest || r.status == http.StatusConflict
}

// isConcurrent reports whether something else changes the domain, which passes.
func (r refusal) isConcurrent() bool {
	return r.status == http.StatusConflict || r.code == codeConcurrent
}

// isDenied reports whether the credentials lack a permission.
func (r refusal) isDenied() bool {
	return r.code == codeDenied || r.status == http.StatusForbidden
}

// isNotFound reports whether Microsoft says that something is not there. Without such a
// code the response is somebody else's, or says that the request went astray.
func (r refusal) isNotFound() bool {
	return r.status == http.StatusNotFound && strings.HasSuffix(r.code, "NotFound")
}

// isDuplicate reports whether the tenant has the domain, or had it a moment ago.
func (r refusal) isDuplicate() bool {
	return r.code == "ObjectConflict" || r.isRequest() && strings.Contains(r.text, "already exists")
}

// isHeldElsewhere reports whether another tenant has the name.
func (r refusal) isHeldElsewhere() bool {
	return r.code == "DomainInUse" || r.isRequest() && strings.Contains(r.text, "used by an active tenant")
}

// isMissingRecord reports whether Microsoft has not found the record, which it says with
// statuses of every kind.
func (r refusal) isMissingRecord() bool {
	return strings.Contains(r.text, "error in dns verification")
}

// meaningOf is what a refusal means whatever was attempted.
func meaningOf(refused *httpapi.StatusError) adapter.Meaning {
	shown := refusal{status: refused.Status, code: adapter.Parsed(refused).Code}
	switch {
	case refused.Status == http.StatusNotFound && !shown.isNotFound():
		return adapter.Transient("the response is 404, and does not say as Microsoft does that something is not there",
			adapter.AdviceRunAgain+" If the error persists, check graph_url, login_url, and a proxy in between.")
	case shown.isDenied():
		return missingPermission(refused)
	case refused.Status == http.StatusUnauthorized:
		return adapter.Denied("Microsoft does not accept the access token",
			"If access_token is set, get a new one: it is valid for about an hour. Otherwise check environment and graph_url: a token is of one cloud. "+adviceSeeError)
	case shown.isConcurrent():
		return adapter.Transient("Microsoft reports that something else is changing the domain", adapter.AdviceRunAgain)
	}
	return adapter.Meaning{}
}

// missingPermission names the permission that the call needs (wire/entra.md 6).
func missingPermission(refused *httpapi.StatusError) adapter.Meaning {
	permission := "Domain.ReadWrite.All"
	if refused.Method == http.MethodGet {
		permission = "Domain.Read.All (Domain.ReadWrite.All includes it)"
	}
	return adapter.Denied("the credentials lack a permission", "Add the application permission "+permission+" of Microsoft Graph to the app registration, and grant admin consent for the tenant. "+
		"A signed-in user (az) needs the role Domain Name Administrator as well. After consent it may take five minutes until it counts: run Terraform again then.")
}

// explainTokenFailure completes the error of a request that got no token
// (wire/entra.md 5).
func explainTokenFailure(failure *service.Error, _ *httpapi.TokenError) {
	if failure.Class != service.Denied {
		return
	}
	for codes, advice := range map[string]string{
		"7000215":                    "client_secret (ARM_CLIENT_SECRET) is not a secret of the app. Set the value of the secret, which is shown once, not its ID.",
		"7000222":                    "client_secret (ARM_CLIENT_SECRET) has expired. Make a new secret.",
		"700016":                     "The app client_id (ARM_CLIENT_ID) is not in the tenant: check both. An app of another tenant needs admin consent in this one first.",
		"90002 900023":               "There is no such tenant in this cloud: check tenant_id (ARM_TENANT_ID) or organization_id, and environment (ARM_ENVIRONMENT).",
		"70021 700211 700212 700213": "The app has no federated credential with issuer, subject and audience of the token: compare them with the federated credentials of the app registration.",
		"700027":                     "The certificate is not one of the app's, or the clock of this machine is wrong: upload the certificate to the app registration.",
		"700024":                     "The assertion is not valid at this time: set oidc_token or the file of oidc_token_file_path to a new token, or correct the clock of this machine.",
	} {
		for code := range strings.FieldsSeq(codes) {
			if failure.Response.Code == code {
				failure.Advice = advice
			}
		}
	}
}
