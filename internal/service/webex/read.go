// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Read implements service.Service.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := a.organization(id).Snapshot(ctx, "read the domain "+id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(id.Domain)
	if found.State == service.StatePending && !snapshot.Known {
		// A token was issued, which a verified domain may get as well.
		found.State, found.Notice = service.StateUnknown, snapshot.Notice
	}
	return found, nil
}

// Domains implements service.Lister, as far as Webex can be read.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	return a.organizations.Get(organizationID).Snapshot(ctx, "list the domains of the Webex organization "+organizationID)
}

// Organization implements service.OrganizationReader. The name comes from the
// same read as the inventory does.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	o := a.organizations.Get(organizationID)
	snapshot, err := o.Snapshot(ctx, "read the Webex organization "+organizationID)
	if err != nil {
		return service.Organization{}, err
	}
	return service.Organization{ID: organizationID, Name: o.facts().name, Domains: snapshot.Domains}, nil
}
