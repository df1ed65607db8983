// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// checkTokenAnswer refuses a token of another domain, and one that would break
// out of a record or of a line that a person copies.
func checkTokenAnswer(domain string, response tokenResponse) error {
	operation := "get the verification token of " + domain
	if answered, err := domainname.Canonical(response.Domain); err != nil || answered != domain {
		return &service.Error{
			Class:     service.Transient,
			Operation: operation,
			Reason:    fmt.Sprintf("Webex was asked for the domain %q and answered for %q", domain, response.Domain),
			Advice:    "Nothing was written. Check base_url and a proxy in between, then run Terraform again.",
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
