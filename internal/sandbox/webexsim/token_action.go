// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// getDomainVerificationToken is wire/webex.md 1.1. It is the only way a domain becomes
// pending; there is no separate "add domain".
func (s *Sim) getDomainVerificationToken(c call) (any, *failure) {
	var request struct {
		Domain string `json:"domain"`
	}
	if fail := decode(c, &request); fail != nil {
		return nil, fail
	}
	name, fail := s.domainName(request.Domain)
	if fail != nil {
		return nil, fail
	}
	if fail := s.refuseToken(name); fail != nil {
		return nil, fail
	}
	d := s.own.domain(name)
	if s.needsNewToken(*d) {
		d.token = s.newVerificationToken()
	}
	if !d.verified || s.Is(SwitchTokenOnVerified, "200_with_pending") {
		d.pending = true
	}
	s.changed(s.own)
	return map[string]string{
		"domain":             name,
		"token":              d.token,
		"verificationMethod": "DNS_TXT",
		"url":                s.actionURL("GetToken"),
	}, nil
}

// refuseToken keeps silent about who claimed the domain: the status is the same for
// this organization and for another.
func (s *Sim) refuseToken(name string) *failure {
	if s.own.government && isPublicMail(name) {
		return refuse(http.StatusBadRequest, "Domain %s is a public mail domain.", name)
	}
	if s.own.domain(name).claimed || s.other.domain(name).claimed {
		return refuse(http.StatusConflict, "Domain %s is already claimed.", name)
	}
	if parent, found := s.belowClaimed(name); found && s.Is(SwitchSubdomainOfClaimed, "409") {
		return refuse(http.StatusConflict, "Domain %s belongs to the claimed domain %s.", name, parent)
	}
	if s.own.domain(name).verified && s.Is(SwitchTokenOnVerified, "409") {
		return refuse(http.StatusConflict, "Domain %s is already verified.", name)
	}
	return nil
}

func (s *Sim) needsNewToken(d domain) bool {
	switch {
	case d.token == "":
		return true
	case d.listed():
		return s.Is(SwitchTokenRepeat, "new")
	default:
		return s.Is(SwitchTokenAfterRemoval, "new")
	}
}

// newVerificationToken looks like the tokens in live DNS records: 64 lower-case hex (wire/webex.md 3).
func (s *Sim) newVerificationToken() string { return simhttp.RandomHex(s.config.Rand, 64) }

// actionURL is the internal address that real answers still point to (wire/webex.md 0).
func (s *Sim) actionURL(action string) string {
	return "https://identity.webex.com/organization/" + s.own.id + "/v1/actions/DomainVerification/" + action + "/invoke"
}
