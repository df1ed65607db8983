// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// maxDomains is what an organization may have (wire/zoho.md 0).
const maxDomains = 30

// firstDomainID looks like the ids of the samples.
const firstDomainID = 1086100001000000

type domain struct {
	id                  uint64
	name                string
	ascii               string // the name by which DNS, the path and duplicates know it
	cnameCode, htmlCode string
	verified            bool
	expired             bool // the registration, which is why it is not verified
	hosting, primary    bool
	users               uint // that have addresses in it
	created, verifiedAt time.Time
}

func (s *Sim) find(ascii string) *domain {
	d, _ := simhttp.First(s.domains, func(d *domain) bool { return d.ascii == ascii })
	return d
}

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	stored, ascii, ok := simhttp.Stored(sent, s.Value(SwitchDomainSpelling))
	if !ok {
		fail = s.bySwitch(SwitchMalformedDomain, "%q is not a valid domain name.", sent)
	}
	return stored, ascii, fail
}

// newDomain refuses what the organization cannot have. Adding again what was deleted
// yields other codes (wire/zoho.md 1.7).
func (s *Sim) newDomain(sent string) (*domain, *failure) {
	name, ascii, fail := s.domainName(sent)
	switch {
	case fail != nil:
		return nil, fail
	case s.find(ascii) != nil:
		return nil, s.bySwitch(SwitchDuplicateDomain, "Domain %s already exists in your organization.", name)
	case s.elsewhere[ascii]:
		return nil, s.foreign(name)
	case len(s.domains) >= maxDomains:
		return nil, s.bySwitch(SwitchDomainLimit, "You can add at most %d domains.", maxDomains)
	}
	s.ids++
	d := &domain{id: s.ids, name: name, ascii: ascii, created: s.config.Now()}
	s.challenge(d)
	s.domains = append(s.domains, d)
	return d, nil
}

func (s *Sim) foreign(name string) *failure {
	return s.bySwitch(SwitchForeignDomain, "Domain %s is already associated with another organization.", name)
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
	d.primary = !slices.ContainsFunc(s.domains, func(other *domain) bool { return other.primary && other != d })
}

// unknownDomain is for read, change and delete alike.
func (s *Sim) unknownDomain(name string) *failure {
	return s.bySwitch(SwitchUnknownDomain, "Domain %s does not exist in your organization.", name)
}

// named finds the domain of the path.
func (s *Sim) named(c call) (*domain, *failure) {
	_, ascii, fail := s.domainName(c.domain())
	if fail != nil || s.find(ascii) == nil {
		return nil, s.unknownDomain(c.domain())
	}
	return s.find(ascii), nil
}

