// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// publishedWords speak of a record or file, not of the domain.
var publishedWords = regexp.MustCompile(`(?i)\b(txt|cname|dns|file|records?|mismatch(ed)?|verification code)\b`)

// meaningOfCheck words the documented codes of a failed check.
func meaningOfCheck(code string) string {
	switch {
	case strings.Contains(code, "TXT_RECORD_HOST_UNKNOWN"):
		return "Zoho does not find the TXT record in the DNS yet"
	case strings.Contains(code, "CNAME_HOST_UNKNOWN"):
		return "Zoho does not find the name of the CNAME record in the DNS yet"
	case strings.Contains(code, "HTML_VCODE_FAILURE"):
		return "Zoho could not fetch the file with the code"
	}
	return "Zoho does not confirm the verification"
}

// isFailedCheck: a failed check that is told as a refusal. The codes of a
// record with a wrong value are not documented; they begin alike.
func isFailedCheck(err error) bool {
	refused, messages, ok := refusalIn(err)
	if !ok || isDenial(refused.Status, messages) {
		return false
	}
	verified, told := truthOf(openEnvelope(refused.Body).member("status"))
	return told && !verified && failedStatus(refused.Status, messages) < 500 || namesCheck(messages)
}

// saysCheck: the answer tells how a check has ended.
func saysCheck(answer envelope, messages apiMessages) bool {
	_, told := truthOf(answer.member("status"))
	return told || namesCheck(messages)
}

func namesCheck(messages apiMessages) bool {
	return messages.has("TXT_RECORD_") || messages.has("CNAME_HOST_") || messages.has("HTML_VCODE_")
}

// saysVerifiedAlready: the code has been seen with the status 400 and may come
// with any.
func saysVerifiedAlready(answer envelope, err error) bool {
	if _, messages, ok := refusalIn(err); ok {
		return messages.has("ALREADY_VERIFIED")
	}
	return err == nil && messagesIn(answer).has("ALREADY_VERIFIED")
}

// notYet words a failed check. Every reason may pass: the code of a record with
// a wrong value is unknown, and so is what Zoho's own resolver still remembers.
func (o *organization) notYet(operation string, request service.VerifyRequest, before service.Domain, answer envelope, said service.Response) error {
	typed := &service.Error{Class: service.NotYet, Operation: operation, Response: said}
	typed.Reason = meaningOfCheck(typed.Response.Code)
	if found := whatWasFound(answer, request, o.endpoints.center); found != "" {
		typed.Reason = o.redactor.Clean(found)
	}
	if before.Reason != "" {
		typed.Reason += "; " + before.Reason
	}
	typed.Advice = "Leave what is published where it is: Zoho's DNS servers can take as long as the TTL of what was there before, a day at worst."
	o.setTried(request.ID.Domain, attempt{at: o.now(), refusal: typed})
	return typed
}

// tooSoon answers in place of Zoho for verifyPause after a call.
func (o *organization) tooSoon(operation, domain string) error {
	o.mu.Lock()
	last := o.tried[domain]
	o.mu.Unlock()
	rest := last.at.Add(verifyPause).Sub(o.now())
	if last.at.IsZero() || rest <= 0 {
		return nil
	}
	held := &service.Error{
		Class: service.NotYet, Operation: operation, Reason: "the answer to the last attempt was lost",
		Advice: "Nothing needs to be done.",
	}
	if last.refusal != nil {
		again := *last.refusal
		held = &again
	}
	held.RetryAfter = rest
	held.Reason += fmt.Sprintf(" (as of %s ago; it is not asked again before another %s, because Zoho locks out who asks too often)",
		(verifyPause - rest).Round(time.Second), rest.Round(time.Second))
	return held
}

func (o *organization) setTried(domain string, made attempt) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tried[domain] = made
}
