// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

var (
	_ resource.ResourceWithConfigure   = (*verificationResource)(nil)
	_ resource.ResourceWithIdentity    = (*verificationResource)(nil)
	_ resource.ResourceWithImportState = (*verificationResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*verificationResource)(nil)
)

// NewVerification returns domainverify_verification.
func NewVerification(catalog service.Catalog) resource.Resource {
	return &verificationResource{options: verificationOptions(catalog)}
}

type verificationResource struct {
	configured
	options optionAttributes
}

func (r *verificationResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_verification"
}

func (r *verificationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = verificationSchema(ctx)
	r.options.addTo(resp.Schema.Attributes)
}

func (r *verificationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identity.MethodSchema()
}

func (r *verificationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config, state verificationModel

	// Read request
	if r.data == nil {
		return
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
		r.idOfSameCaller(ctx, state.ID, req.Private, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(r.options.get(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.Token.IsNull() {
		plan.Token = state.tokenToKeep()
	}

	// Keep what exists while it is not known whether it is another one
	follows := !req.State.Raw.IsNull() && r.data.Ledger.DomainGivenUp(state.OrganizationDomainID.ValueString())
	renewed := follows || r.data.Ledger.TokenGivenUp(state.ID.ValueString())
	differs := plan.differs(state)
	late := !req.State.Raw.IsNull() && !follows && differs && r.data.Ledger.KeepsLate(plan.changesInPlace(state))
	switch {
	case late:
		resp.Diagnostics.Append(diagnostics.ChangeLeft(runledger.KindVerification, state.ID, plan.ID))
		plan.keep(state)
	case !req.State.Raw.IsNull() && !renewed && !differs:
		plan.keepUnknown(state)
	}

	// Keep what an update does not touch; a pending verification is tried again
	if !req.State.Raw.IsNull() {
		plan.ID, plan.State, plan.VerifiedAt, plan.FailureReason = state.ID, state.State, state.VerifiedAt, state.FailureReason
		if state.isPending() && !late {
			plan.setUnknown()
		}
	}

	// Complete the plan
	if svc, id, ok := r.data.ResolveOffline(plan.OrganizationDomainID, &resp.Diagnostics); ok {
		lateMethod := req.State.Raw.IsNull() && config.Method.IsUnknown()
		resp.Diagnostics.Append(r.data.Ledger.Foreseen(id.String())...)
		if !lateMethod {
			planMethod(&plan.Method, state.Method, svc, id, &resp.Diagnostics)
		}
		resp.Diagnostics.Append(r.options.refuse(svc, &plan)...)
		if !config.Token.IsNull() && !lateMethod {
			resp.Diagnostics.Append(checkMethod(r.data, plan, state, id)...)
		}
		resp.Diagnostics.Append(foreseeTokenMissing(ctx, r.data, svc, id, plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if !req.State.Raw.IsNull() && !plan.Method.Equal(state.Method) {
			resp.RequiresReplace = append(resp.RequiresReplace, methodPath)
		}
		if !lateMethod {
			plan.ID = types.StringValue(methodID(id, service.Method(plan.Method.ValueString())))
		}
		if follows {
			plan.setUnknown()
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root("state"))
		}
	} else if plan.Method.IsUnknown() && !state.Method.IsNull() {
		plan.Method = state.Method
	}
	resp.Diagnostics.Append(r.options.set(ctx, (*tfsdk.State)(&resp.Plan), &plan)...)
}

func (r *verificationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan verificationModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	caller, ok := r.callerOf(ctx, plan.OrganizationDomainID, &resp.Diagnostics)
	if !ok {
		return
	}
	id, ok := r.verify(ctx, &plan, plan.Timeouts.Create, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(setCaller(ctx, caller, resp.Private)...)

	// Write identity
	resp.Diagnostics.Append(identity.SetMethod(ctx, resp.Identity, id, service.Method(plan.Method.ValueString()))...)
}

func (r *verificationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state verificationModel

	// Read request
	r.data.Ledger.Refreshed()
	resp.Diagnostics.Append(r.options.get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, method, err := service.ParseMethodID(state.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.InvalidID(err))
		return
	}
	resp.Diagnostics.Append(identity.SetMethod(ctx, resp.Identity, id, method)...)
	fillFromID(&state.OrganizationDomainID, id.String())
	fillFromID(&state.Method, string(method))
	ctx, cancel := r.data.WithTimeout(ctx, id.Service, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	// Call service
	if !r.ofSameCaller(ctx, id, req.Private, &resp.Diagnostics) {
		return
	}
	domain, ok := r.data.RefreshDomain(ctx, id, &resp.Diagnostics)
	if !ok || !r.isSeenByCaller(ctx, id, domain, req.Private, &resp.Diagnostics) {
		return
	}
	switch {
	case domain.State.Verified():
		if state.State.ValueString() != stateVerified {
			state.setVerified(r.data.Clock.Now())
		}
	case domain.State == service.StateUnknown:
		// Only an import comes here without a state. A state that is not documented is
		// not a verification; where the service shows none, the import counts.
		switch {
		case state.State.IsNull() && domain.Reason != "":
			state.setPending(domain.Reason)
		case state.State.IsNull():
			resp.Diagnostics.Append(diagnostics.StateNotConfirmed(id, "verified"))
			state.State = types.StringValue(stateVerified)
		}
	case domain.State == service.StateReleasing && !state.State.IsNull():
		// What is being released stays as it is until it is gone.
	case state.isPending() && domain.State != service.StateAbsent:
		if domain.Reason != "" {
			state.setPending(domain.Reason)
		}
	default:
		resp.Diagnostics.Append(diagnostics.VerificationGone(id, domain, r.issuerOf(id.Service).recordStays))
		resp.State.RemoveResource(ctx)
		return
	}

	// Write state
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(r.learnCaller(ctx, id, domain, resp.Private)...)
}

func (r *verificationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan verificationModel

	// Read request
	resp.Diagnostics.Append(r.options.get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.State.IsUnknown() {
		if !r.idOfSameCaller(ctx, plan.ID, req.Private, &resp.Diagnostics) {
			return
		}
		if _, ok := r.verify(ctx, &plan, plan.Timeouts.Update, &resp.Diagnostics); !ok {
			return
		}
	}

	// Write state
	resp.Diagnostics.Append(r.options.set(ctx, &resp.State, &plan)...)

	// Write identity
	resp.Diagnostics.Append(identity.KeepMethod(ctx, resp.Identity, plan.ID)...)
}

// Delete forgets the verification. Replacing it must never unverify a domain;
// giving the domain back is the organization domain's business.
func (r *verificationResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

func (r *verificationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read request
	imported, ok := identity.ReadImport(ctx, r.data, req, true, &resp.Diagnostics)
	if !ok {
		return
	}

	// Write state; Read completes it
	values := map[string]any{
		"id":                     methodID(imported.ID, imported.Method),
		"organization_domain_id": imported.ID.String(),
		"method":                 string(imported.Method),
		"wait_for_verification":  true,
	}
	// A token that is not known is filled in by the configuration, in place.
	token, err := r.data.Workflow.KnownToken(ctx, imported.Service, imported.ID, imported.Method)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotImport, imported.ID, err))
		return
	}
	if token != "" {
		values["token"] = token
	}
	for name, value := range values {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}

	// Write identity
	resp.Diagnostics.Append(identity.SetMethod(ctx, resp.Identity, imported.ID, imported.Method)...)
	resp.Diagnostics.Append(r.importCaller(ctx, imported.ID, resp)...)
}

// verify brings plan to "verified", or in hand-off mode at least to "pending".
// A false ok means that it failed, and diags say why.
func (r *verificationResource) verify(ctx context.Context, plan *verificationModel, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diags *diag.Diagnostics) (service.DomainID, bool) {
	svc, id, ok := r.data.Resolve(plan.OrganizationDomainID, diags)
	if !ok {
		return id, false
	}
	if planMethod(&plan.Method, types.StringNull(), svc, id, diags); diags.HasError() {
		return id, false
	}
	plan.ID = types.StringValue(methodID(id, service.Method(plan.Method.ValueString())))
	limit, invalid := timeout(ctx, svc.Capabilities().Deadline)
	if diags.Append(invalid...); diags.HasError() {
		return id, false
	}

	result, err := r.data.Workflow.Verify(ctx, verification.Task{
		Service: svc, Request: plan.request(id, r.options.enabled(id.Service, plan)), Limit: limit, SingleAttempt: !plan.WaitForVerification.ValueBool(),
	})
	for _, notice := range result.Notices {
		diags.Append(diagnostics.LockoutNotice(notice))
	}
	if err != nil {
		diags.Append(diagnostics.VerificationError(id, err))
		return id, false
	}
	if result.Pending != "" {
		plan.setPending(result.Pending)
		return id, true
	}
	r.data.Ledger.Confirm(runledger.KindVerification, id.String())
	plan.setVerified(r.data.Clock.Now())
	return id, true
}

// checkMethod refuses a verification whose token is of another method. One that is
// done already has nothing left to go wrong.
func checkMethod(data *providerdata.Data, plan, state verificationModel, id service.DomainID) diag.Diagnostics {
	if plan.Token.IsNull() || plan.Token.Equal(state.Token) && plan.Method.Equal(state.Method) && !state.isPending() {
		return nil
	}
	method := service.Method(plan.Method.ValueString())
	if other, certain := data.Tokens.OtherMethod(id, method, plan.Token); certain {
		return diag.Diagnostics{diagnostics.TokenOfOtherMethod(id, method, other)}
	}
	return nil
}

// foreseeTokenMissing refuses at plan a verification that needs a token and has none.
// Where the service may verify the domain without one, only the apply shows it. What is
// verified now is pending after its release, and a replacement releases it.
func foreseeTokenMissing(ctx context.Context, data *providerdata.Data, svc service.Service, id service.DomainID, plan verificationModel) diag.Diagnostics {
	if !plan.Token.IsNull() || !plan.State.IsUnknown() || !plan.WaitForVerification.ValueBool() ||
		svc.Capabilities().BornVerified != "" || data.Ledger.Applying() {
		return nil
	}
	if data.Ledger.DomainReplaced(id.String()) {
		return diag.Diagnostics{diagnostics.TokenMissing(id, &verification.TokenMissingError{Domain: service.Domain{State: service.StatePending}})}
	}
	domain, err := data.Workflow.Read(ctx, svc, id)
	if err != nil || domain.State.Verified() || domain.State == service.StateUnknown || domain.State == service.StateReleasing {
		return nil
	}
	return diag.Diagnostics{diagnostics.TokenMissing(id, &verification.TokenMissingError{Domain: domain})}
}
