// SPDX-License-Identifier: MPL-2.0

package zoho

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// maxShownRecords keeps a domain with dozens of TXT records readable.
const maxShownRecords = 5

// whatWasFound says what Zoho found in the DNS, where a failed check tells it:
// txtRecord or cnameRecord, empty in every sample, so that the type of what is
// in it is unknown. It tells a record that is missing from a wrong one.
func whatWasFound(answer envelope, request service.VerifyRequest, center dataCenter) string {
	member, kind, want := "txtRecord", "TXT", "zoho-verification="+request.Token
	if request.Method == service.MethodDNSCNAME {
		member, kind, want = "cnameRecord", "CNAME", "zmverify."+center.records
	}
	raw := answer.member(member)
	if request.Method == service.MethodHTTPFile || raw == nil || string(raw) == "null" {
		return ""
	}
	found := textsIn(raw)
	switch {
	case len(found) == 0 && messagesIn(answer).has("HOST_UNKNOWN"):
		return fmt.Sprintf("Zoho found no %s record there", kind)
	case len(found) == 0:
		// It may always be empty: only the code says whether there is a record.
		return ""
	}
	shown := make([]string, 0, maxShownRecords)
	for _, value := range found[:min(len(found), maxShownRecords)] {
		shown = append(shown, strconv.Quote(shorten(value)))
	}
	list := strings.Join(shown, ", ")
	if more := len(found) - len(shown); more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	switch {
	case slices.ContainsFunc(found, func(value string) bool { return strings.Contains(strings.ToLower(value), strings.ToLower(want)) }):
		return fmt.Sprintf("Zoho sees the %s record (it found %s) but does not confirm it", kind, list)
	case request.Method == service.MethodDNSTXT && slices.ContainsFunc(found, holdsOtherCode):
		return fmt.Sprintf("Zoho found a TXT record with the code of another registration: it found %s, and wants the code %s", list, request.Token)
	}
	return fmt.Sprintf("Zoho found %s records with other values only: %s", kind, list)
}

func holdsOtherCode(value string) bool {
	return strings.Contains(strings.ToLower(value), "zoho-verification=")
}

// textsIn returns every text in a value of any shape, objects by their keys'
// order.
func textsIn(raw json.RawMessage) []string {
	var list []json.RawMessage
	var object map[string]json.RawMessage
	var texts []string
	switch {
	case json.Unmarshal(raw, &list) == nil:
		for _, item := range list {
			texts = append(texts, textsIn(item)...)
		}
	case json.Unmarshal(raw, &object) == nil:
		var keys []string
		for key := range object {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			texts = append(texts, textsIn(object[key])...)
		}
	default:
		if text := textOf(raw); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
