// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ datasource.DataSourceWithConfigure = (*organizationDomainsDataSource)(nil)

// NewOrganizationDomainsDataSource returns data domainverify_organization_domains.
func NewOrganizationDomainsDataSource(catalog service.Catalog) datasource.DataSource {
	return &organizationDomainsDataSource{catalog: catalog}
}

type organizationDomainsDataSource struct {
	catalog service.Catalog
	data    *Data
}

func (d *organizationDomainsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domains"
}

func (d *organizationDomainsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *organizationDomainsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = organizationDomainsSchema(d.catalog)
}

// noticeOf is what the operator should know about a list.
func noticeOf(name string, snapshot service.Snapshot) (diags diag.Diagnostics) {
	switch {
	case !snapshot.Known:
		diags.AddWarning(summaryDriftUnseen, displaytext.JoinParagraphs(listNotShown(name), snapshot.Notice))
	case snapshot.Notice != "":
		diags.AddWarning(summaryServiceNotice, displaytext.Lines(snapshot.Notice))
	}
	return diags
}

func (d *organizationDomainsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config organizationDomainsModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc, ok := d.data.lookup(&config.Service, &config.OrganizationID, &resp.Diagnostics)
	if !ok {
		return
	}
	organizationID, err := svc.CanonicalOrganizationID(config.OrganizationID.ValueString())
	id := service.DomainID{Service: svc.Name(), OrganizationID: organizationID}
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReadFailed, id, err))
		return
	}
	lister, ok := svc.(service.Lister)
	if !ok {
		resp.Diagnostics.AddError(summaryUnsupported, "The service "+svc.Name()+" cannot list the domains of an organization.")
		return
	}

	// Call service
	var snapshot service.Snapshot
	err = d.data.workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		snapshot, err = lister.Domains(ctx, organizationID)
		return err
	})
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReadFailed, id, err))
		return
	}
	resp.Diagnostics.Append(noticeOf(svc.Name(), snapshot)...)

	// Write state
	config.Complete = types.BoolValue(snapshot.Complete)
	config.Domains = listDomains(id, snapshot.Domains, config.State.ValueString())
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
