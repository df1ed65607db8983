// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// response is a response of the mail API, {"status": {"code", "description"}, "data": …},
// or of the accounts server, decoded once.
type response struct {
	kind kind
	// status is that of HTTP or envelope, whichever shows a failure.
	status int
	// envelope is status.code, or 0. It can differ from the HTTP status; if either is
	// 400 or more, the request failed (wire/zoho.md 2).
	envelope    int
	description string
	data        any
	// bare reports whether there is an error beside or without the envelope.
	bare bool
	// codes are for machines (INVALID_OAUTHTOKEN), texts for people.
	codes, texts []string
}

var (
	codeForm      = regexp.MustCompile(`^[A-Za-z0-9]+(_[A-Za-z0-9]+)+$`)
	sentenceEnd   = regexp.MustCompile(`([.!?]); `)
	internalWords = regexp.MustCompile(`(?i)^(internal|server)[ _](server[ _])?error$`)
	causeWords    = regexp.MustCompile(`(?i)exist|already|associated|in use|hosting|maximum|at most|no more than`)
	absentWords   = regexp.MustCompile(`(?i)(not|n't)[ _](exist|found)|no[ _]such[ _]domain`)

	// The response to too many requests is not documented for Zoho Mail. Sister
	// products respond with 429, or with 400 or even 200 and one of these in code or
	// text (wire/zoho.md 5).
	throttleCode = regexp.MustCompile(`(?i)throttle|request_?limit_?exceeded|rate_?limit|too_?many_?requests`)
	throttleText = regexp.MustCompile(`(?i)too many requests|request[ _]limit[ _]exceeded|_THROTTLES?_`)
	pauseText    = regexp.MustCompile(`(?i)after (?:about )?(\d{1,6}) ?(s|m|h)(?:econd|inute|our)`)
)

// messageMembers are the members that hold messages, or more such members. A failure
// has been seen to name its cause in data.error, data.errorCode, data.moreInfo,
// data.message or the envelope's description (wire/zoho.md 1.5); throttle responses of
// sister products, and the accounts server, have their own places beside data.
var messageMembers = [...]string{
	"error", "errorCode", "error_code", "errorcode", "title", "errors",
	"moreInfo", "message", "error_description", "details",
}

// parse reads any body; what is not there is left zero.
func (a *Adapter) parse(httpStatus int, body []byte) *response {
	r := &response{}
	value, err := a.decode(body)
	if outer, isObject := value.(map[string]any); isObject {
		r.addEnvelope(outer)
	} else if err != nil || value != nil {
		r.addMessage(adapter.PlainText(body))
	}
	r.classify(httpStatus)
	return r
}

func (r *response) addEnvelope(outer map[string]any) {
	r.envelope, _ = strconv.Atoi(adapter.TextOf(outer, "status", "code"))
	r.description, r.data = adapter.TextOf(outer, "status", "description"), outer["data"]
	r.bare = adapter.TextOf(outer, "error") != "" || adapter.IsFilled(outer["error"]) || adapter.IsFilled(outer["errors"])
	r.addMessages(outer)
	r.addMessages(r.data)
	r.addMessage(adapter.TextOf(r.data))
	if !slices.Contains([]string{"success", "created", "ok"}, strings.ToLower(r.description)) {
		r.addMessage(r.description)
	}
}

// addMessages takes the messages out of an object or a list of objects or texts.
func (r *response) addMessages(value any) {
	var found []any
	switch value := value.(type) {
	case map[string]any:
		for _, name := range messageMembers {
			found = append(found, value[name])
		}
	case []any:
		found = value
	}
	for _, item := range found {
		r.addMessage(adapter.TextOf(item))
		r.addMessages(item)
	}
}

func (r *response) addMessage(text string) {
	switch {
	case text == "" || slices.Contains(r.codes, text) || slices.Contains(r.texts, text):
	case codeForm.MatchString(text):
		r.codes = append(r.codes, text)
	default:
		r.texts = append(r.texts, text)
	}
}

