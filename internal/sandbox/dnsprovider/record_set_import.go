// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/miekg/dns"
)

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
