// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// checkTokenAnswer refuses a token of another domain or for another method, and
// one that would break out of a record or of a line that a person copies.
func checkTokenAnswer(domain string, response tokenResponse) error {
	if err := checkTokenDomain(domain, response); err != nil {
		return err
	}
	operation := "get the verification token of " + domain
	// The field is documented, and DNS_TXT its only value; one that is left out
	// takes nothing from the token.
	if method := response.VerificationMethod; method != "" && method != methodDNSTXT {
		return &service.Error{
			Class:     service.Transient,
			Operation: operation,
			Reason:    fmt.Sprintf("Webex answered with a token for the verification method %q, where a TXT record was asked for", method),
			Advice:    "Nothing was written. Check base_url and a proxy in between; if it goes on, Webex has learned another method, which this version of the provider does not know.",
		}
	}
	if err := service.CheckToken(response.Token); err != nil {
		return &service.Error{
			Class:     service.Transient,
			Operation: operation,
			Reason:    "Webex answered with a token that cannot be published: " + err.Error(),
			Advice:    "Nothing was written. Check base_url and a proxy in between; if it goes on, ask Cisco.",
		}
	}
	return nil
}

// checkOrganization compares the id of the organization read, which may have
// either form, with the one asked for.
func (o *organization) checkOrganization(answered string) error {
	if uuid, err := OrganizationUUID(answered); err == nil && uuid == o.client.organizationID {
		return nil
	}
	return &service.Error{
		Class:     service.Transient,
		Operation: "read the Webex organization " + o.client.organizationID,
		Reason:    fmt.Sprintf("Webex was asked for the organization %q and answered for %q", o.client.organizationID, answered),
		Advice:    "Nothing was changed. Check base_url and a proxy in between, then run Terraform again.",
	}
}

func checkTokenDomain(domain string, response tokenResponse) error {
	if answered, err := domainname.Canonical(response.Domain); err == nil && answered == domain {
		return nil
	}
	return &service.Error{
		Class:     service.Transient,
		Operation: "get the verification token of " + domain,
		Reason:    fmt.Sprintf("Webex was asked for the domain %q and answered for %q", domain, response.Domain),
		Advice:    "The answer was not used. Check base_url and a proxy in between, then run Terraform again.",
	}
}
