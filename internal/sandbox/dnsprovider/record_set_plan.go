// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"fmt"

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

// ValidateConfig finds bad values before anything is planned. The owner does not matter to them, so any will do.
func (r *recordSetResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model recordSetModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() || model.Type.IsUnknown() || model.Values.IsUnknown() {
		return
	}
	rrtype := model.Type.ValueString()
	elements := model.Values.Elements()
	if rrtype == "CNAME" && len(elements) > 1 {
		resp.Diagnostics.AddAttributeError(path.Root("values"), summaryRecordValue,
			fmt.Sprintf("A name has one CNAME (RFC 1034 section 3.6.2), and %d values are given.", len(elements)))
	}
	for _, element := range elements {
		value, ok := element.(types.String)
		if !ok || value.IsUnknown() || value.IsNull() {
			continue
		}
		if _, err := parseValue("acme.test", rrtype, 0, value.ValueString()); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("values").AtSetValue(value), summaryRecordValue, "The value "+err.Error()+".")
		}
	}
}
