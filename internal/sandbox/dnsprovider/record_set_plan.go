// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan makes zone and id known where configuration already determines them, and replaces the record set when its
// name in DNS changes. Another spelling of the same name is stored and nothing more.
func (r *recordSetResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return // a destroy has nothing to plan
	}
	var plan, config recordSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}

	plan.Zone = r.plannedZone(config)
	if plan.Zone.IsNull() {
		resp.Diagnostics.Append(missingZone())
		return
	}
	plan.ID = types.StringUnknown()
	if !plan.Zone.IsUnknown() && !plan.Name.IsUnknown() && !plan.Type.IsUnknown() {
		set, diags := plan.name()
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		plan.ID = types.StringValue(set.id())
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("zone"), plan.Zone)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	if req.State.Raw.IsNull() {
		return
	}

	var state recordSetModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !plan.ID.Equal(state.ID) {
		// Terraform leaves out those that have not changed.
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("zone"), path.Root("name"), path.Root("type"))
	}
}

// plannedZone is null when neither the resource nor the provider says one.
func (r *recordSetResource) plannedZone(config recordSetModel) types.String {
	switch {
	case !config.Zone.IsNull():
		return config.Zone
	case r.data == nil:
		return types.StringUnknown()
	}
	return r.data.zone
}