// all returns all codes and texts, in lower case, but for the domain's name, which
// can look like a message of Zoho's.
func (r *response) all(domain string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(slices.Concat(r.codes, r.texts), "; ")), domain, "")
}

// has reports whether a code, or a text, contains part. Texts quote codes.
func (r *response) has(parts ...string) bool {
	all := r.all("")
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(all, strings.ToLower(part)) })
}

// isEmpty reports whether there is no message but the name of the status.
func (r *response) isEmpty() bool {
	return len(r.codes) == 0 && !slices.ContainsFunc(r.texts, func(text string) bool { return !strings.EqualFold(text, "unauthorized") })
}

// code is the first one; message is everything else, joined as sentences.
func (r *response) code() string { return adapter.FirstNonEmpty(r.codes...) }

func (r *response) message() string {
	texts := slices.Concat(r.texts, r.codes[min(len(r.codes), 1):])
	return sentenceEnd.ReplaceAllString(strings.Join(texts, "; "), "$1 ")
}

// namesCause reports whether the response has a cause, as only the API itself names
// one. A code of an internal error is none, nor is the description that goes with it.
func (r *response) namesCause() bool {
	for _, name := range []string{"moreInfo", "errorCode", "error"} {
		if text := adapter.TextOf(r.data, name); text != "" && !internalWords.MatchString(text) {
			return true
		}
	}
	return causeWords.MatchString(r.description)
}

// namesCheck reports whether a documented code of a failed verification is there.
func (r *response) namesCheck() bool { return r.has("TXT_RECORD_", "CNAME_HOST_", "HTML_VCODE_") }

// throttled reads codes, and texts but for those of a verification: such a text
// quotes the web site of the domain, which may be rate limiting itself.
func (r *response) throttled() bool {
	if r.envelope == http.StatusTooManyRequests || slices.ContainsFunc(r.codes, throttleCode.MatchString) {
		return true
	}
	_, isCheck := adapter.TruthOf(r.data, "status")
	return !isCheck && !r.namesCheck() && throttleText.MatchString(r.message())
}

// pause is the time that a text names, or 0.
func (r *response) pause() time.Duration {
	found := pauseText.FindStringSubmatch(r.message())
	if found == nil {
		return 0
	}
	pause, _ := time.ParseDuration(found[1] + strings.ToLower(found[2]))
	return pause
}

// codeNotInPlan is that of what the plan of the organization does not have (wire/zoho.md 1.5).
const codeNotInPlan = "OPERATION_NOT_PERMITTED"

// kind is what a response means, decided once.
type kind int

const (
	kindSuccess kind = iota
	kindThrottled
	// The denials, which are about the credentials or the path and not the domain:
	kindToken     // the access token is not accepted
	kindScope     // a scope is missing
	kindTicket    // the request came without credentials
	kindNoSuchURL // the path is not routed
	kindRole      // the user has no right to it
	kindForbidden // 403 alone, which can be the limit of domains as well
	// Other failures:
	kindRedirect
	kindRefused // refused for a reason of its own
	kindFailed  // the server failed; whether the request was applied is not known
)

