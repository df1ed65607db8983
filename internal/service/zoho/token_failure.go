// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// tokenFailure completes the error of a call that got no access token to begin
// with.
func (o *organization) tokenFailure(typed *service.Error, noToken *httpapi.TokenError) {
	typed.Reason = fmt.Sprintf("no access token could be had from Zoho's accounts server (%s)", o.endpoints.accountsHost)
	typed.Advice = "Run Terraform again; nothing was changed."
	if noToken.Refused == nil {
		typed.Cause = noToken
		typed.Advice = "Check the network path, a proxy and accounts_url, then run Terraform again; nothing was changed."
		return
	}
	typed.Response, typed.RetryAfter = parseResponse(noToken.Refused), noToken.Refused.RetryAfter
	messages := parseMessages(noToken.Refused.Body)
	switch {
	case noToken.Throttled:
		typed.Class, typed.RetryAfter = service.Throttled, noToken.Left
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) gives this refresh token no more access tokens for another %s: it allows ten requests for one in ten minutes",
			o.endpoints.accountsHost, noToken.Left.Round(time.Second))
		typed.Advice = "Wait that long, since asking earlier makes it longer; nothing was lost. Every terraform plan asks once, and every apply or destroy up to twice: " +
			"where many run in a row, set token_cache_dir (ZOHO_TOKEN_CACHE_DIR) to a folder of your own, or ask for one token yourself and give it to all of them as access_token (ZOHO_ACCESS_TOKEN). It lasts an hour."
	case messages.has("INVALID_CLIENT"):
		typed.Class = service.Denied
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) does not know this client_id, or client_secret does not belong to it", o.endpoints.accountsHost)
		typed.Advice = "This is also the answer when the client lives in another data center. " + o.endpoints.dataCenterHint() +
			" If that one is right, compare client_id and client_secret with Zoho's API console."
	case messages.has("INVALID_CODE"), messages.has("INVALID_GRANT"):
		typed.Class = service.Denied
		typed.Reason = "Zoho's accounts server does not accept the refresh token: it is wrong or revoked, or belongs to another client_id"
		typed.Advice = "refresh_token must be what the exchange of the API console's code returned as refresh_token, not that code itself, which lives a few minutes, " +
			"and not an access token. Make a new one with the scopes that are needed. " + adviceScopes
	case typed.Response.Status < 500:
		typed.Class = service.Denied
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) refused to exchange the refresh token for an access token", o.endpoints.accountsHost)
		typed.Advice = "Check client_id, client_secret, refresh_token and accounts_url. " + o.endpoints.dataCenterHint()
	}
}
