// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

var (
	_ resource.ResourceWithConfigure   = (*organizationDomainResource)(nil)
	_ resource.ResourceWithIdentity    = (*organizationDomainResource)(nil)
	_ resource.ResourceWithImportState = (*organizationDomainResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*organizationDomainResource)(nil)
)

// NewOrganizationDomain returns domainverify_organization_domain.
func NewOrganizationDomain(catalog service.Catalog) resource.Resource {
	return &organizationDomainResource{options: releaseOptions(catalog)}
}

type organizationDomainResource struct {
	configured
	options optionAttributes
}

func (r *organizationDomainResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domain"
}

func (r *organizationDomainResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = organizationDomainSchema(ctx, r.options.catalog)
	r.options.addTo(resp.Schema.Attributes)
}

func (r *organizationDomainResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identity.DomainSchema()
}

func (r *organizationDomainResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config, state organizationDomainModel

	// Prevent deletion
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.DeletionPolicy.ValueString() == deletionPrevent {
			resp.Diagnostics.Append(diagnostics.DeletionPrevented(state.ID.ValueString()))
		}
		if r.data != nil && (!state.releases() || r.idOfSameCaller(ctx, state.ID, req.Private, &resp.Diagnostics)) {
			r.planDestroy(ctx, state, resp)
		}
		return
	}
	if r.data == nil || !req.State.Raw.IsNull() && !r.idOfSameCaller(ctx, state.ID, req.Private, &resp.Diagnostics) {
		return
	}

	// Complete the plan
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(r.options.get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		plan.complete(r.data, config, &resp.Diagnostics)
	} else {
		plan.completeExisting(r.data, config, state, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}

	// Keep what was not known to be another object when this was planned
	if !req.State.Raw.IsNull() && !plan.ID.Equal(state.ID) && r.data.Ledger.KeepsLate(plan.changesInPlace(state)) {
		resp.Diagnostics.Append(diagnostics.ChangeLeft(runledger.KindDomain, state.ID, plan.ID))
		plan.keep(state)
	}

	// Replace when it is another object
	switch {
	case req.State.Raw.IsNull() && plan.ID.IsUnknown():
		resp.Diagnostics.Append(refuseReplacement(ctx, req.Private)...)
		resp.Diagnostics.Append(planReplaceUnknown(ctx, r.data, runledger.KindDomain, req.Private)...)
	case req.State.Raw.IsNull():
		resp.Diagnostics.Append(refuseReplacement(ctx, req.Private)...)
		prior, diags := priorID(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		adopts := plan.AdoptExisting.IsUnknown() || plan.AdoptExisting.ValueBool()
		r.planCreate(ctx, plan, runledger.Creation{Replaces: prior == plan.ID.ValueString(), Adopts: adopts}, &resp.Diagnostics)
	case plan.ID.Equal(state.ID):
		setPriorID(ctx, state.ID.ValueString(), resp)
		mark(ctx, preventedKey, state.DeletionPolicy.ValueString() == deletionPrevent, resp)
		resp.Diagnostics.Append(r.planKeep(state)...)
		r.data.Ledger.NoteGuardOverride(state.ID.ValueString(), state.SkipLockoutGuard.ValueBool())
		resp.Diagnostics.Append(guardPlannedKeeping(r.data, state.ID.ValueString())...)
	default:
		// What an update has kept in state is of the plan that it was of.
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, priorIDKey, nil)...)
		mark(ctx, preventedKey, false, resp)
		// Terraform ignores those of the paths that have not changed.
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("service"), path.Root("organization_id"))
		if state.DeletionPolicy.ValueString() == deletionPrevent {
			resp.Diagnostics.Append(diagnostics.DeletionPrevented(state.ID.ValueString()))
		}
		conflict := r.data.Ledger.PlanLeave(runledger.KindDomain, state.ID.ValueString(), state.releases())
		resp.Diagnostics.Append(diagnostics.PlanConflict(conflict, runledger.KindDomain, state.ID.ValueString())...)
		r.planGivingUp(ctx, state, conflict == runledger.NoConflict, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(r.options.set(ctx, (*tfsdk.State)(&resp.Plan), &plan)...)
}

