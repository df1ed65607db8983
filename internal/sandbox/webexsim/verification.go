// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// RecordPrefix stands before the token in the TXT record (wire/webex.md 3).
const RecordPrefix = "cisco-ci-domain-verification="

type verifyRequest struct {
	domain         string
	claim, reserve bool
}

// verifyDomain is wire/webex.md 1.2. It answers synchronously, with the lists of the
// whole organization.
func (s *Sim) verifyDomain(c call) (any, *failure) {
	var request verifyRequest
	var fail *failure
	request.domain, fail = s.readDomain(c.fields, simhttp.Optional("claimDomain", &request.claim), simhttp.Optional("reserveDomain", &request.reserve))
	if fail != nil {
		return nil, fail
	}
	token, fail := s.tokenToProve(request)
	if fail != nil {
		return nil, fail
	}
	seen := token == ""
	if !seen {
		s.Unlocked(func() { seen = s.config.PublishesTXT(c.Context(), request.domain, RecordPrefix+token) })
	}
	return s.afterLookup(request, token, seen)
}

// tokenToProve is that of the pending entry; empty means that there is nothing to prove,
// as the domain is verified.
func (s *Sim) tokenToProve(request verifyRequest) (string, *failure) {
	d := s.own.domain(request.domain)
	if fail := s.refuseVerify(request, *d); fail != nil {
		return "", fail
	}
	switch {
	case d.pending:
		return d.token, nil
	case !d.verified:
		return "", refuse(http.StatusBadRequest, "Domain %s can not be verified: no verification token was requested for it.", request.domain)
	case !s.Is(SwitchVerifyOfVerified, "200"):
		return "", refuse(s.Number(SwitchVerifyOfVerified), "Domain %s can not be verified: it has no pending verification token.", request.domain)
	}
	return "", nil
}

func (s *Sim) refuseVerify(request verifyRequest, d domain) *failure {
	switch {
	case s.other.domain(request.domain).claimed:
		return refuse(http.StatusConflict, "Domain %s is already claimed by another organization.", request.domain)
	case request.reserve && !s.own.government:
		return refuse(http.StatusBadRequest, "reserveDomain is only available to Webex for Government.")
	case request.reserve && (request.claim || d.claimed):
		return refuse(http.StatusBadRequest, "Domain %s can not be claimed and reserved.", request.domain)
	case d.claimed && !request.claim && s.Is(SwitchClaimFalseOnClaimed, "400"):
		return refuse(http.StatusBadRequest, "Domain %s is already claimed.", request.domain)
	}
	return nil
}

func (s *Sim) afterLookup(request verifyRequest, token string, seen bool) (any, *failure) {
	d := s.own.domain(request.domain)
	// Somebody may have claimed the domain, rotated its token or removed it meanwhile.
	if fail := s.refuseVerify(request, *d); fail != nil {
		return nil, fail
	}
	if !seen || token != "" && (!d.pending || d.token != token) {
		return s.missingRecord(request.domain)
	}
	if fail := s.verified(request, d); fail != nil {
		return nil, fail
	}
	return s.wholeOrganization("Verify"), nil
}

func (s *Sim) missingRecord(name string) (any, *failure) {
	if s.Is(SwitchVerifyMissingRecord, "200_not_listed") {
		return s.wholeOrganization("Verify"), nil
	}
	cause := "the TXT record was not found"
	if s.Is(SwitchVerifyMissingRecordBody, "same_as_no_token") {
		cause = "no verification token was requested for it"
	}
	return nil, refuse(s.Number(SwitchVerifyMissingRecord), "Domain %s can not be verified: %s.", name, cause)
}

// verified does what a successful lookup leads to. The claim runs with the service's
// defaults, forced and marking outside users, as the request has no field for them. When
// only the claim is refused, the domain stays verified.
func (s *Sim) verified(request verifyRequest, d *domain) (fail *failure) {
	d.pending, d.verified = false, true
	d.reserved = d.reserved || request.reserve
	if request.claim {
		if fail = s.refuseClaim(request.domain, true, false); fail == nil {
			s.claim(request.domain, false)
		}
	}
	s.changed(s.own)
	return fail
}

// getDomainVerificationToken is wire/webex.md 1.1. It is the only way a domain becomes
// pending; there is no separate "add domain".
func (s *Sim) getDomainVerificationToken(c call) (any, *failure) {
	name, fail := s.readDomain(c.fields)
	if fail == nil {
		fail = s.refuseToken(name)
	}
	if fail != nil {
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
	if s.own.government && simhttp.IsPublicMail(name) { // wire/webex.md 5.7
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
	if d.listed() {
		return d.token == "" || s.Is(SwitchTokenRepeat, "new")
	}
	return d.token == "" || s.Is(SwitchTokenAfterRemoval, "new")
}

// newVerificationToken looks like the tokens in live DNS records: 64 lower-case hex (wire/webex.md 3).
func (s *Sim) newVerificationToken() string { return simhttp.RandomHex(s.config.Rand, 64) }

// actionURL is the internal address that real answers still point to (wire/webex.md 0).
func (s *Sim) actionURL(action string) string {
	return "https://identity.webex.com/organization/" + s.own.id + "/v1/actions/DomainVerification/" + action + "/invoke"
}

// unverifyDomain is wire/webex.md 1.4: the only way off the lists.
func (s *Sim) unverifyDomain(c call) (any, *failure) {
	var removePending bool
	name, fail := s.readDomain(c.fields, simhttp.Optional("removePending", &removePending))
	if fail != nil {
		return nil, fail
	}
	d := s.own.domain(name)
	switch {
	case !d.listed():
		return nil, refuse(http.StatusNotFound, "Domain %s is not associated with the organization.", name)
	case d.claimed:
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still claimed.", name)
	case d.reserved && s.Is(SwitchUnverifyReserved, "400"):
		return nil, refuse(http.StatusBadRequest, "Domain %s can not be unverified: it is still reserved.", name)
	}
	unverify := s.unverifyWithoutFlag
	if removePending {
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
	lists := s.own.lists()
	return map[string]any{
		"verifiedDomains": lists.Verified,
		"claimedDomains":  lists.Claimed,
		"url":             s.actionURL(action),
	}
}
