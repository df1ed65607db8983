// SPDX-License-Identifier: MPL-2.0

package webexsim

import "net/http"

// unverifyDomain is wire/webex.md 1.4: the only way off the lists.
func (s *Sim) unverifyDomain(c call) (any, *failure) {
	var request struct {
		Domain        string `json:"domain"`
		RemovePending bool   `json:"removePending"`
	}
	if fail := decode(c.body, &request); fail != nil {
		return nil, fail
	}
	name, fail := s.domainName(request.Domain)
	if fail != nil {
		return nil, fail
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.own.domain(name)
	switch {
	case !d.listed():
		return nil, refuse(http.StatusNotFound, "Domain %s is not associated with the organization.", name)
	case d.claimed:
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still claimed.", name)
	case d.reserved && s.is(SwitchUnverifyReserved, "400"):
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still reserved.", name)
	}
	if request.RemovePending {
		fail = s.unverifyWithFlag(name, d)
	} else {
		fail = s.unverifyWithoutFlag(name, d)
	}
	if fail != nil {
		return nil, fail
	}
	s.changed(s.own)
	return s.wholeOrganization("Unverify"), nil
}

// unverifyWithFlag drops the pending entry; what becomes of a verification is unknown.
func (s *Sim) unverifyWithFlag(name string, d *domain) *failure {
	value := s.switches.Value(SwitchUnverifyVerifiedWithFlag)
	switch {
	case !d.verified || value == "removes":
		s.own.forget(name)
	case d.pending || value == "200_no_effect":
		d.pending = false
	default:
		return refuseBySwitch(value, "Domain %s is not pending.", name)
	}
	return nil
}

// unverifyWithoutFlag drops the verification, and leaves a pending entry beside it
// for the flag to remove.
func (s *Sim) unverifyWithoutFlag(name string, d *domain) *failure {
	value := s.switches.Value(SwitchUnverifyPendingWithoutFlag)
	switch {
	case d.verified:
		pendingToo := d.pending
		s.own.forget(name)
		s.own.domain(name).pending = pendingToo
	case value == "removes":
		s.own.forget(name)
	case value != "200_no_effect":
		return refuseBySwitch(value, "Domain %s is not verified.", name)
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
