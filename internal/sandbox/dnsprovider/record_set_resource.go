// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var (
	_ resource.ResourceWithConfigure      = (*recordSetResource)(nil)
	_ resource.ResourceWithImportState    = (*recordSetResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*recordSetResource)(nil)
	_ resource.ResourceWithValidateConfig = (*recordSetResource)(nil)
)

func newRecordSetResource() resource.Resource { return &recordSetResource{} }

type recordSetResource struct {
	data *providerData // nil while Terraform only validates
}

func (r *recordSetResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_dns_record_set"
}

func (r *recordSetResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if data, ok := req.ProviderData.(*providerData); ok {
		r.data = data
	}
}

func (r *recordSetResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model recordSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	set, diags := model.recordSet(ctx)
	resp.Diagnostics.Append(diags...)
	client := r.client(summaryCreate, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	if err := client.create(ctx, set); err != nil {
		resp.Diagnostics.Append(failed(summaryCreate, set, err))
		return
	}

	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
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

func (r *recordSetResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model recordSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	set, diags := model.recordSet(ctx)
	resp.Diagnostics.Append(diags...)
	client := r.client(summaryUpdate, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	if err := client.replace(ctx, set); err != nil {
		resp.Diagnostics.Append(failed(summaryUpdate, set, err))
		return
	}

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
