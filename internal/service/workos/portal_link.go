// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"fmt"
	"net/url"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// maxContacts is WorkOS' own limit of it_contact_emails.
const maxContacts = 20

// PortalLink implements service.PortalLinker. The link is valid for five minutes.
// One whose response was lost is requested again: whether or not the key makes it
// the same, a link that was never shown does no harm.
func (a *Adapter) PortalLink(ctx context.Context, request service.PortalLinkRequest) (string, error) {
	operation := "make a portal link for the organization " + request.OrganizationID
	if reason := refuseLink(request); reason != "" {
		return "", adapter.NewError(operation, adapter.Rejected(reason,
			fmt.Sprintf("WorkOS requires https URLs and accepts %d contacts at most.", maxContacts)))
	}
	key, err := adapter.RandomKey(operation, a.random)
	if err != nil {
		return "", err
	}
	input := linkRequest{
		Organization: request.OrganizationID, Intent: "domain_verification",
		ReturnURL: request.ReturnURL, SuccessURL: request.SuccessURL, ITContactEmails: request.ITContactEmails,
	}
	var made linkResponse
	_, err = a.Vendor.Repeat(ctx, func() (err error) { made, err = a.client.generateLink(ctx, key, input); return err })
	switch {
	case err != nil:
		return "", a.Vendor.Failure(ctx, operation, err)
	case !isHTTPS(made.Link) || displaytext.Escape(made.Link) != made.Link:
		// The link is a secret, so that an error does not show it.
		return "", a.Vendor.MissingContent(operation, "a link that is an https URL")
	}
	return made.Link, nil
}

// refuseLink returns why WorkOS would refuse the request, or "".
func refuseLink(request service.PortalLinkRequest) string {
	for name, address := range map[string]string{"return_url": request.ReturnURL, "success_url": request.SuccessURL} {
		if address != "" && !isHTTPS(address) {
			return name + " is not an https URL"
		}
	}
	if n := len(request.ITContactEmails); n > maxContacts {
		return fmt.Sprintf("it_contact_emails has %d addresses", n)
	}
	return ""
}

func isHTTPS(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Scheme == "https" && parsed.Host != ""
}
