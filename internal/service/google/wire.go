// SPDX-License-Identifier: MPL-2.0

package google

import (
	"encoding/json"
	"errors"
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

// resourceList is the response to a list.
type resourceList []webResource

// UnmarshalJSON refuses an object with other members alone. A list of nothing is an empty
// object; another one, such as that of a gateway, would make each domain look gone.
func (l *resourceList) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	items, isListed := members["items"]
	switch {
	case isListed:
		return json.Unmarshal(items, (*[]webResource)(l))
	case len(members) > 0:
		return errors.New("an object without items that is not empty")
	}
	return nil
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
