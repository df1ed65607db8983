// SPDX-License-Identifier: MPL-2.0

package zohosim

import (
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// hostName is two labels or more of letters, digits and hyphens (RFC 1123 section 2.1),
// the last not all digits.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(sent, "."))
	malformed := err != nil || !hostName.MatchString(ascii) || len(ascii) > 253
	spelling := s.switches.Value(SwitchDomainSpelling)
	if malformed || spelling == "refused" && sent != ascii {
		return "", "", s.bySwitch(SwitchMalformedDomain, "INVALID_DOMAIN_NAME", "%q is not a valid domain name.", sent)
	}
	if spelling == "kept" {
		return sent, ascii, nil
	}
	return ascii, ascii, nil
}
