// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
)

var _ datasource.DataSourceWithConfigure = (*dnsHostDataSource)(nil)

// NewDNSHost returns domainverify_dns_host.
func NewDNSHost() datasource.DataSource { return &dnsHostDataSource{} }

type dnsHostDataSource struct{ configured }

func (d *dnsHostDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_dns_host"
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
	if d.data.DNS.Mode == providerdata.DNSModeOff {
		resp.Diagnostics.Append(diagnostics.DNSModeOff())
		return
	}
	client, err := d.data.DNS.ClientFor("", nil)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.LookupFailed(err))
		return
	}
	name, err := domainname.CanonicalOwner(config.Domain.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.LookupFailed(err))
		return
	}

	// Query the DNS. That there is no such zone, or no server responds, is a result.
	zone, err := client.Zone(ctx, name)
	switch {
	case err != nil && ctx.Err() != nil:
		resp.Diagnostics.Append(diagnostics.LookupInterrupted("find the DNS host of " + name))
		return
	case err != nil:
		config.setUnanswered(displaytext.Sentence(err.Error()))
	default:
		config.setZone(zone)
	}

	// Write state
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}
