// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

type addRequest struct {
	DomainName string `json:"domainName"`
}

// modeRequest is the body of every PUT on a domain.
type modeRequest struct {
	Mode string `json:"mode"`
}

// The modes; case matters.
const (
	modeVerifyByTXT    = "verifyDomainByTXT"
	modeVerifyByCName  = "verifyDomainByCName"
	modeVerifyByHTML   = "verifyDomainByHTML"
	modeEnableHosting  = "enableMailHosting"
	modeDisableHosting = "disableMailHosting"
)

// decodeFunc decodes a response body. Everything else works on what it returns, so
// that each body is decoded once.
type decodeFunc func(body []byte) (any, error)

// decodeJSON keeps the digits of numbers: IDs exceed what a float holds.
func decodeJSON(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the JSON value")
	}
	return value, nil
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
	domain := domainObject(object)
	return domain, domain.text(fieldName) != ""
}

// text returns a string, or a number in its own digits.
func (d domainObject) text(field string) string { return textOf(d[field]) }

func (d domainObject) truth(field string) (value, shown bool) { return truthOf(d[field]) }

// readyTXT returns the TXT value that some field holds, or "".
func (d domainObject) readyTXT() string {
	for _, value := range d {
		if found := readyForm.FindString(textOf(value)); found != "" {
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
	for _, list := range []any{data, member(data, "domainVO"), member(data, "domainVOS")} {
		if domains, recognized = manyOrOne(list); recognized {
			return domains, true
		}
	}
	return nil, false
}

func manyOrOne(data any) ([]domainObject, bool) {
	if one, ok := asDomainObject(data); ok {
		return []domainObject{one}, true
	}
	list, ok := data.([]any)
	if !ok {
		return nil, false
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

// member returns a member of an object, or nil.
func member(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}

func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return value.String()
	}
	return ""
}

// truthOf reads a boolean; one client expects it as a string as well.
func truthOf(value any) (truth, shown bool) {
	if truth, ok := value.(bool); ok {
		return truth, true
	}
	switch strings.ToLower(textOf(value)) {
	case "":
		return false, false
	case "true", "verified", "yes", "1":
		return true, true
	}
	return false, true
}

// textsIn returns every text in a value of any shape, objects by their keys' order.
func textsIn(value any) (texts []string) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			texts = append(texts, textsIn(item)...)
		}
	case map[string]any:
		var keys []string
		for key := range value {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			texts = append(texts, textsIn(value[key])...)
		}
	default:
		if text := textOf(value); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
