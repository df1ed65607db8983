// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
)

// planDestroy compares the destruction of an object with what the plan has for
// other resources of the same ID, and reports whether it releases the object. One that
// another resource keeps is an error: what a plan notes for the destruction of a deposed
// object is lost, because Terraform plans that one once more while it applies.
func planDestroy(data *providerdata.Data, kind, id string, resp *resource.ModifyPlanResponse) (releases bool) {
	conflict := data.Ledger.PlanDestroy(kind, id)
	resp.Diagnostics.Append(data.Ledger.OnceReported(kind, id, diagnostics.PlanConflict(conflict, kind, id))...)
	return conflict == runledger.NoConflict
}

// privateState is what the framework hands over of private state.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// priorIDKey is the key in private state of the ID that a plan keeps. Terraform
// plans a requested replacement twice: with the prior state, and without it but
// with the private state of the first plan. So the second plan knows which object
// it replaces, even while the arguments that make up its ID are unknown.
const priorIDKey = "prior_id"

func setPriorID(ctx context.Context, id string, resp *resource.ModifyPlanResponse) {
	value, err := json.Marshal(id)
	if err != nil {
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, priorIDKey, value)...)
}

// mark sets or removes a key without a value in planned private state.
func mark(ctx context.Context, key string, set bool, resp *resource.ModifyPlanResponse) {
	var value []byte
	if set {
		value = []byte("true")
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, key, value)...)
}

func isMarked(ctx context.Context, key string, private privateState) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, key)
	return value != nil, diags
}

// priorID returns the ID of the object that the second plan of a replacement
// replaces.
func priorID(ctx context.Context, private privateState) (string, diag.Diagnostics) {
	var id string
	value, diags := private.GetKey(ctx, priorIDKey)
	if value == nil || json.Unmarshal(value, &id) != nil {
		return "", diags
	}
	return id, diags
}

// planReplaceUnknown notes the second plan of a replacement whose ID is unknown.
func planReplaceUnknown(ctx context.Context, data *providerdata.Data, kind string, private privateState) diag.Diagnostics {
	id, diags := priorID(ctx, private)
	if id != "" {
		data.Ledger.PlanCreate(kind, id, runledger.Creation{Replaces: true})
	}
	return diags
}
