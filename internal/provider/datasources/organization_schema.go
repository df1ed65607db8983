// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationSchema(catalog service.Catalog) schema.Schema {
	found := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{validators.NotBlank()}}
	}
	return schema.Schema{
		MarkdownDescription: "Reads an organization of a service by its ID (defaults to the provider's) or, at services that support searching, by its external ID, its name or one of its domains. At most one of `organization_id`, `external_id`, `name` and `domain` may be set.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(catalog),
			"external_id":     found("External ID that you assigned to the organization; null if it has none. Looking an organization up by it needs a service that can search (WorkOS)."),
			"name":            found("Name of the organization. Must match exactly; looking an organization up by name needs a service that can search (WorkOS)."),
			"domain": schema.StringAttribute{
				MarkdownDescription: "One of the organization's domains, in any equivalent spelling. Looking an organization up by it needs a service that can search (WorkOS).",
				Optional:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"domains": listedDomainsAttribute(),
		},
	}
}

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
		return service.Organization{}, diagnostics.SearchUnsupported(svc.Name())
	}
	organizations, err := finder.FindOrganizations(ctx, query)
	if err != nil {
		return service.Organization{}, err
	}
	if len(organizations) != 1 {
		return service.Organization{}, diagnostics.NotOneOrganization(svc.Name(), organizations)
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
		return service.Organization{}, diagnostics.OrganizationsUnsupported(svc.Name())
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
