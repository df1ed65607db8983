// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// envelope is what every answer of the mail API is wrapped in:
// {"status": {"code", "description"}, "data": …}, data being optional.
type envelope struct {
	// Code is the envelope's own status, 0 where it has none. It can differ from
	// the HTTP status; if either is 400 or more, the request failed.
	Code        int
	Description string
	Data        json.RawMessage
}

var (
	internalWords = regexp.MustCompile(`(?i)^(internal|server)[ _](server[ _])?error$`)
	causeWords    = regexp.MustCompile(`(?i)exist|already|associated|in use|hosting|maximum|at most|no more than`)
)

// openEnvelope reads any body; what is not there is left zero.
func openEnvelope(body []byte) envelope {
	var outer struct {
		Status json.RawMessage `json:"status"`
		Data   json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return envelope{}
	}
	opened := envelope{Data: outer.Data}
	var status struct {
		Code        json.RawMessage `json:"code"`
		Description json.RawMessage `json:"description"`
	}
	if json.Unmarshal(outer.Status, &status) == nil {
		opened.Code = wholeNumber(textOf(status.Code))
		opened.Description = textOf(status.Description)
	}
	return opened
}

// member returns a member of data, if that is an object.
func (e envelope) member(name string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(e.Data, &object) != nil {
		return nil
	}
	return object[name]
}

// namesCause: the answer says why, as only one of the API itself does. A code of
// an internal error names none, nor does the description that goes with it.
func (e envelope) namesCause() bool {
	for _, place := range []string{"moreInfo", "errorCode", "error"} {
		if text := textOf(e.member(place)); text != "" && !internalWords.MatchString(text) {
			return true
		}
	}
	return causeWords.MatchString(e.Description)
}

// domainsIn returns the domains of a list in every shape that a page or a
// working client knows: data.domainVO (or domainVOS) as an array or, for one
// domain, as the object itself; data itself as either. recognized is false for
// what may be an empty organization or something else altogether.
func domainsIn(data json.RawMessage) (domains []domainObject, recognized bool) {
	if domains, recognized = manyOrOne(data); recognized {
		return domains, true
	}
	for _, name := range []string{"domainVO", "domainVOS"} {
		if domains, recognized = manyOrOne(envelope{Data: data}.member(name)); recognized {
			return domains, true
		}
	}
	return nil, false
}

func manyOrOne(data json.RawMessage) ([]domainObject, bool) {
	if one, ok := asDomainObject(data); ok {
		return []domainObject{one}, true
	}
	var list []json.RawMessage
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) || json.Unmarshal(data, &list) != nil {
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
