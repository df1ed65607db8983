// SPDX-License-Identifier: MPL-2.0

package webexsim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// asControlHubSends is the form that Control Hub normalises a name to before it
// sends it (wire/webex.md 3); whether the server insists is unknown.
var asControlHubSends = regexp.MustCompile(`^([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$`)

// domainName is the name under which the service files a domain: names are compared
// in lower case (wire/webex.md 2.2).
func (s *Sim) domainName(sent string) (string, *failure) {
	if sent == "" {
		return "", refuse(http.StatusBadRequest, "domain is required")
	}
	if s.Is(SwitchServerDomainValidation, "strict") && !asControlHubSends.MatchString(sent) {
		return "", refuse(http.StatusBadRequest, "%q is not a valid domain name", sent)
	}
	return strings.ToLower(sent), nil
}

// belowClaimed finds a claimed parent of a name, whoever claimed it.
func (s *Sim) belowClaimed(name string) (parent string, found bool) {
	for {
		_, rest, ok := strings.Cut(name, ".")
		if !ok {
			return "", false
		}
		if s.own.domain(rest).claimed || s.other.domain(rest).claimed {
			return rest, true
		}
		name = rest
	}
}

// isPublicMail: Webex for Government refuses public mail domains (wire/webex.md 5.7).
// Which ones is not documented; these are the best known.
func isPublicMail(name string) bool {
	return slices.Contains([]string{
		"aol.com", "gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "msn.com", "outlook.com", "proton.me", "yahoo.com",
	}, name)
}
