// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The JSON of the Domain Management API, field by field as in Cisco's OpenAPI
// description (wire/webex.md 1).

type domainRequest struct {
	Domain string `json:"domain"`
}

// methodDNSTXT is the only value of verificationMethod.
const methodDNSTXT = "DNS_TXT"

type tokenResponse struct {
	Domain             string `json:"domain"`
	Token              string `json:"token"`
	VerificationMethod string `json:"verificationMethod"`
}

type verifyRequest struct {
	Domain string `json:"domain"`
	// ClaimDomain is always sent as false: claiming is a step of its own.
	ClaimDomain bool `json:"claimDomain"`
	// ReserveDomain exists in Webex for Government only.
	ReserveDomain bool `json:"reserveDomain,omitempty"`
}

type unverifyRequest struct {
	Domain        string `json:"domain"`
	RemovePending bool   `json:"removePending"`
}

type claimRequest struct {
	Data []domainRequest `json:"data"`
	// Both default to the dangerous side when left out (force on, outside
	// users marked), so both are always sent.
	ForceDomainClaim bool `json:"forceDomainClaim"`
	ClaimDomainOnly  bool `json:"claimDomainOnly"`
}

// claimResponse names the domains that were claimed.
type claimResponse struct {
	Data []domainRequest `json:"data"`
}

type personResponse struct {
	Emails []string `json:"emails"`
	OrgID  string   `json:"orgId"`
}

// organizationResponse is the identity organization. Only id and displayName
// are documented; the public read may or may not carry the rest of the object
// that it is a view of (wire/webex.md 2.2).
type organizationResponse struct {
	ID                     string   `json:"id"`
	DisplayName            string   `json:"displayName"`
	Domains                []string `json:"domains"`
	VerifiedDomains        []string `json:"verifiedDomains"`
	PendingDomains         []string `json:"pendingDomains"`
	EnforceVerifiedDomains *bool    `json:"enforceVerifiedDomains"`
}

func (r organizationResponse) lists() domainLists {
	return domainLists{VerifiedDomains: r.VerifiedDomains, ClaimedDomains: r.Domains}
}

// domains includes the pending ones. A name may stand in several lists; the
// strongest state wins.
func (r organizationResponse) domains() map[string]service.Domain {
	domains := map[string]service.Domain{}
	addDomains(domains, r.PendingDomains, service.StatePending)
	addDomains(domains, r.VerifiedDomains, service.StateVerified)
	addDomains(domains, r.Domains, service.StateClaimed)
	return domains
}

// domainLists comes with verifyDomain and unverifyDomain and covers the whole
// organization; claimed domains stand in both lists, pending ones in none.
type domainLists struct {
	VerifiedDomains []string `json:"verifiedDomains"`
	ClaimedDomains  []string `json:"claimedDomains"`
}

// isComplete reports whether both lists are there, though they may be empty: a
// response that lacks one shows of no domain that it is not verified or claimed.
func (l domainLists) isComplete() bool {
	return l.VerifiedDomains != nil && l.ClaimedDomains != nil && areNamed(l.VerifiedDomains) && areNamed(l.ClaimedDomains)
}

// areNamed reports whether every entry is a name. The domain that another one (such as
// null) stands for would seem to be missing.
func areNamed(list []string) bool {
	return !slices.ContainsFunc(list, func(name string) bool { return !adapter.IsDomainName(name) })
}

func (l domainLists) domains() map[string]service.Domain {
	return organizationResponse{VerifiedDomains: l.VerifiedDomains, Domains: l.ClaimedDomains}.domains()
}

// stateOf returns StateUnverified for a domain that the lists do not name.
func (l domainLists) stateOf(domain string) service.State {
	if found, ok := l.domains()[domain]; ok {
		return found.State
	}
	return service.StateUnverified
}

// addDomains compares names in canonical form: how Webex spells letters beyond
// ASCII is not documented.
func addDomains(domains map[string]service.Domain, names []string, state service.State) {
	for _, name := range names {
		name = adapter.CanonicalDomain(name)
		domains[name] = service.Domain{State: state, RemoteID: name}
	}
}
