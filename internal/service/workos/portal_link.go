// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// mostContacts is WorkOS' own limit of it_contact_emails.
const mostContacts = 20

// PortalLink implements service.PortalLinker. The link is good for five
// minutes. One whose answer was lost is asked for again: whether or not the
// key makes it the same, a link that nobody has seen harms nobody.
func (a *Adapter) PortalLink(ctx context.Context, request service.PortalLinkRequest) (string, error) {
	operation := "make a portal link for the organization " + request.OrganizationID
	if reason := refuseLink(request); reason != "" {
		return "", &service.Error{
			Class: service.Rejected, Operation: operation, Reason: reason,
			Advice: fmt.Sprintf("WorkOS wants https URLs and %d contacts at most.", mostContacts),
		}
	}
	key, err := newKey(operation, a.config.Random)
	if err != nil {
		return "", err
	}
	input := linkRequest{
		Organization: request.OrganizationID, Intent: "domain_verification",
		ReturnURL: request.ReturnURL, SuccessURL: request.SuccessURL, ITContactEmails: request.ITContactEmails,
	}
	made, err := a.client.generateLink(ctx, key, input)
	if httpapi.Ambiguous(err) {
		made, err = a.client.generateLink(ctx, key, input)
	}
	if err != nil {
		return "", failure(ctx, operation, err, a.config.Redactor)
	}
	if made.Link == "" {
		return "", &service.Error{
			Class: service.Transient, Operation: operation,
			Reason: "WorkOS answered with success but without a link",
			Advice: "Run Terraform again. If it goes on, check base_url and a proxy in between.",
		}
	}
	// The link is a secret, so that an error does not show it.
	if parsed, err := url.Parse(made.Link); err != nil || parsed.Scheme != "https" || parsed.Host == "" || displaytext.Escape(made.Link) != made.Link {
		return "", &service.Error{
			Class: service.Transient, Operation: operation,
			Reason: "what WorkOS answered as the link is no https URL",
			Advice: "Check base_url and a proxy in between, then run Terraform again.",
		}
	}
	return made.Link, nil
}

// refuseLink says what WorkOS would refuse, or nothing.
func refuseLink(request service.PortalLinkRequest) string {
	for name, address := range map[string]string{"return_url": request.ReturnURL, "success_url": request.SuccessURL} {
		if address == "" {
			continue
		}
		if parsed, err := url.Parse(address); err != nil || parsed.Scheme != "https" || parsed.Host == "" {
			return fmt.Sprintf("%s is not an https URL", name)
		}
	}
	if n := len(request.ITContactEmails); n > mostContacts {
		return fmt.Sprintf("it_contact_emails has %d addresses", n)
	}
	return ""
}
