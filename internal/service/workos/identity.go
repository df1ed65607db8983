// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"fmt"
	"regexp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The forms are wider than the samples: 25 letters and digits for a token, a
// ULID behind org_domain_ for an id, words joined by hyphens for a prefix.
var (
	tokenForm    = regexp.MustCompile(`^[0-9A-Za-z._~+/=-]{1,255}$`)
	prefixShape  = regexp.MustCompile(`^[0-9A-Za-z_]([0-9A-Za-z._-]{0,251}[0-9A-Za-z_])?$`)
	remoteIDForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,128}$`)
)

// isDomain reports whether the answer is about this domain. An empty remoteID
// stands for any. Answers have been seen that do not tell the organization.
func isDomain(shown domainResponse, domain, remoteID string) bool {
	return canonical(shown.Domain) == domain && (remoteID == "" || shown.ID == remoteID)
}

// another says that an answer is about something else than what was asked for.
func another(operation, asked, answered string) *service.Error {
	return &service.Error{
		Class: service.Transient, Operation: operation,
		Reason: fmt.Sprintf("WorkOS was asked about %s and answered about %s", asked, answered),
		Advice: "The answer was not used. Check base_url, and a proxy or a cache in between, then run Terraform again.",
	}
}

func anotherDomain(operation, domain, remoteID string, shown domainResponse) *service.Error {
	return another(operation, name(domain, remoteID), name(shown.Domain, shown.ID))
}

func name(domain, remoteID string) string {
	if remoteID == "" {
		return fmt.Sprintf("the domain %q", domain)
	}
	return fmt.Sprintf("the domain %q (%q)", domain, remoteID)
}

// badToken says why what an answer shows cannot be published, or nothing. An
// absent token is none of its business.
func badToken(shown domainResponse) string {
	if token := shown.VerificationToken; token != "" && !tokenForm.MatchString(token) {
		return "the verification token that WorkOS shows for it cannot be one: " + why(token)
	}
	if prefix := shown.VerificationPrefix; prefix != "" && !prefixShape.MatchString(prefix) {
		return "the verification prefix that WorkOS shows for it cannot be one: " + why(prefix)
	}
	return ""
}

func why(text string) string {
	if err := service.CheckToken(text); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("it is %q", text[:min(len(text), 60)])
}

// unpublishable is the error of a domain whose token cannot be published.
func unpublishable(operation, reason string) *service.Error {
	return &service.Error{
		Class: service.Blocked, Operation: operation, Reason: reason,
		Advice: "Nothing was published. Look at the domain in the WorkOS dashboard, and check base_url and a proxy in between. Removing the domain there and applying again makes a new token.",
	}
}
