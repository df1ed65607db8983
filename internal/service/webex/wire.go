// SPDX-License-Identifier: MPL-2.0

package webex

// The JSON of the Domain Management API, field by field as Cisco's OpenAPI
// description has it (webex/webex-openapi-specs, public-spec/webex-admin.json).

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

// domainLists comes with verifyDomain and unverifyDomain and covers the whole
// organization; claimed domains stand in both lists. Pending ones are in none.
type domainLists struct {
	VerifiedDomains []string `json:"verifiedDomains"`
	ClaimedDomains  []string `json:"claimedDomains"`
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

// organizationResponse is the identity organization. Only id and displayName
// are documented; the public read may or may not carry the rest of the object
// that it is a view of. Pointers tell "not shown" from "none".
type organizationResponse struct {
	ID                     string    `json:"id"`
	DisplayName            string    `json:"displayName"`
	Domains                *[]string `json:"domains"`
	VerifiedDomains        *[]string `json:"verifiedDomains"`
	PendingDomains         *[]string `json:"pendingDomains"`
	EnforceVerifiedDomains *bool     `json:"enforceVerifiedDomains"`
}

// showsDomains: only a list that is there is a list. Another field of the full
// view, such as enforceVerifiedDomains, does not show that a missing list is
// empty; without one of these two a verification or a claim would read as gone.
func (o organizationResponse) showsDomains() bool {
	return o.Domains != nil && o.VerifiedDomains != nil && allNamed(*o.Domains, *o.VerifiedDomains, orEmpty(o.PendingDomains))
}

type personResponse struct {
	Emails []string `json:"emails"`
	OrgID  string   `json:"orgId"`
}
