// SPDX-License-Identifier: MPL-2.0

package domainname

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// CanonicalOrganizationDomain is Canonical for a domain that an organization
// can own: it has at least two labels, a top-level label that is not a number,
// and is not a suffix under which registries sell names ("com", "co.uk").
// Private suffixes ("github.io") are names that some organization does own, so
// they are accepted.
func CanonicalOrganizationDomain(input string) (string, error) {
	name, err := Canonical(input)
	if err != nil {
		return "", err
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return "", &Error{Input: input, Reason: "has a single label; an organization owns a name below a public suffix, such as example.com"}
	}
	if strings.Trim(name[dot+1:], "0123456789") == "" {
		return "", &Error{Input: input, Reason: "ends in a number; no top-level domain does"}
	}
	if suffix, managed := publicsuffix.PublicSuffix(name); managed && suffix == name {
		return "", &Error{Input: input, Reason: "is a public suffix, under which anybody registers names; no organization owns it"}
	}
	return name, nil
}

// PossibleZones returns the canonical domain and those of its parents that may be the
// zone it is in, the nearest first. Public suffixes are the zones of registries.
func PossibleZones(domain string) []string {
	zones := []string{domain}
	suffix, _ := publicsuffix.PublicSuffix(domain)
	for {
		_, parent, found := strings.Cut(zones[len(zones)-1], ".")
		if !found || len(parent) <= len(suffix) {
			return zones
		}
		zones = append(zones, parent)
	}
}
