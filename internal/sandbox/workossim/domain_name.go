// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// hostName is two labels or more of letters, digits and hyphens (RFC 1123 section 2.1),
// the last not all digits.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// consumerDomains are refused (wire/workos.md 2.1); WorkOS publishes no list.
func consumerDomains() []string {
	return []string{"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com", "proton.me"}
}

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(sent, "."))
	if err != nil || !hostName.MatchString(ascii) || len(ascii) > 253 {
		return "", "", s.bySwitch(SwitchMalformedDomain, "%q is not a valid domain.", sent).at("domain", "invalid")
	}
	if slices.Contains(consumerDomains(), ascii) {
		return "", "", s.bySwitch(SwitchConsumerDomain, "The consumer domain %s can not be added.", ascii).at("domain", "consumer_domain")
	}
	switch s.switches.Value(SwitchDomainSpelling) {
	case "kept":
		return sent, ascii, nil
	case "refused":
		if sent != ascii {
			return "", "", s.bySwitch(SwitchMalformedDomain, "%q is not a valid domain.", sent).at("domain", "invalid")
		}
	}
	return ascii, ascii, nil
}
