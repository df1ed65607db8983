// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var (
	_ datasource.DataSourceWithConfigure        = (*organizationDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*organizationDataSource)(nil)
)

// NewOrganization returns data domainverify_organization.
func NewOrganization(catalog service.Catalog) datasource.DataSource {
	return &organizationDataSource{catalog: catalog}
}

type organizationDataSource struct {
	configured
	catalog service.Catalog
}

func (d *organizationDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization"
}

func (d *organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = organizationSchema(d.catalog)
}

func (d *organizationDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.Conflicting(
		path.MatchRoot("organization_id"), path.MatchRoot("external_id"), path.MatchRoot("name"), path.MatchRoot("domain"))}
}

func (d *organizationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc := d.data.ChosenService(&config.Service, &resp.Diagnostics)
	if svc == nil {
		return
	}

	// Call service
	var organization service.Organization
	err := d.data.Workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		organization, err = config.find(ctx, svc)
		return err
	})
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotReadOrganization, service.DomainID{}, err))
		return
	}

	// Write state
	config.setOrganization(svc.Name(), organization)
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
