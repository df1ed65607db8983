// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// maxDomains is what an organization may have (wire/zoho.md 0).
const maxDomains = 30

// firstDomainID looks like the ids of the samples.
const firstDomainID = 1086100001000000

// beyondFloat makes an id that no floating-point number holds (2^53 and more).
const beyondFloat = 8_000_000_000_000_000_001

type domain struct {
	id                  uint64
	name                string
	ascii               string // the name by which DNS, the path and duplicates know it
	cnameCode, htmlCode string
	verified            bool
	expired             bool // the registration, which is why it is not verified
	hosting, primary    bool
	users               int // that have addresses in it
	created, verifiedAt time.Time
}

func (s *Sim) find(ascii string) *domain {
	for _, d := range s.domains {
		if d.ascii == ascii {
			return d
		}
	}
	return nil
}

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	ascii, ok := simhttp.HostName(sent)
	spelling := s.Value(SwitchDomainSpelling)
	switch {
	case !ok, spelling == "refused" && sent != ascii:
		return "", "", s.bySwitch(SwitchMalformedDomain, "INVALID_DOMAIN_NAME", "%q is not a valid domain name.", sent)
	case spelling == "kept":
		return sent, ascii, nil
	}
	return ascii, ascii, nil
}

// newDomain refuses what the organization cannot have. Adding again what was deleted
// yields other codes (wire/zoho.md 1.7).
func (s *Sim) newDomain(name, ascii string) (*domain, *failure) {
	switch {
	case s.find(ascii) != nil:
		return nil, s.bySwitch(SwitchDuplicateDomain, "DOMAIN_ALREADY_EXISTS", "Domain %s already exists in your organization.", name)
	case s.elsewhere[ascii]:
		return nil, s.foreign(name)
	case len(s.domains) >= maxDomains:
		return nil, s.bySwitch(SwitchDomainLimit, "DOMAIN_LIMIT_EXCEEDED", "You can add at most %d domains.", maxDomains)
	}
	s.ids++
	d := &domain{id: s.ids, name: name, ascii: ascii, created: s.config.Now()}
	s.challenge(d)
	s.domains = append(s.domains, d)
	return d, nil
}

func (s *Sim) foreign(name string) *failure {
	return s.bySwitch(SwitchForeignDomain, "DOMAIN_IN_ANOTHER_ORGANIZATION", "Domain %s is already associated with another organization.", name)
}

// challenge gives a domain its codes (wire/zoho.md 1.1).
func (s *Sim) challenge(d *domain) {
	d.htmlCode = simhttp.RandomText(s.config.Rand, simhttp.DecimalDigits, 8)
	d.cnameCode = "zb" + d.htmlCode
	if s.Is(SwitchHTMLCode, "13_digits") {
		d.htmlCode = simhttp.RandomText(s.config.Rand, simhttp.DecimalDigits, 13)
	}
}

// verify makes the first verified domain the primary one.
func (s *Sim) verify(d *domain) {
	d.verified, d.expired, d.verifiedAt = true, false, s.config.Now()
	for _, other := range s.domains {
		if other.primary {
			return
		}
	}
	d.primary = true
}

// unknownDomain is for read, change and delete alike.
func (s *Sim) unknownDomain(name string) *failure {
	return s.bySwitch(SwitchUnknownDomain, "DOMAIN_NOT_FOUND", "Domain %s does not exist in your organization.", name)
}

// named finds the domain of the path.
func (s *Sim) named(c call) (*domain, *failure) {
	_, ascii, fail := s.domainName(c.domain())
	if fail != nil || s.find(ascii) == nil {
		return nil, s.unknownDomain(c.domain())
	}
	return s.find(ascii), nil
}

func notVerified(name string) *failure {
	return refuse(http.StatusBadRequest, "DOMAIN_NOT_VERIFIED", "Domain %s is not verified.", name)
}

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
