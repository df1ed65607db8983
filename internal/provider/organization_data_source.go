// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var (
	_ datasource.DataSourceWithConfigure        = (*organizationDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*organizationDataSource)(nil)
)

// NewOrganizationDataSource returns data domainverify_organization.
func NewOrganizationDataSource(catalog service.Catalog) datasource.DataSource {
	return &organizationDataSource{catalog: catalog}
}

type organizationDataSource struct {
	catalog service.Catalog
	data    *Data
}

type organizationLookup struct {
	Service        types.String         `tfsdk:"service"`
	OrganizationID types.String         `tfsdk:"organization_id"`
	ExternalID     types.String         `tfsdk:"external_id"`
	Name           types.String         `tfsdk:"name"`
	Domain         types.String         `tfsdk:"domain"`
	Domains        []listedDomainLookup `tfsdk:"domains"`
}

func (d *organizationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization"
}

func (d *organizationDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	found := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{validators.NotBlank()}}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "An organization of a service, by its id (the provider's by default) or, at services that can search, by its external id, its name or one of its domains.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(d.catalog),
			"organization_id": lookedUpOrganization(),
			"external_id":     found("The id that you gave the organization; null where it has none."),
			"name":            found("The organization's name, compared exactly."),
			"domain": schema.StringAttribute{
				MarkdownDescription: "One of the organization's domains, in any spelling.",
				Optional:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"domains": listedDomainsAttribute(),
		},
	}
}

func (d *organizationDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.Conflicting(
		path.MatchRoot("organization_id"), path.MatchRoot("external_id"), path.MatchRoot("name"), path.MatchRoot("domain"))}
}

func (d *organizationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationLookup

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.Service.IsNull() {
		config.Service = types.StringValue(d.data.serviceName(&resp.Diagnostics))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	svc := d.data.service(config.Service.ValueString(), &resp.Diagnostics)
	if svc == nil {
		return
	}

	// Call service
	var organization service.Organization
	err := d.data.workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		organization, err = config.find(ctx, svc)
		return err
	})
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReadOrganizationFailed, service.DomainID{}, err))
		return
	}

	// Write state
	config.setOrganization(svc.Name(), organization)
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}

func (l *organizationLookup) find(ctx context.Context, svc service.Service) (service.Organization, error) {
	query := service.OrganizationQuery{ExternalID: l.ExternalID.ValueString(), Name: l.Name.ValueString()}
	if !l.Domain.IsNull() {
		var err error
		if query.Domain, err = domainname.CanonicalOrganizationDomain(l.Domain.ValueString()); err != nil {
			return service.Organization{}, err
		}
	}
	if query == (service.OrganizationQuery{}) {
		return readOrganization(ctx, svc, l.OrganizationID.ValueString())
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

func (l *organizationLookup) setOrganization(name string, organization service.Organization) {
	if l.OrganizationID.IsNull() {
		l.OrganizationID = types.StringValue(organization.ID)
	}
	l.ExternalID = nullWhenEmpty(organization.ExternalID)
	l.Name = nullWhenEmpty(organization.Name)
	l.Domains = listDomains(service.DomainID{Service: name, OrganizationID: organization.ID}, organization.Domains, "")
}

// listDomains sorts the domains; state, unless empty, chooses among them.
func listDomains(id service.DomainID, domains map[string]service.Domain, state string) []listedDomainLookup {
	listed := []listedDomainLookup{}
	for _, name := range slices.Sorted(maps.Keys(domains)) {
		domain := domains[name]
		if state != "" && state != string(domain.State) {
			continue
		}
		id.Domain = name
		listed = append(listed, listedDomainLookup{
			ID: types.StringValue(id.String()), Domain: types.StringValue(name),
			State: types.StringValue(string(domain.State)), RemoteID: nullWhenEmpty(domain.RemoteID),
		})
	}
	return listed
}
