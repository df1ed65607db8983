// SPDX-License-Identifier: MPL-2.0

package google

import (
	"net/url"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// The JSON of the API (wire/google.md 1). Owners, which are addresses of people, are left
// out.

// typeDomain is the type of a site that is a domain.
const typeDomain = "INET_DOMAIN"

type site struct {
	Type       string `json:"type"`
	Identifier string `json:"identifier"`
}

func siteOf(domain string) site { return site{typeDomain, domain} }

type tokenResponse struct {
	Method string `json:"method"`
	Token  string `json:"token"`
}

type webResource struct {
	ID   string `json:"id"`
	Site site   `json:"site"`
}

// domainScheme begins the ID of a domain.
const domainScheme = "dns://"

// resourceID is the ID of a domain as it is kept: not encoded.
func resourceID(domain string) string { return domainScheme + domain }

// domain is the canonical name of a resource that is a domain. isKnown is false where type,
// identifier and ID, which may come encoded, do not say the same.
func (r webResource) domain() (name string, isDomain, isKnown bool) {
	id := r.ID
	if decoded, err := url.PathUnescape(id); err == nil {
		id = decoded
	}
	inID, isDomain := strings.CutPrefix(id, domainScheme)
	name = adapter.CanonicalDomain(r.Site.Identifier)
	if !isDomain {
		return "", false, r.Site.Type != "" && r.Site.Type != typeDomain && strings.Contains(id, "://")
	}
	return name, true, r.Site.Type == typeDomain && name != "" && adapter.CanonicalDomain(inID) == name
}
