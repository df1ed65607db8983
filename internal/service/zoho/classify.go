// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
)

// Codes that are refusals of every call.
const (
	codeInvalidToken  = "INVALID_OAUTHTOKEN"
	codeInvalidScope  = "INVALID_OAUTHSCOPE"
	codeInvalidTicket = "INVALID_TICKET"
	// codeNoSuchURL answers a path that Zoho does not route; in sister products
	// also one that the token's scopes do not cover.
	codeNoSuchURL = "URL_RULE_NOT_CONFIGURED"
)

// The answer to too many requests is not documented for Zoho Mail. Sister
// products answer 429, or 400 or even 200 with one of these in code or text.
var (
	throttleCode = regexp.MustCompile(`(?i)throttle|request_?limit_?exceeded|rate_?limit|too_?many_?requests`)
	throttleText = regexp.MustCompile(`(?i)too many requests|request[ _]limit[ _]exceeded|_THROTTLES?_`)
	pauseText    = regexp.MustCompile(`(?i)after (?:about )?(\d{1,6}) ?(second|minute|hour)`)
)

// classifyMail says what an answer of the mail API means where its HTTP status does
// not say so.
func classifyMail(status int, _ http.Header, body []byte) httpapi.Classification {
	messages := parseMessages(body)
	switch {
	case status == http.StatusTooManyRequests, messages.status == http.StatusTooManyRequests, messages.throttled(saysCheck(openEnvelope(body), messages)):
		return httpapi.Classification{Kind: httpapi.Throttled, RetryAfter: messages.pause()}
	case messages.has(codeInvalidToken):
		return httpapi.Classification{Kind: httpapi.TokenRefused}
	case status == http.StatusUnauthorized && messages.isEmpty():
		// Clients have met refusals without a body: a new token may mend it.
		return httpapi.Classification{Kind: httpapi.TokenRefused}
	case status == http.StatusUnauthorized:
		// "Invalid Access" alone speaks of the role of the user.
		return httpapi.Classification{Kind: httpapi.NotTokenRefused}
	case status < 300 && (messages.failed(status) || messages.bare || textOf(openEnvelope(body).member("errorCode")) != ""):
		return httpapi.Classification{Kind: httpapi.Refused}
	case status >= 500 && messages.status >= 400 && messages.status < 500,
		status == http.StatusInternalServerError && messages.status < 501 && openEnvelope(body).namesCause():
		// The existing customer of a sister call is such a refusal dressed as 500.
		return httpapi.Classification{Kind: httpapi.Refused}
	}
	return httpapi.Classification{}
}

// classifyAccounts says what an answer of the token endpoint means. Too many
// requests are "Access Denied" there, with the status 400 by the
// documentation (zoho.com/accounts/protocol/oauth/token-limits.html), and
// errors have been seen with the status 200.
func classifyAccounts(status int, _ http.Header, body []byte) httpapi.Classification {
	messages := parseMessages(body)
	switch {
	case status == http.StatusTooManyRequests, messages.has("ACCESS DENIED"), messages.throttled(false):
		return httpapi.Classification{Kind: httpapi.Throttled, RetryAfter: messages.pause()}
	case status < 300 && messages.bare:
		return httpapi.Classification{Kind: httpapi.Refused}
	}
	return httpapi.Classification{}
}

// throttled reads codes, and texts but for those of a check: such a text quotes
// what the web site of the domain answered, which may be too busy itself.
func (w apiMessages) throttled(ofCheck bool) bool {
	for _, code := range w.codes {
		if throttleCode.MatchString(code) {
			return true
		}
	}
	return !ofCheck && w.match(throttleText)
}

// pause is the time that a text names, or 0.
func (w apiMessages) pause() time.Duration {
	found := pauseText.FindStringSubmatch(w.String())
	if found == nil {
		return 0
	}
	number, _ := strconv.Atoi(found[1])
	unit := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}[strings.ToLower(found[2])]
	return time.Duration(number) * unit
}
