// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"slices"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// consumerDomains are refused (wire/workos.md 2.1); WorkOS publishes no list.
func consumerDomains() []string {
	return []string{"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com", "proton.me"}
}

// domainName returns the name as it is stored and as DNS knows it.
func (s *Sim) domainName(sent string) (stored, ascii string, fail *failure) {
	ascii, ok := simhttp.HostName(sent)
	spelling := s.Value(SwitchDomainSpelling)
	switch {
	case !ok || spelling == "refused" && sent != ascii:
		return "", "", undeclared(s.Number(SwitchMalformedDomain), "%q is not a valid domain.", sent).at("domain", "invalid")
	case slices.Contains(consumerDomains(), ascii):
		return "", "", undeclared(s.Number(SwitchConsumerDomain), "The consumer domain %s can not be added.", ascii).at("domain", "consumer_domain")
	case spelling == "kept":
		return sent, ascii, nil
	}
	return ascii, ascii, nil
}
