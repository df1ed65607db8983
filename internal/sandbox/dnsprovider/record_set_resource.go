// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/miekg/dns"
)

var (
	_ resource.ResourceWithConfigure      = (*recordSetResource)(nil)
	_ resource.ResourceWithImportState    = (*recordSetResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*recordSetResource)(nil)
	_ resource.ResourceWithValidateConfig = (*recordSetResource)(nil)
)

func newRecordSetResource() resource.Resource { return &recordSetResource{} }

type recordSetResource struct{ configured }

func (r *recordSetResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_dns_record_set"
}

func (r *recordSetResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.publish(ctx, summaryCreate, (*client).create, req.Plan, &resp.State, &resp.Diagnostics)
}

func (r *recordSetResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.publish(ctx, summaryUpdate, (*client).replace, req.Plan, &resp.State, &resp.Diagnostics)
}

func (r *recordSetResource) publish(
	ctx context.Context, summary string, send func(*client, context.Context, recordSet) error,
	plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	var model recordSetModel
	diagnostics.Append(plan.Get(ctx, &model)...)
	set, diags := model.recordSet(ctx)
	diagnostics.Append(diags...)
	client := r.client(summary, diagnostics)
	if diagnostics.HasError() {
		return
	}

	if err := send(client, ctx, set); err != nil {
		diagnostics.Append(failed(summary, set, err))
		return
	}

	diagnostics.Append(state.Set(ctx, &model)...)
}

func (r *recordSetResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model recordSetModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	set, diags := model.name()
	resp.Diagnostics.Append(diags...)
	client := r.client(summaryRead, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	records, err := client.read(ctx, set)
	if err != nil {
		resp.Diagnostics.Append(failed(summaryRead, set, err))
		return
	}
	if len(records) == 0 {
		resp.State.RemoveResource(ctx)
		return
	}

	set.records = records
	resp.Diagnostics.Append(model.refresh(ctx, set)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (r *recordSetResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model recordSetModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	set, diags := model.name()
	resp.Diagnostics.Append(diags...)
	client := r.client(summaryDelete, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	if err := client.remove(ctx, set); err != nil {
		resp.Diagnostics.Append(failed(summaryDelete, set, err))
	}
}

// ImportState takes the id apart; the Read that follows gets the rest from DNS.
func (r *recordSetResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	parts := strings.Split(req.ID, "/")
	if len(parts) != 3 {
		resp.Diagnostics.Append(importIDMalformed(req.ID))
		return
	}
	model := recordSetModel{
		ID:     types.StringValue(req.ID),
		Zone:   types.StringValue(parts[0]),
		Name:   types.StringValue(parts[1]),
		Type:   types.StringValue(strings.ToUpper(parts[2])),
		Values: types.SetNull(types.StringType),
	}
	if _, known := dns.StringToType[model.Type.ValueString()]; !known {
		resp.Diagnostics.Append(importIDMalformed(req.ID))
		return
	}
	_, diags := model.name()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// client is nil, with an error added, while the provider is not configured.
func (r *recordSetResource) client(summary string, diags *diag.Diagnostics) *client {
	if r.data == nil || r.data.client == nil {
		diags.Append(providerNotReady(summary))
		return nil
	}
	return r.data.client
}
