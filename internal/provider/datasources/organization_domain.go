// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ datasource.DataSourceWithConfigure = (*organizationDomainDataSource)(nil)

// NewOrganizationDomain returns data domainverify_organization_domain.
func NewOrganizationDomain(catalog service.Catalog) datasource.DataSource {
	return &organizationDomainDataSource{catalog: catalog}
}

type organizationDomainDataSource struct {
	configured
	catalog service.Catalog
}

func (d *organizationDomainDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domain"
}

func (d *organizationDomainDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = organizationDomainSchema(d.catalog)
}

func (d *organizationDomainDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationDomainModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc, id, ok := d.data.ChosenOrganization(&config.Service, &config.OrganizationID, &resp.Diagnostics)
	if !ok {
		return
	}
	var err error
	if id.Domain, err = domainname.CanonicalOrganizationDomain(config.Domain.ValueString()); err != nil {
		resp.Diagnostics.Append(diagnostics.InvalidDomain(err))
		return
	}

	// Call service
	seen, ok := d.data.RefreshDomain(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state
	config.setDomain(id, svc.Capabilities().Methods[0], seen)
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
