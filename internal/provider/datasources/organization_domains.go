// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ datasource.DataSourceWithConfigure = (*organizationDomainsDataSource)(nil)

// NewOrganizationDomains returns data domainverify_organization_domains.
func NewOrganizationDomains(catalog service.Catalog) datasource.DataSource {
	return &organizationDomainsDataSource{catalog: catalog}
}

type organizationDomainsDataSource struct {
	configured
	catalog service.Catalog
}

func (d *organizationDomainsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domains"
}

func (d *organizationDomainsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = organizationDomainsSchema(d.catalog)
}

func (d *organizationDomainsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationDomainsModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc, id, ok := d.data.ChosenOrganization(&config.Service, &config.OrganizationID, &resp.Diagnostics)
	if !ok {
		return
	}

	// Call service
	snapshot, ok := d.data.ListDomains(ctx, svc, id, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state
	config.Complete = types.BoolValue(snapshot.Complete)
	config.Domains = listDomains(id, snapshot.Domains, config.State.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
