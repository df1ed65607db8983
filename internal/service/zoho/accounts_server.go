// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// classifyAccounts says what a response of the token endpoint means. Too many requests
// are documented as the error "Access Denied", which was seen with the status 400; that
// errors can come with the status 200 is inferred (wire/zoho.md 4).
func (a *Adapter) classifyAccounts(httpStatus int, _ http.Header, body []byte) httpapi.Classification {
	r := a.parse(httpStatus, body)
	classification := httpapi.Classification{Parsed: r}
	switch {
	case r.kind == kindThrottled, r.bare && r.has("ACCESS DENIED"):
		// Only as an error of the server's own: a proxy that blocks the way says so, too.
		classification.Kind, classification.RetryAfter = httpapi.Throttled, r.pause()
	case httpStatus < 300 && r.bare:
		classification.Kind = httpapi.Refused
	}
	return classification
}

// tokenFailure completes the error of a call that got no access token to begin with.
func (a *Adapter) tokenFailure(typed *service.Error, noToken *httpapi.TokenError) {
	host := a.accountsHost
	typed.Reason = fmt.Sprintf("could not obtain an access token from Zoho's accounts server (%s)", host)
	if noToken.Refused == nil {
		typed.Advice = "Check the network path, a proxy and accounts_url, then run Terraform again; nothing was changed."
		return
	}
	switch e := responseIn(noToken.Refused); {
	case noToken.Throttled:
		typed.Class, typed.RetryAfter = service.Throttled, noToken.Left
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) issues no access tokens for this refresh token for another %s: it allows ten requests for one in ten minutes",
			host, noToken.Left.Round(time.Second))
		typed.Advice = "Wait that long; nothing was lost. Every terraform plan requests a token once, and every apply or destroy up to twice: " +
			"where many run in a row, set token_cache_dir (ZOHO_TOKEN_CACHE_DIR) to a folder of your own, or request one token yourself and give it to all of them as access_token (ZOHO_ACCESS_TOKEN). It lasts an hour."
	// What a code says counts with whatever status.
	case e.has("INVALID_CLIENT"):
		typed.Class = service.Denied
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) does not know this client_id, or client_secret does not belong to it", host)
		typed.Advice = "A client of another data center gets this error, too. " + a.dataCenterHint() +
			" If that one is right, compare client_id and client_secret with Zoho's API console."
	case e.has("INVALID_CODE", "INVALID_GRANT"):
		typed.Class = service.Denied
		typed.Reason = "Zoho's accounts server does not accept the refresh token: it is wrong or revoked, or belongs to another client_id"
		typed.Advice = "refresh_token must be what the exchange of the API console's code returned as refresh_token, not that code itself, which lasts a few minutes, " +
			"and not an access token. Make a new one with the scopes that are needed. " + adviceScopes
	case typed.Class == service.Denied:
		typed.Reason = fmt.Sprintf("Zoho's accounts server (%s) refused to exchange the refresh token for an access token", host)
		typed.Advice = "Check client_id, client_secret, refresh_token and accounts_url. " + a.dataCenterHint()
	}
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
		"which request new ones as needed. " + a.dataCenterHint()
}
