// SPDX-License-Identifier: MPL-2.0

package planmodifiers

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepPriorSpelling plans the value in state as long as the configured one is
// another spelling of the same thing, so that a change of spelling is no change
// at all. Terraform allows a provider to keep the prior value for this purpose.
// (Semantic equality of custom types would not do: it is not applied while
// planning.)
func KeepPriorSpelling(same func(a, b string) bool) planmodifier.String {
	return keepPriorSpelling{same}
}

type keepPriorSpelling struct{ same func(a, b string) bool }

func (keepPriorSpelling) Description(context.Context) string {
	return "another spelling of the same value is no change"
}

func (m keepPriorSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepPriorSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if m.same(req.StateValue.ValueString(), req.ConfigValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
