// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"errors"
	"fmt"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// longestToken is generous: tokens seen in DNS have 64 characters.
const longestToken = 512

// checkTokenAnswer refuses a token of another domain, and one that would break
// out of a record or of a line that a person copies.
func checkTokenAnswer(domain string, response tokenResponse) error {
	attempt := "get the verification token of " + domain
	if answered, err := domainname.Canonical(response.Domain); err != nil || answered != domain {
		return &service.Error{
			Class:   service.Transient,
			Attempt: attempt,
			Reason:  fmt.Sprintf("Webex was asked for the domain %q and answered for %q", domain, response.Domain),
			Advice:  "Nothing was written. Check base_url and a proxy in between, then run Terraform again.",
		}
	}
	if err := validateToken(response.Token, longestToken); err != nil {
		return &service.Error{
			Class:   service.Transient,
			Attempt: attempt,
			Reason:  "Webex answered with a token that cannot be published: " + err.Error(),
			Advice:  "Nothing was written. Check base_url and a proxy in between; if it goes on, ask Cisco.",
		}
	}
	return nil
}

// validateToken accepts 1 to maxLength printable ASCII characters without
// those that have a meaning in a zone file, a shell or a template.
func validateToken(token string, maxLength int) error {
	if token == "" {
		return errors.New("it is empty")
	}
	if len(token) > maxLength {
		return fmt.Errorf("it has %d bytes, and no more than %d are accepted", len(token), maxLength)
	}
	for _, character := range token {
		if character <= ' ' || character > '~' || strings.ContainsRune("\"'\\${}`;", character) {
			return fmt.Errorf("it contains the character %+q", character)
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
		Class:   service.Transient,
		Attempt: "read the Webex organization " + o.client.organizationID,
		Reason:  fmt.Sprintf("Webex was asked for the organization %q and answered for %q", o.client.organizationID, answered),
		Advice:  "Nothing was changed. Check base_url and a proxy in between, then run Terraform again.",
	}
}
