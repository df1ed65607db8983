// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"maps"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// reasonExpired: see
// https://help.zoho.com/portal/en-gb/community/topic/zoho-accounts-domain-removal-process.
const reasonExpired = "its registration has expired: Zoho marks such a domain as unverified, lets other organizations claim it, and removes it after 90 days. " +
	"Renew the registration, then apply again"

// note keeps what an answer tells of a domain and reads its state.
func (o *organization) note(domain string, object domainObject) service.Domain {
	o.mu.Lock()
	known := o.shown[domain]
	known.codes = maps.Clone(known.codes)
	if known.codes == nil {
		known.codes = map[service.Method]string{}
	}
	known.bad = badCode(fieldCNAMECode, object.text(fieldCNAMECode), cnameCodeForm)
	if code := object.text(fieldCNAMECode); code != "" && known.bad == "" && code != known.codes[service.MethodDNSCNAME] {
		known.codes[service.MethodDNSTXT], known.codes[service.MethodDNSCNAME] = code, code
		known.readyTXT = ""
	}
	if code := object.text(fieldHTMLCode); badCode(fieldHTMLCode, code, htmlCodeForm) != "" {
		known.bad = badCode(fieldHTMLCode, code, htmlCodeForm)
	} else if code != "" {
		known.codes[service.MethodHTTPFile] = code
	}
	if ready := object.readyTXT(); ready != "" {
		if code, ok := codeInTXT(ready); ok {
			known.readyTXT, known.codes[service.MethodDNSTXT] = ready, code
		}
	}
	if hosting, told := object.truth(fieldHosting); told {
		known.hosting = hosting
	}
	if at := object.text(fieldVerifiedAt); at != "" && at != "0" {
		known.wasVerified = true
	}
	o.shown[domain] = known
	o.mu.Unlock()
	read := asDomain(domain, object, known.codes)
	read.HostsMail = known.hosting
	if known.bad != "" {
		// It blocks the domain that needs the code, and nothing else.
		read.Notice = joined(read.Notice, "The domain "+domain+": "+known.bad+". It is not used.")
	}
	return read
}

func joined(texts ...string) string {
	return strings.TrimSpace(strings.Join(texts, " "))
}

// existing is what is told of a domain that the organization has already. One
// that was verified before is no pending one that somebody has just added.
func (o *organization) existing(domain string, found service.Domain) service.Domain {
	if found.State == service.StatePending && (o.shownOf(domain).wasVerified || found.Reason != "") {
		found.State = service.StateFailed
		found.Reason = firstOf(found.Reason, "it was verified before, and Zoho confirms that no longer")
	}
	return found
}

func firstOf(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func asDomain(domain string, object domainObject, codes map[service.Method]string) service.Domain {
	read := service.Domain{State: service.StatePending, RemoteID: domain}
	if len(codes) > 0 {
		read.Tokens = codes
	}
	expired, _ := object.truth(fieldExpired)
	verified, shown := object.truth(fieldVerified)
	switch {
	case !shown && !expired:
		// "Not verified" is a word of Zoho's; silence is none.
		read.State, read.Reason = service.StateUnknown, "Zoho does not show whether the domain is verified"
	case verified && expired:
		read.State, read.Notice = service.StateVerified, "The domain "+domain+": "+reasonExpired+"."
	case verified:
		read.State = service.StateVerified
	case expired:
		read.Reason = reasonExpired
	}
	return read
}

// canonical: how Zoho spells a domain that was given with capitals or letters
// beyond ASCII is not documented.
func canonical(domain string) string {
	if name, err := domainname.Canonical(domain); err == nil {
		return name
	}
	return strings.ToLower(domain)
}