// classify decides status and kind; the codes are those of wire/zoho.md 2.
func (r *response) classify(httpStatus int) {
	r.status = httpStatus
	// Where one status is a refusal and the other a failure of the server, it is a
	// refusal: a server that failed makes none.
	if isHTTPRefusal := httpStatus >= 400 && httpStatus < 500; r.envelope >= 500 && !isHTTPRefusal || r.envelope >= 400 && r.envelope < 500 {
		r.status = r.envelope
	}
	isFailure := httpStatus >= 300 || r.envelope >= 400 || r.bare || adapter.TextOf(r.data, "errorCode") != ""
	switch {
	case httpStatus == http.StatusTooManyRequests, r.throttled():
		r.kind = kindThrottled
	case r.has("INVALID_OAUTHTOKEN"), httpStatus == http.StatusUnauthorized && r.isEmpty():
		// Clients have met refusals without a body: a new token may help.
		r.kind = kindToken
	case !isFailure:
		r.kind = kindSuccess
	case r.has("INVALID_OAUTHSCOPE"):
		r.kind = kindScope
	case r.has("INVALID_TICKET"):
		r.kind = kindTicket
	case r.has("URL_RULE_NOT_CONFIGURED"):
		// In sister products also a path that the scopes of the token do not cover.
		r.kind = kindNoSuchURL
	case r.has("INVALID ACCESS"):
		r.kind = kindRole
	case r.status == http.StatusForbidden:
		r.kind = kindForbidden
	case r.status == http.StatusUnauthorized, httpStatus == http.StatusUnauthorized, httpStatus == http.StatusForbidden:
		r.kind = kindRole
	case httpStatus >= 300 && httpStatus < 400:
		r.kind = kindRedirect
	case r.status == http.StatusRequestTimeout:
		// Nobody has refused anything.
		r.kind = kindFailed
	case httpStatus >= 500 && !r.isRefusalAs500(httpStatus), httpStatus < 300 && r.envelope >= 500 && !r.namesCause() && !absentWords.MatchString(r.all("")):
		r.kind = kindFailed
	default:
		r.kind = kindRefused
	}
}

// isRefusalAs500 reports whether a refusal comes with the status of a server that
// failed, as that of the existing customer of a sister call does (wire/zoho.md 1.1).
func (r *response) isRefusalAs500(httpStatus int) bool {
	return httpStatus >= 500 && r.envelope >= 400 && r.envelope < 500 ||
		httpStatus == http.StatusInternalServerError && r.envelope <= 500 && r.namesCause()
}

func (r *response) isDenial() bool { return r.kind >= kindToken && r.kind <= kindForbidden }

// mayBeUnknownDomain reports whether an unknown domain may be the cause: how Zoho
// refuses one is not documented (wire/zoho.md 1.3).
func (r *response) mayBeUnknownDomain() bool {
	return r.kind == kindRefused && (r.status >= 400 && r.status < 500 || absentWords.MatchString(r.all("")))
}

// classifyMail says what a response of the mail API means where its HTTP status does
// not.
func (a *Adapter) classifyMail(httpStatus int, _ http.Header, body []byte) httpapi.Classification {
	r := a.parse(httpStatus, body)
	classification := httpapi.Classification{Parsed: r}
	switch {
	case r.kind == kindThrottled:
		classification.Kind, classification.RetryAfter = httpapi.Throttled, r.pause()
	case r.kind == kindToken:
		classification.Kind = httpapi.TokenRefused
	case httpStatus == http.StatusUnauthorized:
		// "Invalid Access" alone is about the role of the user.
		classification.Kind = httpapi.NotTokenRefused
	case r.kind != kindSuccess && httpStatus < 300, r.isRefusalAs500(httpStatus):
		classification.Kind = httpapi.Refused
	}
	return classification
}

// responseIn returns the response of a refusal. A body that was too long or broke off
// was not decoded, so that only the status counts.
func responseIn(refused *httpapi.StatusError) *response {
	if r, ok := refused.Parsed.(*response); ok {
		return r
	}
	r := &response{}
	r.classify(refused.Status)
	r.addMessage(adapter.PlainText(refused.Body))
	return r
}

// refusalOf returns the response of the refusal in err; for other errors, and for a page in
// its place, an empty one.
func refusalOf(err error) *response {
	if refused, ok := adapter.Refused(err); ok && !adapter.IsForeign(refused) {
		return responseIn(refused)
	}
	return &response{}
}

// isAmbiguous reports whether the request may have been applied although it failed.
func isAmbiguous(err error) bool {
	return httpapi.Ambiguous(err) || refusalOf(err).kind == kindFailed
}

func isRefused(err error) bool { return refusalOf(err).kind == kindRefused }

func shownResponse(refused *httpapi.StatusError) service.Response {
	r := responseIn(refused)
	return service.Response{Status: r.status, Code: r.code(), Message: r.message()}
}

