// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"errors"
	"regexp"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// longestMessage keeps an error page from filling the terminal.
const longestMessage = 500

var absentWords = regexp.MustCompile(`(?i)(not|n't)[ _](exist|found)|no[ _]such[ _]domain`)

// parseResponse returns Zoho's words in a refusal, with the status of the envelope
// where that one tells the failure.
func parseResponse(refused *httpapi.StatusError) service.Response {
	messages := parseMessages(refused.Body)
	return responseFrom(failedStatus(refused.Status, messages), messages, refused.Clean)
}

// responseFrom cleans once more, since the JSON may have spelled a secret with
// escapes, and before anything is cut.
func responseFrom(status int, messages apiMessages, clean func(string) string) service.Response {
	answer := service.Response{Status: status, Code: displaytext.Escape(shorten(clean(messages.code()))), Message: displaytext.Escape(shorten(clean(messages.String())))}
	if answer.Message == "" {
		answer.Message = answer.Code
	}
	return answer
}

// failedStatus is the status that says how a request has failed: either of the
// two can be the one that says nothing. Where one is a refusal and the other a
// failure of the server, it is a refusal: no server that failed makes those.
func failedStatus(httpStatus int, messages apiMessages) int {
	isRefusal := httpStatus >= 400 && httpStatus < 500
	if messages.status < 400 || messages.status >= 500 && isRefusal {
		return httpStatus
	}
	return messages.status
}

// refusalIn returns a refusal with what Zoho said in it. What an interrupted
// call met before its last attempt is none.
func refusalIn(err error) (refused *httpapi.StatusError, messages apiMessages, ok bool) {
	if httpapi.IsInterrupted(err) || !errors.As(err, &refused) {
		return nil, apiMessages{}, false
	}
	return refused, parseMessages(refused.Body), true
}

// isNoSuchURL: Zoho does not route the address.
func isNoSuchURL(err error) bool {
	_, messages, ok := refusalIn(err)
	return ok && messages.has(codeNoSuchURL)
}

// isUnknownDomain reports whether a call about one domain was refused in a way
// that an unknown domain can be: how it is, is not documented. Refusals that
// speak of the credentials or the address are no such thing, and one dressed as
// 500 has to say it.
func isUnknownDomain(err error) bool {
	refused, messages, ok := refusalIn(err)
	if !ok || refused.Kind != httpapi.AsStatus && refused.Kind != httpapi.Refused || isDenial(refused.Status, messages) {
		return false
	}
	status := failedStatus(refused.Status, messages)
	return status >= 400 && status < 500 || refused.Kind == httpapi.Refused && absentWords.MatchString(messages.all())
}

// isRefusal reports whether Zoho refused the call for a reason of its own that
// is about the domain, be it as 4xx or dressed as 500.
func isRefusal(err error) bool {
	refused, messages, ok := refusalIn(err)
	return isUnknownDomain(err) || ok && refused.Kind == httpapi.Refused && !isDenial(refused.Status, messages) && !isHiddenFailure(refused, messages)
}

// isAmbiguous: the answer does not say whether the call had its effect. That includes
// a failure of the server in an envelope whose HTTP status is a success.
func isAmbiguous(err error) bool {
	refused, messages, ok := refusalIn(err)
	return httpapi.Ambiguous(err) || ok && isHiddenFailure(refused, messages)
}

func isHiddenFailure(refused *httpapi.StatusError, messages apiMessages) bool {
	return refused.Kind == httpapi.Refused && refused.Status < 300 && messages.status >= 500 && !openEnvelope(refused.Body).namesCause()
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longestMessage {
		return string(runes[:longestMessage]) + "…"
	}
	return text
}
