// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"encoding/json"
	"regexp"
	"strings"
)

// domainObject is one domain as Zoho shows it. Only the fields below are ever
// decoded: the others change their type between the pages of the documentation
// (domainId is a string or a number beyond what a float holds) or are personal
// data of the verifying administrator.
type domainObject map[string]json.RawMessage

const (
	fieldName = "domainName"
	// fieldOrganization and fieldVerifiedAt are in lists and single answers only.
	fieldOrganization = "zoid"
	fieldVerifiedAt   = "verifiedDate"
	fieldVerified     = "verificationStatus"
	fieldCNAMECode    = "CNAMEVerificationCode"
	fieldHTMLCode     = "HTMLVerificationCode"
	fieldHosting      = "mailHostingEnabled"
	fieldExpired      = "isExpired"
)

// readyForm is a TXT value that is ready to publish. No documented field holds
// one, but a public script looks for it in the answers.
var readyForm = regexp.MustCompile(`zoho-verification=[^\s"'<>\\]+`)

// asDomainObject takes an object that names a domain for one.
func asDomainObject(data json.RawMessage) (domainObject, bool) {
	var object domainObject
	if json.Unmarshal(data, &object) != nil || object.name() == "" {
		return nil, false
	}
	return object, true
}

func (d domainObject) name() string { return d.text(fieldName) }

// text returns a string, or a number in its own digits.
func (d domainObject) text(field string) string { return textOf(d[field]) }

func textOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimSpace(text)
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil {
		return number.String()
	}
	return ""
}

// truth reads a boolean; one client expects it as a string as well.
func (d domainObject) truth(field string) (value, shown bool) { return truthOf(d[field]) }

func truthOf(raw json.RawMessage) (value, shown bool) {
	if json.Unmarshal(raw, &value) == nil && string(raw) != "null" && len(raw) > 0 {
		return value, true
	}
	switch strings.ToLower(textOf(raw)) {
	case "":
		return false, false
	case "true", "verified", "yes", "1":
		return true, true
	default:
		return false, true
	}
}

// readyTXT returns the TXT value that some field holds, or "".
func (d domainObject) readyTXT() string {
	for _, raw := range d {
		if found := readyForm.FindString(textOf(raw)); found != "" {
			return found
		}
	}
	return ""
}
