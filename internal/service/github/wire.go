// SPDX-License-Identifier: MPL-2.0

package github

import (
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The JSON of the API, as GitHub's schema has it. What the schema lets be null is a
// pointer where null means something else than the zero value.

// owner is an organization or an enterprise.
type owner struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Login is that of an organization, Slug that of an enterprise.
	Login   string      `json:"login"`
	Slug    string      `json:"slug"`
	Domains *domainPage `json:"domains"`
	// OwnerInfo has the domains of an enterprise.
	OwnerInfo *struct {
		Domains *domainPage `json:"domains"`
	} `json:"ownerInfo"`
}

// page returns the domains of either kind of owner, or nil where GitHub shows none.
func (o owner) page() *domainPage {
	if o.OwnerInfo != nil {
		return o.OwnerInfo.Domains
	}
	return o.Domains
}

type domainPage struct {
	// TotalCount is that of all pages.
	TotalCount *int `json:"totalCount"`
	// Nodes may have null members, which are no domains.
	Nodes    *[]*domainNode `json:"nodes"`
	PageInfo struct {
		HasNextPage bool   `json:"hasNextPage"`
		EndCursor   string `json:"endCursor"`
	} `json:"pageInfo"`
}

// domainNode is a VerifiableDomain. DNSHostName, VerificationToken and
// TokenExpirationTime are null where GitHub does not show them. A time that is none makes
// the response unreadable.
type domainNode struct {
	ID                             string    `json:"id"`
	Domain                         string    `json:"domain"`
	PunycodeEncodedDomain          string    `json:"punycodeEncodedDomain"`
	DNSHostName                    string    `json:"dnsHostName"`
	VerificationToken              string    `json:"verificationToken"`
	TokenExpirationTime            time.Time `json:"tokenExpirationTime"`
	IsVerified                     bool      `json:"isVerified"`
	HasFoundHostName               bool      `json:"hasFoundHostName"`
	HasFoundVerificationToken      bool      `json:"hasFoundVerificationToken"`
	IsRequiredForPolicyEnforcement bool      `json:"isRequiredForPolicyEnforcement"`
	Owner                          struct {
		TypeName string `json:"__typename"`
		ID       string `json:"id"`
	} `json:"owner"`
}

// isComplete reports whether a pending domain shows what has to be published, and until
// when.
func (n domainNode) isComplete() bool {
	return n.DNSHostName != "" && n.VerificationToken != "" && !n.TokenExpirationTime.IsZero()
}

// name is the canonical name of the domain, which may come as a URL (wire/github.md 1.3).
func (n domainNode) name() string {
	shown := adapter.FirstNonEmpty(n.PunycodeEncodedDomain, n.Domain)
	if _, host, isURL := strings.Cut(shown, "://"); isURL {
		shown = host
	}
	return adapter.CanonicalDomain(strings.TrimSuffix(shown, "/"))
}

// domainPayload is the payload of the mutations that return a domain.
type domainPayload struct {
	Domain *domainNode `json:"domain"`
}

type tokenPayload struct {
	VerificationToken string `json:"verificationToken"`
}

type deletePayload struct {
	Owner struct {
		ID string `json:"id"`
	} `json:"owner"`
}