// addedObject is the answer to adding: seven fields and no more (wire/zoho.md 1.1).
func (s *Sim) addedObject(d *domain) map[string]any {
	o := map[string]any{
		"domainName":         d.name,
		"createdTime":        d.created.UnixMilli(),
		"isRegisteredByZoho": false,
		"primary":            d.primary,
		"verificationStatus": d.verified,
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
	return o
}

// object is wire/zoho.md 1.4. What is about the verifying administrator or the mail flow
// has the values of a domain that nobody set up.
func (s *Sim) object(d *domain) map[string]any {
	o := s.addedObject(d)
	o["domainId"], o["zoid"] = strconv.FormatUint(d.id, 10), json.Number(s.config.OrganizationID)
	o["mailHostingEnabled"] = d.hosting
	o["isDomainAlias"], o["spfstatus"], o["dkimstatus"] = false, false, false
	o["subDomainStripping"], o["mxstatus"], o["status"] = 0, "expired", "enabled"
	o["catchAllExcludeAddresses"], o["dkimDetailList"] = []string{}, []any{}
	o["URI"] = "/api/organization/" + s.config.OrganizationID + "/domains/" + d.ascii
	if d.verified {
		o["verifiedDate"] = d.verifiedAt.UnixMilli()
	}
	if s.Is(SwitchExpiredField, "present") {
		o["isExpired"] = d.expired
	}
	return o
}

// listDomains is wire/zoho.md 1.2 in the shape of the documentation.
func (s *Sim) listDomains(call) (any, *failure) {
	objects := make([]map[string]any, 0, len(s.domains))
	for _, d := range s.domains {
		objects = append(objects, s.object(d))
	}
	if len(objects) == 0 {
		switch s.Value(SwitchEmptyList) {
		case "empty_data":
			return map[string]any{}, nil
		case "no_data":
			return nil, nil
		case "null":
			return map[string]any{"domainVO": nil}, nil
		}
	}
	return map[string]any{"domainVO": objects}, nil
}

// addDomain is wire/zoho.md 1.1.
func (s *Sim) addDomain(c call) (any, *failure) {
	d, fail := s.newDomain(c.field("domainName"))
	if fail != nil {
		return nil, fail
	}
	return simhttp.JSON(http.StatusCreated, newEnvelope(http.StatusCreated, "Created", s.addedObject(d))), nil
}

func (s *Sim) readDomain(c call) (any, *failure) {
	d, fail := s.named(c)
	if fail != nil {
		return nil, fail
	}
	return s.object(d), nil
}

// deleteDomain is wire/zoho.md 1.7: what depends on the domain must go first.
func (s *Sim) deleteDomain(c call) (any, *failure) {
	d, fail := s.named(c)
	switch {
	case fail != nil:
		return nil, fail
	case d.hosting:
		return nil, refuseSeen("RMV_HOSTING_BEFORE_DLT_DOMAIN", "Mail hosting of %s must be disabled before it is deleted.", d.name)
	case d.users > 0 && !d.expired:
		return nil, s.bySwitch(SwitchDeleteInUse, "You cannot delete the domain %s as %d users still use it.", d.name, d.users)
	case s.hasSubdomains(d) && !d.expired:
		return nil, s.bySwitch(SwitchDeleteInUse, "You cannot delete the domain %s as subdomains of it exist.", d.name)
	case d.primary && s.Is(SwitchDeleteOfPrimary, "400"):
		return nil, s.bySwitch(SwitchDeleteOfPrimary, "Domain %s is the primary domain of the organization.", d.name)
	}
	s.remove(d)
	return nil, nil
}

// hasSubdomains reports whether subdomains keep the domain, as users do (wire/zoho.md 1.7).
func (s *Sim) hasSubdomains(d *domain) bool {
	return slices.ContainsFunc(s.domains, func(other *domain) bool { return strings.HasSuffix(other.ascii, "."+d.ascii) })
}

func (s *Sim) remove(d *domain) {
	s.domains = slices.DeleteFunc(s.domains, func(other *domain) bool { return other == d })
}

// readOrganization is wire/zoho.md 1.8, the members that a client of domains needs.
func (s *Sim) readOrganization(call) (any, *failure) {
	names, primary, hosting := []string{}, "", false
	for _, d := range s.domains {
		names = append(names, d.name)
		hosting = hosting || d.hosting
		if d.primary {
			primary = d.name
		}
	}
	return map[string]any{
		"zoid": json.Number(s.config.OrganizationID), "orgName": s.config.OrganizationName, "primaryDomainName": primary, "domains": names, "isMailHostingEnabled": hosting,
	}, nil
}

// changeDomain is PUT on the bare path. Modes are compared exactly: case matters
// (wire/zoho.md 1.5). Those that the sandbox does not have are refused like unknown ones.
func (s *Sim) changeDomain(c call) (any, *failure) {
	mode := c.field("mode")
	if _, isMethod := methods()[mode]; isMethod {
		if s.Is(SwitchVerifyURL, "suffix") {
			return nil, noSuchURL()
		}
		return s.verifyDomain(c)
	}
	change := map[string]func(*domain) *failure{
		"enableMailHosting":  enableHosting,
		"disableMailHosting": disableHosting,
		"setPrimaryDomain":   s.setPrimary,
	}[mode]
	d, fail := s.named(c)
	if fail == nil && change == nil {
		fail = unknownMode(mode)
	}
	if fail == nil {
		fail = change(d)
	}
	if fail != nil {
		return nil, fail
	}
	return nil, nil
}

// verifyBySuffix is the other documented form of the URL, which takes no other modes.
func (s *Sim) verifyBySuffix(c call) (any, *failure) {
	if s.Is(SwitchVerifyURL, "bare") {
		return nil, noSuchURL()
	}
	if mode := c.field("mode"); methods()[mode].check == nil {
		return nil, unknownMode(mode)
	}
	return s.verifyDomain(c)
}

func unknownMode(mode string) *failure {
	return refuse("The mode %q is not one of those of this URL.", mode)
}

func enableHosting(d *domain) *failure {
	switch {
	case !d.verified:
		return notVerified(d)
	case d.hosting:
		return refuseSeen("MAILHOSTING_ALREADY_ENABLED", "Mail hosting of %s is enabled already.", d.name)
	}
	d.hosting = true
	return nil
}

// setPrimary is a documented mode (wire/zoho.md 1.6); the other domains lose the flag.
func (s *Sim) setPrimary(d *domain) *failure {
	if !d.verified {
		return notVerified(d)
	}
	for _, other := range s.domains {
		other.primary = other == d
	}
	return nil
}

func notVerified(d *domain) *failure { return refuse("Domain %s is not verified.", d.name) }

// disableHosting of what is off is a success: nothing is known, and nothing to do.
func disableHosting(d *domain) *failure {
	d.hosting = false
	return nil
}
