// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The modes of mail hosting; case matters.
const (
	modeEnableHosting  = "enableMailHosting"
	modeDisableHosting = "disableMailHosting"
)

// check is how Zoho verifies by one method (wire/zoho.md 1.5).
type check struct {
	mode string
	// record is the type of the record, found the member with the records that a failed
	// check has met. Both are empty for a file.
	record, found string
}

var checks = map[service.Method]check{
	service.MethodDNSTXT:   {"verifyDomainByTXT", "TXT", "txtRecord"},
	service.MethodDNSCNAME: {"verifyDomainByCName", "CNAME", "cnameRecord"},
	service.MethodHTTPFile: {mode: "verifyDomainByHTML"},
}

// domainObject is one domain as Zoho shows it. Only the fields below are read: the
// others change their type between the pages of the documentation or are personal
// data of the administrator who verified the domain (wire/zoho.md 1.4).
type domainObject map[string]any

const (
	fieldName = "domainName"
	// fieldOrganization and fieldVerifiedAt are in lists and single responses only.
	fieldOrganization = "zoid"
	fieldVerifiedAt   = "verifiedDate"
	fieldVerified     = "verificationStatus"
	fieldCNAMECode    = "CNAMEVerificationCode"
	fieldHTMLCode     = "HTMLVerificationCode"
	fieldHosting      = "mailHostingEnabled"
	fieldExpired      = "isExpired"
)

// readyForm is a TXT value that is ready to publish. No documented field holds one,
// but a public script searches the responses for it (wire/zoho.md 3).
var readyForm = regexp.MustCompile(`zoho-verification=[^\s"'<>\\]+`)

// asDomainObject accepts an object that names a domain.
func asDomainObject(data any) (domainObject, bool) {
	object, _ := data.(map[string]any)
	if adapter.TextOf(object[fieldName]) == "" {
		return nil, false
	}
	return object, true
}

// text returns a string, or a number in its own digits.
func (d domainObject) text(field string) string { return adapter.TextOf(d[field]) }

func (d domainObject) truth(field string) (value, shown bool) { return adapter.TruthOf(d[field]) }

// readyTXT returns the TXT value that some field holds, or "".
func (d domainObject) readyTXT() string {
	for _, value := range d {
		if found := readyForm.FindString(adapter.TextOf(value)); found != "" {
			return found
		}
	}
	return ""
}

// domainsIn returns the domains of a list in every shape that a page or a working
// client knows (wire/zoho.md 1.2): data.domainVO or domainVOS as an array or, for one
// domain, as the object itself; data itself as either. recognized is false for what
// may be an empty organization or something else altogether.
func domainsIn(data any) (domains []domainObject, recognized bool) {
	for _, list := range []any{data, adapter.Member(data, "domainVO"), adapter.Member(data, "domainVOS")} {
		if domains, recognized = manyOrOne(list); recognized {
			return domains, true
		}
	}
	return nil, false
}

func manyOrOne(value any) ([]domainObject, bool) {
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	domains := make([]domainObject, 0, len(list))
	for _, item := range list {
		domain, ok := asDomainObject(item)
		if !ok {
			return nil, false
		}
		domains = append(domains, domain)
	}
	return domains, true
}
