// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
)

// txtRecordSet is dns_txt_record_set: one lookup by Go's own resolver.
type txtRecordSet struct{ resolver *net.Resolver }

func (d txtRecordSet) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_txt_record_set"
}

func (d txtRecordSet) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"host":    schema.StringAttribute{Required: true},
		"record":  schema.StringAttribute{Computed: true},
		"records": schema.ListAttribute{ElementType: types.StringType, Computed: true},
		"id":      schema.StringAttribute{Computed: true},
	}}
}

func (d txtRecordSet) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var set struct {
		Host    types.String `tfsdk:"host"`
		Record  types.String `tfsdk:"record"`
		Records types.List   `tfsdk:"records"`
		ID      types.String `tfsdk:"id"`
	}
	if resp.Diagnostics.Append(req.Config.Get(ctx, &set)...); resp.Diagnostics.HasError() {
		return
	}
	records, err := d.resolver.LookupTXT(ctx, set.Host.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.LookupFailed(err))
		return
	}
	if len(records) > 0 {
		set.Record = types.StringValue(records[0])
	}
	list, diags := types.ListValueFrom(ctx, types.StringType, records)
	resp.Diagnostics.Append(diags...)
	set.Records, set.ID = list, set.Host
	resp.Diagnostics.Append(resp.State.Set(ctx, &set)...)
}
