// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ resource.ResourceWithConfigure      = (*webFileResource)(nil)
	_ resource.ResourceWithImportState    = (*webFileResource)(nil)
	_ resource.ResourceWithValidateConfig = (*webFileResource)(nil)
)

func newWebFileResource() resource.Resource { return &webFileResource{} }

type webFileResource struct{ configured }

func (r *webFileResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_web_file"
}

func (r *webFileResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.publish(ctx, summaryFileCreate, (*webClient).create, req.Plan, &resp.State, &resp.Diagnostics)
}

func (r *webFileResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.publish(ctx, summaryFileUpdate, (*webClient).replace, req.Plan, &resp.State, &resp.Diagnostics)
}

func (r *webFileResource) publish(
	ctx context.Context, summary string, send func(c *webClient, ctx context.Context, url, content string) error,
	plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	var model webFileModel
	diagnostics.Append(plan.Get(ctx, &model)...)
	client := r.client(summary, diagnostics)
	if diagnostics.HasError() {
		return
	}

	if err := send(client, ctx, model.URL.ValueString(), model.Content.ValueString()); err != nil {
		diagnostics.Append(failedFile(summary, model.URL.ValueString(), err))
		return
	}

	diagnostics.Append(state.Set(ctx, &model)...)
}

func (r *webFileResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model webFileModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client := r.client(summaryFileRead, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	content, found, err := client.read(ctx, model.URL.ValueString())
	if err != nil {
		resp.Diagnostics.Append(failedFile(summaryFileRead, model.URL.ValueString(), err))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}

	model.Content = types.StringValue(content)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (r *webFileResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model webFileModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client := r.client(summaryFileDelete, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	if err := client.remove(ctx, model.URL.ValueString()); err != nil {
		resp.Diagnostics.Append(failedFile(summaryFileDelete, model.URL.ValueString(), err))
	}
}

// ImportState takes the URL; the Read that follows gets the content.
func (r *webFileResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if err := checkFileURL(req.ID); err != nil {
		resp.Diagnostics.Append(badFileURL(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("url"), req.ID)...)
}

// client is nil, with an error added, while there is no web host to talk to.
func (r *webFileResource) client(summary string, diags *diag.Diagnostics) *webClient {
	switch {
	case r.data == nil || r.data.web == nil:
		diags.Append(providerNotReady(summary))
		return nil
	case r.data.web.server == "":
		diags.Append(missingWebServer(summary))
		return nil
	}
	return r.data.web
}
