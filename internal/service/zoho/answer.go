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

// readAnswer returns Zoho's words in a refusal, with the status of the envelope
// where that one tells the failure.
func readAnswer(refused *httpapi.StatusError) service.Answer {
	heard := listen(refused.Body)
	return answerFrom(failedStatus(refused.Status, heard), heard, refused.Clean)
}

// answerFrom cleans once more, since the JSON may have spelled a secret with
// escapes, and before anything is cut.
func answerFrom(status int, heard words, clean func(string) string) service.Answer {
	answer := service.Answer{Status: status, Code: displaytext.Escape(shorten(clean(heard.code()))), Message: displaytext.Escape(shorten(clean(heard.String())))}
	if answer.Message == "" {
		answer.Message = answer.Code
	}
	return answer
}

// failedStatus is the status that says how a request has failed: either of the
// two can be the one that says nothing. Where one is a refusal and the other a
// failure of the server, it is a refusal: no server that failed makes those.
func failedStatus(httpStatus int, heard words) int {
	isRefusal := httpStatus >= 400 && httpStatus < 500
	if heard.status < 400 || heard.status >= 500 && isRefusal {
		return httpStatus
	}
	return heard.status
}

// refusalIn returns a refusal with what Zoho said in it. What an interrupted
// call met before its last attempt is none.
func refusalIn(err error) (refused *httpapi.StatusError, heard words, ok bool) {
	if httpapi.IsInterrupted(err) || !errors.As(err, &refused) {
		return nil, words{}, false
	}
	return refused, listen(refused.Body), true
}

// isNoSuchURL: Zoho does not route the address.
func isNoSuchURL(err error) bool {
	_, heard, ok := refusalIn(err)
	return ok && heard.has(codeNoSuchURL)
}

// isUnknownDomain reports whether a call about one domain was refused in a way
// that an unknown domain can be: how it is, is not documented. Refusals that
// speak of the credentials or the address are no such thing, and one dressed as
// 500 has to say it.
func isUnknownDomain(err error) bool {
	refused, heard, ok := refusalIn(err)
	if !ok || refused.Meaning != httpapi.AsStatus && refused.Meaning != httpapi.Refused || isDenial(refused.Status, heard) {
		return false
	}
	status := failedStatus(refused.Status, heard)
	return status >= 400 && status < 500 || refused.Meaning == httpapi.Refused && absentWords.MatchString(heard.all())
}

// isRefusal reports whether Zoho refused the call for a reason of its own that
// is about the domain, be it as 4xx or dressed as 500.
func isRefusal(err error) bool {
	refused, heard, ok := refusalIn(err)
	return isUnknownDomain(err) || ok && refused.Meaning == httpapi.Refused && !isDenial(refused.Status, heard) && !isHiddenFailure(refused, heard)
}

// lost: the answer does not say whether the call had its effect. That includes
// a failure of the server in an envelope whose HTTP status is a success.
func lost(err error) bool {
	refused, heard, ok := refusalIn(err)
	return httpapi.Ambiguous(err) || ok && isHiddenFailure(refused, heard)
}

func isHiddenFailure(refused *httpapi.StatusError, heard words) bool {
	return refused.Meaning == httpapi.Refused && refused.Status < 300 && heard.status >= 500 && !openEnvelope(refused.Body).namesCause()
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longestMessage {
		return string(runes[:longestMessage]) + "…"
	}
	return text
}