const (
	adviceThrottled = "Wait that long, then run Terraform again; nothing was lost. Zoho counts all requests to the organization: " +
		"if other programs use its API as well, set a lower requests_per_minute (ZOHO_REQUESTS_PER_MINUTE)."
	adviceSeeError = "See the Zoho error above."
	console        = "the admin console of Zoho Mail"
	adviceConsole  = "Check the domain in " + console + "."
	adviceScopes   = "The scopes ZohoMail.organization.domains.CREATE, .READ, .UPDATE and .DELETE (or .ALL in their place) are all that is needed; " +
		"only the data source domainverify_organization needs ZohoMail.partner.organization.READ as well."
)

// vendor is what the kit has to know of Zoho when a call fails.
func (a *Adapter) vendor(config httpapi.Config) *adapter.Vendor {
	return &adapter.Vendor{
		Name: Name, Company: "Zoho", Console: console, Redactor: config.Redactor, Sleep: config.Sleep, AdviceRateLimited: adviceThrottled,
		Response: shownResponse, Classify: a.meaning, TokenFailure: a.tokenFailure,
	}
}

// meaning is that of a refusal where its operation gives it none of its own.
func (a *Adapter) meaning(refused *httpapi.StatusError) adapter.Meaning {
	organizationID, isAboutDomain := subjectOf(refused.Path)
	e, scope := responseIn(refused), scopeOf(refused.Method, refused.Path)
	switch e.kind {
	case kindThrottled:
		reason := "rate limited: Zoho locks organizations that send too many requests"
		if refused.RetryAfter > 0 {
			reason += fmt.Sprintf(". No request is sent to it for %s", refused.RetryAfter.Round(time.Second))
		}
		return adapter.Meaning{Class: service.Throttled, Reason: reason, Advice: adviceThrottled}
	case kindScope:
		return adapter.Denied("the access token lacks a scope; this call needs "+scope,
			"Make a new "+a.credential()+" with this scope: in Zoho's API console, self client, tab Generate Code. "+adviceScopes)
	case kindToken:
		return adapter.Denied("Zoho does not accept the access token", a.adviceToken())
	case kindTicket:
		return adapter.Denied("Zoho received the request without credentials",
			fmt.Sprintf("The Authorization header was probably removed on the way: check base_url (%s) and a proxy in between.", a.mailHost))
	case kindNoSuchURL:
		return adapter.Denied("Zoho does not know the path of this call", adviceNoSuchURL(scope))
	case kindRole, kindForbidden:
		return adapter.Denied("the user behind the credentials is not allowed to do this in the organization "+organizationID,
			"Either that user is not an administrator of the organization, or organization_id is that of another one. Make the token as an administrator "+
				"(admin console, Users, the user's role), and compare organization_id with the one in the profile of the organization there.")
	}
	switch {
	case e.has(codeNotInPlan):
		return adapter.Blocked("the plan of the Zoho organization does not allow this",
			adviceSeeError+" The admin console shows the plan under Subscription.")
	case e.status == http.StatusNotFound && !isAboutDomain:
		return adapter.NotFound("Zoho has no organization "+organizationID,
			"Check organization_id: the admin console of Zoho Mail shows it in the profile of the organization. "+a.dataCenterHint())
	case e.kind == kindFailed, e.status >= 500 && refused.Method == http.MethodGet:
		return adapter.Transient("Zoho failed to handle the request", "Run Terraform again. If the error persists, send the response above to the support of Zoho.")
	case e.kind == kindRedirect:
		return adapter.Meaning{}
	}
	// Its status may be that of a success, or of a server that failed.
	return adapter.Rejected("Zoho rejected the request", adviceSeeError)
}

func adviceNoSuchURL(scope string) string {
	return fmt.Sprintf("Other products of Zoho respond like this when a scope is missing: check that the token has %s. %s If it has, check base_url: it must be the host alone, without a path.",
		scope, adviceScopes)
}
