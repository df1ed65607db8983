// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var (
	_ resource.ResourceWithConfigure   = (*claimResource)(nil)
	_ resource.ResourceWithIdentity    = (*claimResource)(nil)
	_ resource.ResourceWithImportState = (*claimResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*claimResource)(nil)
)

// NewClaim returns domainverify_claim.
func NewClaim(catalog service.Catalog) resource.Resource {
	return &claimResource{options: claimOptions(catalog)}
}

type claimResource struct {
	configured
	options optionAttributes
}

func (r *claimResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_claim"
}

func (r *claimResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = claimSchema(ctx)
	r.options.addTo(resp.Schema.Attributes)
}

func (r *claimResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identity.DomainSchema()
}

func (r *claimResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state claimModel

	// Read request
	if r.data == nil {
		return
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		// A run that failed has kept in state what was planned for a replacement.
		mark(ctx, releasedWithDomainKey, false, resp)
		planDestroy(r.data, runledger.KindClaim, state.ID.ValueString(), resp)
		return
	}
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Keep what exists while its domain is not known yet, unless the domain goes
	follows := !req.State.Raw.IsNull() && r.data.Ledger.DomainGivenUp(state.ID.ValueString())
	if !req.State.Raw.IsNull() && plan.OrganizationDomainID.IsUnknown() && !follows {
		plan.OrganizationDomainID = state.OrganizationDomainID
	}

	// Keep what was not known to be another claim when this was planned
	if !req.State.Raw.IsNull() && !follows && isAnother(plan.OrganizationDomainID, state.OrganizationDomainID) &&
		r.data.Ledger.KeepsLate(plan.changesInPlace(state)) {
		resp.Diagnostics.Append(diagnostics.ChangeLeft(runledger.KindClaim, state.OrganizationDomainID, plan.OrganizationDomainID))
		plan.OrganizationDomainID = state.OrganizationDomainID
	}

	// Refuse at plan what the service does not have
	if svc, id, ok := r.data.ResolveOffline(plan.OrganizationDomainID, &resp.Diagnostics); ok {
		resp.Diagnostics.Append(r.data.Ledger.Foreseen(id.String())...)
		r.claimer(svc, &resp.Diagnostics)
		resp.Diagnostics.Append(r.options.refuse(svc, &plan)...)
	}

	// Complete the plan
	plan.ID = plan.OrganizationDomainID
	if follows && plan.ID.Equal(state.ID) {
		plan.ID = types.StringUnknown()
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("id"))
	}
	if !req.State.Raw.IsNull() {
		mark(ctx, releasedWithDomainKey, follows && r.data.Ledger.DomainReplaced(state.ID.ValueString()), resp)
	}
	r.planLedger(req.State.Raw.IsNull(), plan, state, &resp.Diagnostics)
	resp.Diagnostics.Append(r.options.set(ctx, (*tfsdk.State)(&resp.Plan), &plan)...)
}

// releasedWithDomainKey is the key in planned private state of a claim whose
// domain is replaced. Terraform destroys the claim first, and where the domain
// turns out to stay (create_before_destroy, a guard that refuses) nothing would
// have made up for that: so the release of the domain releases the claim.
const releasedWithDomainKey = "released_with_domain"

// planLedger compares the plan with that of other claims on the same domain.
func (r *claimResource) planLedger(creates bool, plan, state claimModel, diags *diag.Diagnostics) {
	ledger, id := &r.data.Ledger, state.ID.ValueString()
	switch {
	case creates && plan.ID.IsUnknown():
	case creates:
		conflict := ledger.PlanCreate(runledger.KindClaim, plan.ID.ValueString(), runledger.Creation{Adopts: true})
		if conflict == runledger.CreatedElsewhere {
			diags.Append(diagnostics.ManagedTwice(runledger.KindClaim, plan.ID.ValueString()))
			return
		}
		diags.Append(diagnostics.PlanConflict(conflict, runledger.KindClaim, plan.ID.ValueString())...)
	case plan.ID.IsUnknown(), plan.ID.Equal(state.ID):
		diags.Append(diagnostics.PlanConflict(ledger.PlanKeep(runledger.KindClaim, id, true), runledger.KindClaim, id)...)
	default:
		diags.Append(diagnostics.PlanConflict(ledger.PlanLeave(runledger.KindClaim, id, true), runledger.KindClaim, id)...)
	}
}

