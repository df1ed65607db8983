// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var (
	_ service.Lister             = (*Adapter)(nil)
	_ service.OrganizationReader = (*Adapter)(nil)
)

// Domains implements service.Lister, as far as Webex can be read.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	return a.organization(service.DomainID{OrganizationID: organizationID}).snapshot(ctx, "list the domains of the Webex organization "+organizationID)
}

// Organization implements service.OrganizationReader. The name comes from the
// same read as the inventory does.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	organization := a.organization(service.DomainID{OrganizationID: organizationID})
	snapshot, err := organization.snapshot(ctx, "read the Webex organization "+organizationID)
	if err != nil {
		return service.Organization{}, err
	}
	return service.Organization{ID: organizationID, Name: organization.displayName(), Domains: snapshot.Domains}, nil
}
