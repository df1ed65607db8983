// SPDX-License-Identifier: MPL-2.0

package workossim

import (
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// portalLinkLifetime and mostContacts are wire/workos.md 3.
const (
	portalLinkLifetime = 5 * time.Minute
	mostContacts       = 20
	portalAddress      = "https://setup.workos.com?token="
)

// portalLink is a link that somebody may still follow.
type portalLink struct {
	organizationID, intent string
	expires                time.Time
}

func intents() []string {
	return []string{"sso", "dsync", "audit_logs", "log_streams", "domain_verification", "certificate_renewal", "bring_your_own_key"}
}

// generatePortalLink is wire/workos.md 3. Two fields are ignored that the description has
// no more and SDKs still send.
func (s *Sim) generatePortalLink(c call) (any, *failure) {
	if fail := s.onlyKnown(c, "organization", "intent", "return_url", "success_url", "it_contact_emails", "intent_options", "admin_emails"); fail != nil {
		return nil, fail
	}
	var organizationID, intent string
	if fail := c.required("organization", &organizationID); fail != nil {
		return nil, fail
	}
	if fail := c.optional("intent", &intent); fail != nil {
		return nil, fail
	}
	if c.has("intent") && !slices.Contains(intents(), intent) {
		return nil, invalid("intent must be one of %s.", strings.Join(intents(), ", "))
	}
	for _, check := range []func(call) *failure{s.checkPortalURLs, checkContacts} {
		if fail := check(c); fail != nil {
			return nil, fail
		}
	}
	if s.organizationOf(c.key, organizationID) == nil {
		if s.Is(SwitchPortalUnknownOrganization, "400") {
			return nil, declared(http.StatusBadRequest, "", "Could not find an organization with the id, %s.", organizationID)
		}
		return nil, organizationNotFound(organizationID)
	}
	token := simhttp.RandomText(s.config.Rand, alphanumeric, 64)
	s.links[token] = &portalLink{organizationID, intent, s.config.Now().Add(portalLinkLifetime)}
	return map[string]any{"link": portalAddress + token}, nil
}

// checkPortalURLs wants https, and a return URL from somewhere.
func (s *Sim) checkPortalURLs(c call) *failure {
	for _, field := range []string{"return_url", "success_url"} {
		var text string
		if fail := c.optional(field, &text); fail != nil {
			return fail
		}
		address, err := url.Parse(text)
		if c.has(field) && (err != nil || address.Scheme != "https" || address.Host == "") {
			return undeclared(s.Number(SwitchPortalInsecureURL), "%s must be an https URL.", field)
		}
	}
	if !c.has("return_url") && s.Is(SwitchPortalDefaultReturnURL, "missing") {
		return undeclared(http.StatusBadRequest, "No default return URI is configured for the environment.")
	}
	return nil
}

func checkContacts(c call) *failure {
	var contacts []string
	if fail := c.optional("it_contact_emails", &contacts); fail != nil {
		return fail
	}
	if len(contacts) > mostContacts {
		return invalid("it_contact_emails must have at most %d addresses.", mostContacts)
	}
	for _, contact := range contacts {
		if address, err := mail.ParseAddress(contact); err != nil || address.Address != contact {
			return invalid("it_contact_emails: %q is no email address.", contact)
		}
	}
	return nil
}

// PortalVisit is what somebody who follows a link gets to set up.
type PortalVisit struct {
	OrganizationID string `json:"organization_id"`
	Intent         string `json:"intent"`
}

// OpenPortalLink follows a link, as the administrator who got it would.
func (s *Sim) OpenPortalLink(link string) (PortalVisit, error) {
	defer s.Lock()()
	token, ours := strings.CutPrefix(link, portalAddress)
	l := s.links[token]
	switch {
	case !ours || l == nil:
		return PortalVisit{}, fmt.Errorf("opening a WorkOS portal link: there is no such link")
	case !s.config.Now().Before(l.expires):
		return PortalVisit{}, fmt.Errorf("opening a WorkOS portal link: it expired at %s", timestamp(l.expires))
	}
	return PortalVisit{l.organizationID, l.intent}, nil
}