func (r *claimResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan claimModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	claimer, id, ok := r.resolve(plan.OrganizationDomainID, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	// Let no other resource have the same object
	unlock, ok := lockUnconfirmed(ctx, r.data, runledger.KindClaim, id, diagnostics.CannotClaim, diagnostics.ManagedTwice, &resp.Diagnostics)
	if !ok {
		return
	}
	defer unlock()

	// Call service
	request := service.ClaimRequest{ID: id, Options: r.options.enabled(id.Service, &plan)}
	err := r.data.Workflow.RetryThrottledFor(ctx, id, func(ctx context.Context) error { return claimer.Claim(ctx, request) })
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotClaim, id, err))
		return
	}

	// Write state
	r.data.Ledger.Confirm(runledger.KindClaim, id.String())
	r.data.Ledger.Confirm(runledger.KindVerification, id.String())
	plan.ID = types.StringValue(id.String())
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)

	// Write identity
	resp.Diagnostics.Append(identity.SetDomain(ctx, resp.Identity, id)...)
}

func (r *claimResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state claimModel

	// Read request
	r.data.Ledger.Refreshed()
	resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, err := service.ParseDomainID(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.InvalidID(err))
		return
	}
	resp.Diagnostics.Append(identity.SetDomain(ctx, resp.Identity, id)...)
	fillFromID(&state.OrganizationDomainID, id.String())
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	// Call service
	domain, ok := r.data.RefreshDomain(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}
	switch domain.State {
	case service.StateClaimed, service.StateReleasing, service.StateUnknown:
	default:
		resp.Diagnostics.Append(diagnostics.Gone(diagnostics.ClaimIsGone, "The claim on", id, domain))
		resp.State.RemoveResource(ctx)
		return
	}

	// Write state
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &state)...)
}

func (r *claimResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan claimModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Write state: the options only count when a claim is made, and a new claim would
	// release the domain in between
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)

	// Write identity
	resp.Diagnostics.Append(identity.KeepDomain(ctx, resp.Identity, plan.ID)...)
}

func (r *claimResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state claimModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	claimer, id, ok := r.resolve(state.ID, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()

	// Leave what is released together with its domain
	if left, diags := isMarked(ctx, releasedWithDomainKey, req.Private); left || diags.HasError() {
		resp.Diagnostics.Append(diags...)
		r.data.Ledger.LeaveClaim(id.String())
		return
	}

	// Release nothing that another resource of this run holds
	unlock, ok := lockUnconfirmed(ctx, r.data, runledger.KindClaim, id, diagnostics.CannotReleaseClaim, diagnostics.NotReleased, &resp.Diagnostics)
	if !ok {
		return
	}
	defer unlock()

	// Call service
	err := r.data.Workflow.RetryThrottledFor(ctx, id, func(ctx context.Context) error { return claimer.Unclaim(ctx, id) })
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotReleaseClaim, id, err))
	}
}

func (r *claimResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read request
	imported, ok := identity.ReadImport(ctx, r.data, req, false, &resp.Diagnostics)
	if !ok || r.claimer(imported.Service, &resp.Diagnostics) == nil {
		return
	}

	// Call service
	r.noteUnconfirmed(ctx, imported, "claimed", &resp.Diagnostics)

	// Write state; Read checks whether the claim exists, and completes it
	for name, value := range map[string]any{
		"id":                     imported.ID.String(),
		"organization_domain_id": imported.ID.String(),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}

	// Write identity
	resp.Diagnostics.Append(identity.SetDomain(ctx, resp.Identity, imported.ID)...)
}

func (r *claimResource) resolve(id types.String, diags *diag.Diagnostics) (service.Claimer, service.DomainID, bool) {
	svc, parsed, ok := r.data.Resolve(id, diags)
	if !ok {
		return nil, parsed, false
	}
	claimer := r.claimer(svc, diags)
	return claimer, parsed, claimer != nil
}

func (r *claimResource) claimer(svc service.Service, diags *diag.Diagnostics) service.Claimer {
	claimer, ok := svc.(service.Claimer)
	if !ok {
		diags.Append(diagnostics.ClaimUnsupported(svc))
		return nil
	}
	return claimer
}
