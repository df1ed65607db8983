// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

var (
	_ resource.ResourceWithConfigure   = (*organizationDomainResource)(nil)
	_ resource.ResourceWithIdentity    = (*organizationDomainResource)(nil)
	_ resource.ResourceWithImportState = (*organizationDomainResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*organizationDomainResource)(nil)
)

// NewOrganizationDomainResource returns domainverify_organization_domain.
func NewOrganizationDomainResource(catalog service.Catalog) resource.Resource {
	return &organizationDomainResource{catalog: catalog}
}

type organizationDomainResource struct {
	catalog service.Catalog
	data    *Data
}

func (r *organizationDomainResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_domain"
}

func (r *organizationDomainResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

func (r *organizationDomainResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = organizationDomainSchema(ctx, r.catalog)
}

func (r *organizationDomainResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = domainIdentitySchema()
}

func (r *organizationDomainResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config, state organizationDomainModel

	// Prevent deletion
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if state.DeletionPolicy.ValueString() == deletionPrevent {
			resp.Diagnostics.Append(deletionPrevented(state.ID.ValueString()))
		}
		if r.data != nil {
			r.planDestroy(ctx, state, resp)
		}
		return
	}
	if r.data == nil {
		return
	}

	// Complete the plan
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
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
	if !req.State.Raw.IsNull() && !plan.ID.Equal(state.ID) && r.data.ledger.keepsLate(plan.changesInPlace(state)) {
		resp.Diagnostics.Append(changeLeft(kindDomain, state.ID, plan.ID))
		plan.keep(state)
	}

	// Replace when it is another object
	switch {
	case req.State.Raw.IsNull() && plan.ID.IsUnknown():
		resp.Diagnostics.Append(refuseReplacement(ctx, req.Private)...)
		resp.Diagnostics.Append(planReplaceUnknown(ctx, r.data, kindDomain, req.Private)...)
	case req.State.Raw.IsNull():
		resp.Diagnostics.Append(refuseReplacement(ctx, req.Private)...)
		r.planCreate(ctx, plan, &resp.Diagnostics)
	case plan.ID.Equal(state.ID):
		setPriorID(ctx, state.ID.ValueString(), resp)
		mark(ctx, preventedKey, state.DeletionPolicy.ValueString() == deletionPrevent, resp)
		conflict := r.data.ledger.planKeep(kindDomain, state.ID.ValueString(), state.releases())
		resp.Diagnostics.Append(planConflicts(conflict, kindDomain, state.ID.ValueString())...)
		r.data.ledger.noteGuardOverride(state.ID.ValueString(), state.SkipLockoutGuard.ValueBool())
		resp.Diagnostics.Append(r.data.guardPlannedKeeping(state.ID.ValueString())...)
	default:
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, priorIDKey, nil)...)
		// Terraform ignores those of the paths that have not changed.
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("service"), path.Root("organization_id"))
		if state.DeletionPolicy.ValueString() == deletionPrevent {
			resp.Diagnostics.Append(deletionPrevented(state.ID.ValueString()))
		}
		conflict := r.data.ledger.planLeave(kindDomain, state.ID.ValueString(), state.releases())
		resp.Diagnostics.Append(planConflicts(conflict, kindDomain, state.ID.ValueString())...)
		r.planGivingUp(ctx, state, conflict == noConflict, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (r *organizationDomainResource) planDestroy(ctx context.Context, state organizationDomainModel, resp *resource.ModifyPlanResponse) {
	released := false
	if state.releases() {
		released = planDestroy(ctx, r.data, kindDomain, state.ID.ValueString(), resp)
	} else {
		r.data.ledger.planAbandon(kindDomain, state.ID.ValueString())
	}
	r.planGivingUp(ctx, state, released, &resp.Diagnostics)
}

// planGivingUp asks the lockout guard about a domain that the resource gives up,
// by a release or by leaving it as it is.
func (r *organizationDomainResource) planGivingUp(ctx context.Context, state organizationDomainModel, released bool, diags *diag.Diagnostics) {
	switch {
	case diags.HasError():
	case !state.releases():
		diags.Append(r.data.guardPlannedKeeping(state.ID.ValueString())...)
	case released:
		diags.Append(r.data.guardPlannedRelease(ctx, state.ID.ValueString(), state.SkipLockoutGuard.ValueBool(), false)...)
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
	return append(diags, deletionPrevented(id))
}

// planCreate says at plan what is wrong with a domain that is to be created.
func (r *organizationDomainResource) planCreate(ctx context.Context, plan organizationDomainModel, diags *diag.Diagnostics) {
	switch conflict := r.data.ledger.planCreate(kindDomain, plan.ID.ValueString()); conflict {
	case noConflict:
	case createdElsewhere:
		diags.Append(managedTwice(kindDomain, plan.ID.ValueString()))
		return
	default:
		diags.Append(planConflicts(conflict, kindDomain, plan.ID.ValueString())...)
		return
	}
	if r.data.ledger.inState(kindDomain, plan.ID.ValueString()) {
		diags.Append(r.data.guardPlannedRelease(ctx, plan.ID.ValueString(), r.data.ledger.insists(plan.ID.ValueString()), true)...)
	}
	if id, err := service.ParseDomainID(plan.ID.ValueString()); err == nil && !r.data.deferred(id.Service) {
		diags.Append(r.data.foreseeCreate(ctx, id, plan.AdoptExisting.IsUnknown() || plan.AdoptExisting.ValueBool())...)
	}
}

func (r *organizationDomainResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan, config organizationDomainModel

	// Read request
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.complete(r.data, config, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	svc, id, ok := r.data.resolve(plan.ID, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := r.data.withTimeout(ctx, id.Service, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	// Let no other resource have the same object
	done, err := r.data.ledger.lock(ctx, kindDomain, id.String())
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryAddFailed, id, err))
		return
	}
	defer done()
	if r.data.ledger.isConfirmed(kindDomain, id.String()) {
		resp.Diagnostics.Append(managedTwice(kindDomain, id.String()))
		return
	}

	// Call service
	var domain service.Domain
	err = r.data.workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		domain, err = svc.Add(ctx, id)
		return err
	})
	switch {
	case service.ClassOf(err) == service.AlreadyExists && plan.AdoptExisting.ValueBool():
	case service.ClassOf(err) == service.AlreadyExists && leftByCutCreate(domain):
		resp.Diagnostics.Append(pendingAdopted(id))
	case service.ClassOf(err) == service.AlreadyExists:
		resp.Diagnostics.Append(domainExists(id, reasonOf(err)))
		return
	case err != nil:
		resp.Diagnostics.Append(serviceError(summaryAddFailed, id, err))
		return
	}

	// Write state: from here on the object exists, and nothing may fail
	r.data.ledger.confirm(kindDomain, id.String())
	plan.setDomain(domain)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	// Write identity
	resp.Diagnostics.Append(setDomainIdentity(ctx, resp.Identity, id)...)
}

