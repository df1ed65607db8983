// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

var _ datasource.DataSourceWithConfigure = (*dnsHostDataSource)(nil)

// NewDNSHostDataSource returns domainverify_dns_host.
func NewDNSHostDataSource() datasource.DataSource { return &dnsHostDataSource{} }

type dnsHostDataSource struct{ data *Data }

func (d *dnsHostDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_dns_host"
}

func (d *dnsHostDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *dnsHostDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dnsHostSchema()
}

func (d *dnsHostDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dnsHostModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.data.DNS.mode == modeOff {
		resp.Diagnostics.AddError(summaryLookupFailed, "The provider's DNS mode is off, so no name server can be asked who hosts a zone. Set dns.mode to authoritative or recursive, or leave out this data source.")
		return
	}
	client, err := d.data.DNS.clientFor("", nil)
	if err != nil {
		resp.Diagnostics.AddError(summaryLookupFailed, displaytext.Sentence(err.Error()))
		return
	}
	name, err := domainname.CanonicalOwner(config.Domain.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(summaryLookupFailed, displaytext.Sentence(err.Error()))
		return
	}

	// Look. That there is no such zone, or nobody to ask, is an answer.
	zone, err := client.Zone(ctx, name)
	switch {
	case ctx.Err() != nil:
		resp.Diagnostics.AddError(summaryInterrupted, displaytext.Sentence(err.Error()))
		return
	case err != nil:
		config.setUnanswered(displaytext.Sentence(err.Error()))
	default:
		config.setZone(zone)
	}

	// Write state
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
