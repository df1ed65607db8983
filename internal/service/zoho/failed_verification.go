// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// isFailedCheck reports whether a verification failed because of what is published.
func (r *response) isFailedCheck() bool {
	verified, shown := adapter.TruthOf(r.data, "status")
	return !r.isDenial() && (shown && !verified && r.status < 500 || r.namesCheck())
}

// notYet is the error of a failed check. Every reason may pass: the code of a record
// with a wrong value is unknown (wire/zoho.md 1.5), and so is what Zoho's own resolver
// has cached.
func (o *organization) notYet(operation string, request service.VerifyRequest, before service.Domain, err error) error {
	e := refusalOf(err)
	reason := adapter.FirstNonEmpty(o.Redactor.Clean(e.recordsFound(request, o.zoho.center)), reasonOfCheck(e.code()))
	typed := service.Error{
		Class: service.NotYet, Operation: operation, Response: o.ResponseOf(err), Reason: adapter.JoinNonEmpty("; ", reason, before.Reason),
		Advice: "Leave what is published where it is: Zoho's DNS servers can take as long as the TTL of the previous records, a day at most.",
	}
	o.attempted(request.ID.Domain, typed)
	return &typed
}

// attempted remembers what came of a verify call.
func (o *organization) attempted(domain string, outcome service.Error) {
	o.Remember(domain, func(m *memory) { m.lastVerify = attempt{o.zoho.now(), outcome} })
}

func reasonOfCheck(code string) string {
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

// tooSoon is the result in place of Zoho's for verifyPause after a call.
func (o *organization) tooSoon(domain string) error {
	last := o.Recall(domain).lastVerify
	rest := last.at.Add(verifyPause).Sub(o.zoho.now())
	if last.at.IsZero() || rest <= 0 {
		return nil
	}
	held := last.outcome
	held.RetryAfter = rest
	held.Reason += fmt.Sprintf(" (as of %s ago; the next attempt is in %s, because Zoho locks organizations that poll)",
		(verifyPause - rest).Round(time.Second), rest.Round(time.Second))
	return &held
}

// maxShownRecords keeps a domain with dozens of TXT records readable.
const maxShownRecords = 5

// recordsFound says which records Zoho found, where a failed check shows them, or "".
// The type of what is in txtRecord and cnameRecord is unknown, because both are empty
// in every sample (wire/zoho.md 1.5). It tells a missing record from a wrong one.
func (r *response) recordsFound(request service.VerifyRequest, center dataCenter) string {
	check, want := checks[request.Method], "zoho-verification="+request.Token
	if request.Method == service.MethodDNSCNAME {
		want = center.target()
	}
	value := adapter.Member(r.data, check.found)
	found := adapter.TextsIn(value)
	switch {
	case value == nil:
		return ""
	case len(found) == 0 && r.has("HOST_UNKNOWN"):
		return fmt.Sprintf("Zoho found no %s record there", check.record)
	case len(found) == 0:
		// It may always be empty: only the code says whether there is a record.
		return ""
	}
	var shown []string
	for _, text := range found[:min(len(found), maxShownRecords)] {
		shown = append(shown, strconv.Quote(adapter.Shorten(text)))
	}
	list := strings.Join(shown, ", ")
	if more := len(found) - len(shown); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	all := strings.ToLower(strings.Join(found, "\n"))
	switch {
	case strings.Contains(all, strings.ToLower(want)):
		return fmt.Sprintf("Zoho found the %s record (%s) but does not confirm it", check.record, list)
	case request.Method == service.MethodDNSTXT && strings.Contains(all, "zoho-verification="):
		return fmt.Sprintf("Zoho found a TXT record with the code of another registration (%s); the code must be %s", list, request.Token)
	}
	return fmt.Sprintf("Zoho found %s records with other values only: %s", check.record, list)
}
