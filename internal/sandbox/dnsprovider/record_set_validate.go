// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

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
