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
	var organizationID string
	var intent, returnURL, successURL *string // nil is left out
	var contacts []string
	fail := c.read(simhttp.Required("organization", &organizationID), simhttp.Optional("intent", &intent),
		simhttp.Optional("return_url", &returnURL), simhttp.Optional("success_url", &successURL),
		simhttp.Optional("it_contact_emails", &contacts), simhttp.Ignored("intent_options"), simhttp.Ignored("admin_emails"))
	switch {
	case fail != nil:
		return nil, fail
	case intent != nil && !slices.Contains(intents(), *intent):
		return nil, invalid("intent must be one of %s.", strings.Join(intents(), ", "))
	case isInsecure(returnURL) || isInsecure(successURL):
		return nil, invalid("return_url and success_url must be https URLs.")
	case returnURL == nil && s.Is(SwitchPortalDefaultReturnURL, "missing"):
		return nil, refuse(http.StatusBadRequest, "", "No default return URI is configured for the environment.")
	case len(contacts) > mostContacts || slices.ContainsFunc(contacts, isNoAddress):
		return nil, invalid("it_contact_emails must be at most %d email addresses.", mostContacts)
	}
	if s.organizationOf(c.key, organizationID) == nil {
		if s.Is(SwitchPortalUnknownOrganization, "400") {
			return nil, refuse(http.StatusBadRequest, "", "Could not find an organization with the id, %s.", organizationID)
		}
		return nil, organizationNotFound(organizationID)
	}
	token := simhttp.RandomText(s.config.Rand, alphanumeric, 64)
	link := &portalLink{organizationID: organizationID, expires: s.config.Now().Add(portalLinkLifetime)}
	if intent != nil {
		link.intent = *intent
	}
	s.links[token] = link
	return map[string]any{"link": portalAddress + token}, nil
}

// isInsecure reports whether a URL was sent that is not https.
func isInsecure(text *string) bool {
	if text == nil {
		return false
	}
	address, err := url.Parse(*text)
	return err != nil || address.Scheme != "https" || address.Host == ""
}

func isNoAddress(contact string) bool {
	address, err := mail.ParseAddress(contact)
	return err != nil || address.Address != contact
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
		return PortalVisit{}, fmt.Errorf("opening a WorkOS portal link: it expired at %s", simhttp.Timestamp(l.expires))
	}
	return PortalVisit{l.organizationID, l.intent}, nil
}
