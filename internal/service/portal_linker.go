// SPDX-License-Identifier: MPL-2.0

package service

import "context"

// PortalLinker is a service with a portal where the people who run the DNS
// verify an organization's domains themselves.
type PortalLinker interface {
	// PortalLink makes a link that opens the portal for a few minutes. The link
	// is a secret.
	PortalLink(ctx context.Context, request PortalLinkRequest) (link string, err error)
}

// PortalLinkRequest is the organization and where the portal leads. Only OrganizationID is
// required.
type PortalLinkRequest struct {
	OrganizationID string
	// ReturnURL is the target of the portal's link back, SuccessURL the page that it
	// opens when the domain is set up; both are https.
	ReturnURL, SuccessURL string
	// ITContactEmails are invited to the portal.
	ITContactEmails []string
}
