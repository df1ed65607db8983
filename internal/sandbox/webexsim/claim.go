// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// claimDomain is wire/webex.md 1.3. Both booleans have the dangerous default, like the
// real ones: claim by force, and mark outside users as transient. Of a list, all domains
// are claimed or none.
func (s *Sim) claimDomain(c call) (any, *failure) {
	var data []simhttp.Fields
	force, only := true, false
	if fail := read(c.fields, simhttp.Required("data", &data), simhttp.Optional("forceDomainClaim", &force), simhttp.Optional("claimDomainOnly", &only)); fail != nil {
		return nil, fail
	}
	claimed := []map[string]string{}
	for _, item := range data {
		name, fail := s.readDomain(item)
		if fail == nil {
			fail = s.refuseClaim(name, force, only)
		}
		if fail != nil {
			return nil, fail
		}
		claimed = append(claimed, map[string]string{"domain": name, "url": s.domainURL(name)})
	}
	for _, item := range claimed {
		s.claim(item["domain"], only)
	}
	s.changed(s.own)
	return map[string]any{"data": claimed}, nil
}

func (s *Sim) refuseClaim(name string, force, only bool) *failure {
	own, other := s.own.domain(name), s.other.domain(name)
	switch {
	case other.claimed:
		return refuse(s.Number(SwitchClaimHeldElsewhere), "Domain %s is already claimed by another organization.", name)
	case !own.verified:
		return refuse(http.StatusBadRequest, "Domain %s is not verified.", name)
	case own.claimed && s.Is(SwitchClaimOfClaimed, "200"):
		return nil
	case own.claimed:
		return refuse(s.Number(SwitchClaimOfClaimed), "Domain %s is already claimed.", name)
	case other.verified:
		return refuse(s.Number(SwitchClaimMultiVerified), "Domain %s is verified by several organizations and can not be claimed.", name)
	case force || s.outsideUsers[name] == 0 || only && s.Is(SwitchClaimOnlyUnforced, "claimed"):
		return nil
	}
	return refuse(s.Number(SwitchClaimOutsideUsers), "Domain %s has %d users outside the organization.", name, s.outsideUsers[name])
}

// claim also ends a reservation: reserved goes to claimed (wire/webex.md 5.7).
func (s *Sim) claim(name string, only bool) {
	d := s.own.domain(name)
	d.claimed, d.reserved = true, false
	if n := s.outsideUsers[name]; n > 0 && !only {
		s.transient[name] = n
	}
}

// OutsideUsers sets how many users of a domain exist in other organizations.
func (s *Sim) OutsideUsers(domain string, n int) {
	defer s.Lock()()
	s.outsideUsers[strings.ToLower(domain)] = n
}

// domainURL ends in the base64 of the name, as documented.
func (s *Sim) domainURL(name string) string {
	return "https://identity.webex.com/organizations/" + s.own.id + "/v1/domains/" +
		base64.StdEncoding.EncodeToString([]byte(name))
}

// unclaimDomain is wire/webex.md 1.5: 204 without a body, the domain stays verified and
// enforcement as it was.
func (s *Sim) unclaimDomain(c call) (any, *failure) {
	var sent string
	fail := read(c.fields, simhttp.Required("domain", &sent))
	if fail == nil {
		sent, fail = s.decodeUnclaim(sent)
	}
	if fail != nil {
		return nil, fail
	}
	name := strings.ToLower(sent)
	d := s.own.domain(name)
	if !d.claimed && !s.Is(SwitchUnclaimOfUnclaimed, "204") {
		return nil, refuse(s.Number(SwitchUnclaimOfUnclaimed), "Domain %s is not claimed.", name)
	}
	d.claimed = false
	s.changed(s.own)
	return nil, nil
}

// decodeUnclaim distinguishes the two spellings by the dot, which base64 has not and
// no domain that can be claimed is without.
func (s *Sim) decodeUnclaim(sent string) (string, *failure) {
	decoded, err := base64.StdEncoding.DecodeString(sent)
	encoding := s.Value(SwitchUnclaimEncoding)
	if (err == nil) == (encoding == "base64") || encoding == "either" {
		if err == nil {
			return string(decoded), nil
		}
		return sent, nil
	}
	return "", refuse(http.StatusBadRequest, "The parameter domain is invalid: %s", sent)
}
