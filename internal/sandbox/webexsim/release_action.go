// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"encoding/base64"
	"net/http"
)

// unverifyDomain is wire/webex.md 1.4: the only way off the lists.
func (s *Sim) unverifyDomain(c call) (any, *failure) {
	var request struct {
		Domain        string `json:"domain"`
		RemovePending bool   `json:"removePending"`
	}
	if fail := s.decodeDomain(c, &request, &request.Domain); fail != nil {
		return nil, fail
	}
	name, d := request.Domain, s.own.domain(request.Domain)
	switch {
	case !d.listed():
		return nil, refuse(http.StatusNotFound, "Domain %s is not associated with the organization.", name)
	case d.claimed:
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still claimed.", name)
	case d.reserved && s.Is(SwitchUnverifyReserved, "400"):
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still reserved.", name)
	}
	unverify := s.unverifyWithoutFlag
	if request.RemovePending {
		unverify = s.unverifyWithFlag
	}
	if fail := unverify(name, d); fail != nil {
		return nil, fail
	}
	s.changed(s.own)
	return s.wholeOrganization("Unverify"), nil
}

// unverifyWithFlag drops the pending entry; what becomes of a verification is unknown.
func (s *Sim) unverifyWithFlag(name string, d *domain) *failure {
	value := s.Value(SwitchUnverifyVerifiedWithFlag)
	switch {
	case !d.verified || value == "removes":
		s.own.remove(name)
	case d.pending || value == "200_no_effect":
		d.pending = false
	default:
		return refuse(s.Number(SwitchUnverifyVerifiedWithFlag), "Domain %s is not pending.", name)
	}
	return nil
}

// unverifyWithoutFlag drops the verification, and leaves a pending entry beside it
// for the flag to remove.
func (s *Sim) unverifyWithoutFlag(name string, d *domain) *failure {
	value := s.Value(SwitchUnverifyPendingWithoutFlag)
	switch {
	case d.verified:
		pendingToo := d.pending
		s.own.remove(name)
		s.own.domain(name).pending = pendingToo
	case value == "removes":
		s.own.remove(name)
	case value != "200_no_effect":
		return refuse(s.Number(SwitchUnverifyPendingWithoutFlag), "Domain %s is not verified.", name)
	}
	return nil
}

// wholeOrganization is the answer of verify and unverify: pending domains are in
// neither list, claimed ones are in both.
func (s *Sim) wholeOrganization(action string) map[string]any {
	lists := s.own.lists(s.config.Now())
	return map[string]any{
		"verifiedDomains": lists.verified,
		"claimedDomains":  lists.claimed,
		"url":             s.actionURL(action),
	}
}

// unclaimDomain is wire/webex.md 1.5: 204 without a body, the domain stays verified and
// enforcement as it was.
func (s *Sim) unclaimDomain(c call) (any, *failure) {
	var request struct {
		Domain string `json:"domain"`
	}
	if fail := decode(c, &request); fail != nil {
		return nil, fail
	}
	if request.Domain == "" {
		return nil, refuse(http.StatusBadRequest, "domain is required")
	}
	sent, fail := s.decodeUnclaim(request.Domain)
	if fail != nil {
		return nil, fail
	}
	name, fail := s.domainName(sent)
	if fail != nil {
		return nil, fail
	}
	d := s.own.domain(name)
	if !d.claimed {
		if s.Is(SwitchUnclaimOfUnclaimed, "204") {
			return nil, nil
		}
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
