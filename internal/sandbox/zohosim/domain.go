// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"net/http"
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