func (r *organizationDomainResource) planDestroy(ctx context.Context, state organizationDomainModel, resp *resource.ModifyPlanResponse) {
	released := false
	if state.releases() {
		released = planDestroy(r.data, runledger.KindDomain, state.ID.ValueString(), resp)
	} else {
		r.data.Ledger.PlanAbandon(runledger.KindDomain, state.ID.ValueString())
	}
	r.planGivingUp(ctx, state, released, &resp.Diagnostics)
}

// planGivingUp asks the lockout guard about a domain that the resource gives up,
// by a release or by leaving it as it is.
func (r *organizationDomainResource) planGivingUp(ctx context.Context, state organizationDomainModel, released bool, diags *diag.Diagnostics) {
	switch {
	case diags.HasError():
	case !state.releases():
		diags.Append(guardPlannedKeeping(r.data, state.ID.ValueString())...)
	case released:
		diags.Append(guardPlannedRelease(ctx, r.data, state.ID.ValueString(), state.SkipLockoutGuard.ValueBool(), false)...)
	}
}

// preventedKey is the key in private state of a domain that must not be replaced,
// for the second plan of a replacement that was asked for.
const preventedKey = "deletion_prevented"

// refuseReplacement is for a replacement that no argument asks for.
func refuseReplacement(ctx context.Context, private privateState) diag.Diagnostics {
	prevented, diags := isMarked(ctx, preventedKey, private)
	if !prevented || diags.HasError() {
		return diags
	}
	id, diags := priorID(ctx, private)
	return append(diags, diagnostics.DeletionPrevented(id))
}

