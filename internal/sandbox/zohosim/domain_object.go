// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"encoding/json"
	"strconv"
)

// addedObject is the answer to adding: seven fields and no more (wire/zoho.md 1.1).
func (s *Sim) addedObject(d *domain) map[string]any {
	o := map[string]any{
		"domainName":         d.name,
		"createdTime":        d.created.UnixMilli(),
		"isRegisteredByZoho": false,
		"primary":            d.primary,
	}
	s.showVerification(o, d)
	return o
}

// object is wire/zoho.md 1.4. What is about the verifying administrator or the mail flow
// has the values of a domain that nobody set up.
func (s *Sim) object(d *domain) map[string]any {
	o := s.addedObject(d)
	o["zoid"] = json.Number(s.config.OrganizationID)
	o["mailHostingEnabled"] = d.hosting
	o["isDomainAlias"], o["spfstatus"], o["dkimstatus"] = false, false, false
	o["subDomainStripping"], o["mxstatus"], o["status"] = 0, "expired", "enabled"
	o["catchAllExcludeAddresses"], o["dkimDetailList"] = []string{}, []any{}
	o["URI"] = "/api/organization/" + s.config.OrganizationID + "/domains/" + d.ascii
	if d.verified {
		o["verifiedDate"] = d.verifiedAt.UnixMilli()
	}
	switch s.Value(SwitchDomainID) {
	case "string":
		o["domainId"] = strconv.FormatUint(d.id, 10)
	case "number":
		o["domainId"] = d.id
	case "large_number":
		o["domainId"] = beyondFloat + (d.id - firstDomainID)
	}
	if s.Is(SwitchExpiredField, "present") {
		o["isExpired"] = d.expired
	}
	return o
}

// showVerification is what the adapter lives on, in the variant of the switches.
func (s *Sim) showVerification(o map[string]any, d *domain) {
	o["verificationStatus"] = d.verified
	if s.Is(SwitchVerificationStatus, "string") {
		o["verificationStatus"] = strconv.FormatBool(d.verified)
	}
	if s.Is(SwitchTXTField, "present") {
		o["TXTVerificationCode"] = s.txtRecord(d)
	}
	codes := "present"
	if d.verified {
		codes = s.Value(SwitchCodesOfVerified)
	}
	switch codes {
	case "present":
		o["CNAMEVerificationCode"], o["HTMLVerificationCode"] = d.cnameCode, d.htmlCode
	case "null":
		o["CNAMEVerificationCode"], o["HTMLVerificationCode"] = nil, nil
	}
}

// list is wire/zoho.md 1.2 in the shapes that clients decode.
func (s *Sim) list() any {
	objects := make([]map[string]any, 0, len(s.domains))
	for _, d := range s.domains {
		objects = append(objects, s.object(d))
	}
	shape := s.Value(SwitchListShape)
	if len(objects) == 0 {
		switch s.Value(SwitchEmptyList) {
		case "empty_data":
			return map[string]any{}
		case "no_data":
			return nil
		case "null":
			return map[string]any{"domainVO": nil}
		}
	}
	switch {
	case shape == "domainVO_single_object" && len(objects) == 1:
		return map[string]any{"domainVO": objects[0]}
	case shape == "data_single_object" && len(objects) == 1:
		return objects[0]
	case shape == "data_array", shape == "data_single_object":
		return objects
	case shape == "domainVOS":
		return map[string]any{"domainVOS": objects}
	}
	return map[string]any{"domainVO": objects}
}
