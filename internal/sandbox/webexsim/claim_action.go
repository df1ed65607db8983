// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// claimDomain is wire/webex.md 1.3. Both booleans have the dangerous default, like the
// real ones: claim by force, and mark outside users as transient.
func (s *Sim) claimDomain(c call) (any, *failure) {
	request := struct {
		Data []struct {
			Domain string `json:"domain"`
		} `json:"data"`
		ForceDomainClaim bool `json:"forceDomainClaim"`
		ClaimDomainOnly  bool `json:"claimDomainOnly"`
	}{ForceDomainClaim: true}
	if fail := decode(c, &request); fail != nil {
		return nil, fail
	}
	if len(request.Data) == 0 {
		return nil, refuse(http.StatusBadRequest, "data is required")
	}
	var names []string
	for _, item := range request.Data {
		name, fail := s.domainName(item.Domain)
		if fail != nil {
			return nil, fail
		}
		names = append(names, name)
	}
	if fail := s.claimAll(names, request.ForceDomainClaim, request.ClaimDomainOnly); fail != nil {
		return nil, fail
	}
	data := []map[string]string{}
	for _, name := range names {
		data = append(data, map[string]string{"domain": name, "url": s.domainURL(name)})
	}
	return map[string]any{"data": data}, nil
}

func (s *Sim) claimAll(names []string, force, only bool) *failure {
	if s.Is(SwitchClaimPartialFailure, "none") {
		for _, name := range names {
			if fail := s.refuseClaim(name, force, only); fail != nil {
				return fail
			}
		}
	}
	defer s.changed(s.own)
	for _, name := range names {
		if fail := s.refuseClaim(name, force, only); fail != nil {
			return fail
		}
		s.claim(name, only)
	}
	return nil
}

func (s *Sim) refuseClaim(name string, force, only bool) *failure {
	own, other := s.own.domain(name), s.other.domain(name)
	switch {
	case other.claimed:
		return refuse(s.Number(SwitchClaimHeldElsewhere),
			"Domain %s is already claimed by another organization.", name)
	case !own.verified:
		return refuse(http.StatusBadRequest, "Domain %s is not verified.", name)
	case own.claimed && s.Is(SwitchClaimOfClaimed, "200"):
		return nil
	case own.claimed:
		return refuse(s.Number(SwitchClaimOfClaimed), "Domain %s is already claimed.", name)
	case other.verified:
		return refuse(s.Number(SwitchClaimMultiVerified),
			"Domain %s is verified by several organizations and can not be claimed.", name)
	case force || s.outsideUsers[name] == 0 || only && s.Is(SwitchClaimOnlyUnforced, "claimed"):
		return nil
	}
	return refuse(s.Number(SwitchClaimOutsideUsers),
		"Domain %s has %d users outside the organization.", name, s.outsideUsers[name])
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
