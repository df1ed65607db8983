// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type organizationModel struct {
	Service        types.String        `tfsdk:"service"`
	OrganizationID types.String        `tfsdk:"organization_id"`
	ExternalID     types.String        `tfsdk:"external_id"`
	Name           types.String        `tfsdk:"name"`
	Domain         types.String        `tfsdk:"domain"`
	Domains        []listedDomainModel `tfsdk:"domains"`
}

func (m *organizationModel) find(ctx context.Context, svc service.Service) (service.Organization, error) {
	query := service.OrganizationQuery{ExternalID: m.ExternalID.ValueString(), Name: m.Name.ValueString()}
	if !m.Domain.IsNull() {
		var err error
		if query.Domain, err = domainname.CanonicalOrganizationDomain(m.Domain.ValueString()); err != nil {
			return service.Organization{}, err
		}
	}
	if query == (service.OrganizationQuery{}) {
		return readOrganization(ctx, svc, m.OrganizationID.ValueString())
	}
	finder, ok := svc.(service.OrganizationFinder)
	if !ok {
		return service.Organization{}, errors.New(searchUnsupported(svc.Name()))
	}
	organizations, err := finder.FindOrganizations(ctx, query)
	if err != nil {
		return service.Organization{}, err
	}
	if len(organizations) != 1 {
		return service.Organization{}, errors.New(notOneOrganization(svc.Name(), organizations))
	}
	return organizations[0], nil
}

func readOrganization(ctx context.Context, svc service.Service, id string) (service.Organization, error) {
	canonical, err := svc.CanonicalOrganizationID(id)
	if err != nil {
		return service.Organization{}, err
	}
	reader, ok := svc.(service.OrganizationReader)
	if !ok {
		return service.Organization{}, fmt.Errorf("the service %s does not show organizations", svc.Name())
	}
	return reader.Organization(ctx, canonical)
}

func (m *organizationModel) setOrganization(name string, organization service.Organization) {
	if m.OrganizationID.IsNull() {
		m.OrganizationID = types.StringValue(organization.ID)
	}
	m.ExternalID = nullWhenEmpty(organization.ExternalID)
	m.Name = nullWhenEmpty(organization.Name)
	m.Domains = listDomains(service.DomainID{Service: name, OrganizationID: organization.ID}, organization.Domains, "")
}
