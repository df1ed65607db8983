// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// keptElsewhereKey is the key in planned private state of a destruction whose
// object another resource of the configuration keeps.
const keptElsewhereKey = "kept_elsewhere"

// planDestroy compares the destruction of an object with what the plan has for
// other resources of the same ID.
func planDestroy(ctx context.Context, data *Data, kind, id string, resp *resource.ModifyPlanResponse) {
	switch conflict := data.ledger.planDestroy(kind, id); conflict {
	case noConflict:
	case keptElsewhere:
		resp.Diagnostics.Append(willNotBeReleased(kind, id))
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, keptElsewhereKey, []byte("true"))...)
	default:
		resp.Diagnostics.Append(planConflicts(conflict, kind, id)...)
	}
}

// privateState is what the framework hands over of private state.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// keptElsewhereByPlan reports what planDestroy has found.
func keptElsewhereByPlan(ctx context.Context, private privateState) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, keptElsewhereKey)
	return value != nil, diags
}
