// SPDX-License-Identifier: MPL-2.0

package workos

import (
	"context"
	"maps"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Read implements service.Service.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := a.organizations.Get(id.OrganizationID).Snapshot(ctx, "read the domain "+id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	return snapshot.Of(id.Domain), nil
}

// Domains implements service.Lister.
func (a *Adapter) Domains(ctx context.Context, organizationID string) (service.Snapshot, error) {
	return a.organizations.Get(organizationID).Snapshot(ctx, "read the WorkOS organization "+organizationID)
}

// Organization implements service.OrganizationReader.
func (a *Adapter) Organization(ctx context.Context, organizationID string) (service.Organization, error) {
	snapshot, err := a.Domains(ctx, organizationID)
	if err != nil {
		return service.Organization{}, err
	}
	o := a.organizations.Get(organizationID)
	o.mu.Lock()
	defer o.mu.Unlock()
	return service.Organization{ID: o.ID, Name: o.name, ExternalID: o.externalID, Domains: maps.Clone(snapshot.Domains)}, nil
}