func (r *organizationDomainResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state organizationDomainModel

	// Read request
	r.data.ledger.refreshed()
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, err := service.ParseDomainID(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.AddError(summaryInvalidID, displaytext.Sentence(err.Error()))
		return
	}
	resp.Diagnostics.Append(setDomainIdentity(ctx, resp.Identity, id)...)
	if state.releases() {
		r.data.ledger.inStateNow(kindDomain, id.String())
	}
	r.data.ledger.noteGuardOverride(id.String(), state.SkipLockoutGuard.ValueBool())
	ctx, cancel := r.data.withTimeout(ctx, id.Service, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	// Call service
	domain, ok := r.data.refreshDomain(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}
	if domain.State == service.StateAbsent {
		resp.Diagnostics.Append(goneWarning(summaryDomainGone, "The organization domain", id, verification.DescribeState(domain)))
		resp.State.RemoveResource(ctx)
		r.data.ledger.domainVanished(id.String())
		return
	}

	// Write state
	state.setDomain(domain)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *organizationDomainResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan organizationDomainModel

	// Read request
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Write state: what can change in place means nothing to the service
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)

	// Write identity
	resp.Diagnostics.Append(keepDomainIdentity(ctx, resp.Identity, plan.ID)...)
}

func (r *organizationDomainResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state organizationDomainModel

	// Read request
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch state.DeletionPolicy.ValueString() {
	case deletionAbandon:
		return
	case deletionPrevent:
		resp.Diagnostics.Append(deletionPrevented(state.ID.ValueString()))
		return
	}
	svc, id, ok := r.data.resolve(state.ID, &resp.Diagnostics)
	if !ok {
		return
	}
	if planned, diags := keptElsewhereByPlan(ctx, req.Private); planned || diags.HasError() {
		resp.Diagnostics.Append(append(diags, notReleased(kindDomain, id.String()))...)
		return
	}
	limit, diags := state.Timeouts.Delete(ctx, r.data.callTimeout(id.Service))
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}

	// Release nothing that another resource of this run holds
	done, err := r.data.ledger.lock(ctx, kindDomain, id.String())
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReleaseFailed, id, err))
		return
	}
	defer done()
	if r.data.ledger.isConfirmed(kindDomain, id.String()) {
		resp.Diagnostics.Append(notReleased(kindDomain, id.String()))
		return
	}

	// Guard against lockout
	if guard, ok := svc.(service.LockoutGuard); ok {
		passed, err := r.data.workflow.AwaitGuard(ctx, verification.Guard{ID: id, Ask: guard.GuardRelease, Limit: limit})
		resp.Diagnostics.Append(guardOfRelease(id, passed, err, state.SkipLockoutGuard.ValueBool())...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	ctx, cancel := poll.WithTimeout(ctx, r.data.Clock, limit)
	defer cancel()

	// Call service
	if claimer, claims := svc.(service.Claimer); claims && r.data.ledger.claimLeft(id.String()) {
		if err := r.data.workflow.RetryThrottled(ctx, func(ctx context.Context) error { return claimer.Unclaim(ctx, id) }); err != nil {
			resp.Diagnostics.Append(serviceError(summaryUnclaimFailed, id, err))
			return
		}
	}
	err = r.data.workflow.RetryThrottled(ctx, func(ctx context.Context) error { return svc.Release(ctx, state.releaseRequest(id)) })
	if err != nil {
		resp.Diagnostics.Append(serviceError(summaryReleaseFailed, id, err))
	}
}

func (r *organizationDomainResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read request
	imported, ok := r.data.readImport(ctx, req, false, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state; Read completes it
	for name, value := range map[string]any{
		"id":                              imported.id.String(),
		"service":                         imported.id.Service,
		"organization_id":                 imported.id.OrganizationID,
		"domain":                          imported.id.Domain,
		"adopt_existing":                  false,
		"deletion_policy":                 deletionRelease,
		"disable_mail_hosting_on_release": false,
		"skip_lockout_guard_on_release":   false,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}

	// Write identity
	resp.Diagnostics.Append(setDomainIdentity(ctx, resp.Identity, imported.id)...)
}

func reasonOf(err error) string {
	if typed, ok := errors.AsType[*service.Error](err); ok {
		return typed.Reason
	}
	return fmt.Sprint(err)
}