func (r *organizationDomainResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config organizationDomainModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(r.options.get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.complete(r.data, config, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	svc, id, ok := r.data.Resolve(plan.ID, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	// Let no other resource have the same object
	unlock, ok := lockUnconfirmed(ctx, r.data, runledger.KindDomain, id, diagnostics.CannotAdd, diagnostics.ManagedTwice, &resp.Diagnostics)
	if !ok {
		return
	}
	defer unlock()

	// Call service
	caller, ok := r.caller(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}
	var domain service.Domain
	err := r.data.Workflow.RetryThrottledFor(ctx, id, func(ctx context.Context) (err error) {
		domain, err = svc.Add(ctx, id)
		return err
	})
	switch {
	case service.ClassOf(err) == service.AlreadyExists && domain.State == service.StateReleasing:
		resp.Diagnostics.Append(diagnostics.StillReleasing(id))
		return
	case service.ClassOf(err) == service.AlreadyExists && plan.AdoptExisting.ValueBool():
	case service.ClassOf(err) == service.AlreadyExists && leftByCutCreate(domain):
		resp.Diagnostics.Append(diagnostics.PendingAdopted(id))
	case service.ClassOf(err) == service.AlreadyExists:
		resp.Diagnostics.Append(diagnostics.DomainExists(id, reasonOf(err)))
		return
	case err != nil:
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotAdd, id, err))
		return
	}

	// Write state: from here on the object exists, and nothing may fail
	r.data.Ledger.Confirm(runledger.KindDomain, id.String())
	plan.setDomain(domain)
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(setCaller(ctx, caller, resp.Private)...)
	if err == nil {
		resp.Diagnostics.Append(r.keepAddition(ctx, svc, resp.Private)...)
	}

	// Write identity
	resp.Diagnostics.Append(identity.SetDomain(ctx, resp.Identity, id)...)
}

func (r *organizationDomainResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state organizationDomainModel

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
	if state.releases() {
		r.data.Ledger.InStateNow(runledger.KindDomain, id.String())
	}
	r.data.Ledger.NoteGuardOverride(id.String(), state.SkipLockoutGuard.ValueBool())
	r.data.Ledger.NoteDeletionPrevented(id.String(), state.DeletionPolicy.ValueString() == deletionPrevent)
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	// Call service
	if !r.ofSameCaller(ctx, id, req.Private, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(r.recallAddition(ctx, id, req.Private)...)
	domain, ok := r.data.RefreshDomain(ctx, id, &resp.Diagnostics)
	if !ok || !r.isSeenByCaller(ctx, id, domain, req.Private, &resp.Diagnostics) {
		return
	}
	if domain.State == service.StateAbsent {
		resp.Diagnostics.Append(diagnostics.Gone(diagnostics.DomainIsGone, "The organization domain", id, domain))
		resp.State.RemoveResource(ctx)
		r.data.Ledger.DomainVanished(id.String())
		return
	}

	// Write state
	state.setDefaults(id)
	state.setDomain(domain)
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(r.learnCaller(ctx, id, domain, resp.Private)...)
}

func (r *organizationDomainResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan organizationDomainModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Write state: what can change in place is not sent to the service
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)

	// Write identity
	resp.Diagnostics.Append(identity.KeepDomain(ctx, resp.Identity, plan.ID)...)
}

func (r *organizationDomainResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state organizationDomainModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch state.DeletionPolicy.ValueString() {
	case deletionAbandon:
		return
	case deletionPrevent:
		resp.Diagnostics.Append(diagnostics.DeletionPrevented(state.ID.ValueString()))
		return
	}
	svc, id, ok := r.data.Resolve(state.ID, &resp.Diagnostics)
	if !ok || !r.ofSameCaller(ctx, id, req.Private, &resp.Diagnostics) {
		return
	}
	limit, diags := state.Timeouts.Delete(ctx, r.data.ReleaseTimeout(id.Service))
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}

	// Release nothing that another resource of this run holds, or has verified or claimed
	unlock, ok := lockUnconfirmed(ctx, r.data, runledger.KindDomain, id, diagnostics.CannotRelease, diagnostics.NotReleased, &resp.Diagnostics)
	if !ok {
		return
	}
	defer unlock()
	if r.data.Ledger.IsConfirmed(runledger.KindVerification, id.String()) {
		resp.Diagnostics.Append(diagnostics.NotReleased(runledger.KindDomain, id.String()))
		return
	}

	// Guard against lockout
	if guard, ok := svc.(service.LockoutGuard); ok {
		insists := state.SkipLockoutGuard.ValueBool()
		passed, err := r.data.Workflow.AwaitGuard(ctx, verification.Guard{ID: id, Ask: guard.GuardRelease, Limit: limit, Overridden: insists})
		resp.Diagnostics.Append(diagnostics.GuardOfRelease(id, passed, err, insists)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	ctx, cancel := poll.WithTimeout(ctx, r.data.Clock, limit)
	defer cancel()
	resp.Diagnostics.Append(r.recallAddition(ctx, id, req.Private)...)

	// Release nothing that may be somebody else's
	if _, ofCaller := svc.(service.CallerIdentifier); ofCaller {
		domain, err := r.data.Workflow.Read(ctx, svc, id)
		if err != nil {
			resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotRelease, id, err))
			return
		}
		if !r.isSeenByCaller(ctx, id, domain, req.Private, &resp.Diagnostics) {
			return
		}
	}

	// Release the claim that was left to the domain
	if claimer, claims := svc.(service.Claimer); claims && r.data.Ledger.ClaimLeft(id.String()) {
		if err := r.data.Workflow.RetryThrottledFor(ctx, id, func(ctx context.Context) error { return claimer.Unclaim(ctx, id) }); err != nil {
			resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotReleaseClaim, id, err))
			return
		}
	}

	// Call service, and wait until the domain is gone
	request := service.ReleaseRequest{ID: id, RemoteID: state.RemoteID.ValueString(), Options: r.options.enabled(id.Service, &state)}
	if err := r.data.Workflow.Release(ctx, verification.ReleaseTask{Service: svc, Request: request, Limit: limit}); err != nil {
		resp.Diagnostics.Append(diagnostics.ReleaseError(id, err))
	}
}

func (r *organizationDomainResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read request
	imported, ok := identity.ReadImport(ctx, r.data, req, false, &resp.Diagnostics)
	if !ok {
		return
	}

	// Call service
	r.noteUnconfirmed(ctx, imported, "one of them", &resp.Diagnostics)

	// Write state; Read completes it
	for name, value := range map[string]string{
		"id":              imported.ID.String(),
		"service":         imported.ID.Service,
		"organization_id": imported.ID.OrganizationID,
		"domain":          imported.ID.Domain,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}

	// Write identity
	resp.Diagnostics.Append(identity.SetDomain(ctx, resp.Identity, imported.ID)...)
	resp.Diagnostics.Append(r.importCaller(ctx, imported.ID, resp)...)
}

func reasonOf(err error) string {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed.Reason
	}
	return fmt.Sprint(err)
}
