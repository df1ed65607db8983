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
	_ resource.ResourceWithConfigure   = (*verificationTokenResource)(nil)
	_ resource.ResourceWithIdentity    = (*verificationTokenResource)(nil)
	_ resource.ResourceWithImportState = (*verificationTokenResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*verificationTokenResource)(nil)
)

var methodPath = path.Root("method")

// rereadable is the key in private state of whether a refresh may request the
// token again (see service.Challenge).
const (
	rereadable   = "rereadable"
	isRereadable = "true"
)

// NewVerificationToken returns domainverify_verification_token.
func NewVerificationToken() resource.Resource { return &verificationTokenResource{} }

type verificationTokenResource struct{ configured }

func (r *verificationTokenResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_verification_token"
}

func (r *verificationTokenResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = verificationTokenSchema()
}

func (r *verificationTokenResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identity.MethodSchema()
}

func (r *verificationTokenResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config, state verificationTokenModel

	// Read request
	if r.data == nil {
		return
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(getModel(ctx, req.State, &state)...)
		if !r.idOfSameCaller(ctx, state.ID, req.Private, &resp.Diagnostics) {
			return
		}
	}
	if req.Plan.Raw.IsNull() && state.hasNoToken() {
		return // there is none to lose
	}
	if req.Plan.Raw.IsNull() {
		conflict := r.data.Ledger.PlanDestroy(runledger.KindToken, state.ID.ValueString())
		resp.Diagnostics.Append(r.planConflicts(ctx, conflict, state.ID.ValueString())...)
		return
	}
	resp.Diagnostics.Append(getModel(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(getModel(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Keep what exists while it is not known whether it is another one
	exists := !req.State.Raw.IsNull()
	lateMethod := !exists && config.Method.IsUnknown()
	follows := exists && r.data.Ledger.DomainGivenUp(state.OrganizationDomainID.ValueString())
	switch {
	case exists && !follows && plan.isOpen() && !plan.differs(state):
		r.noteInState(ctx, state, resp)
		resp.Diagnostics.Append(setModel(ctx, (*tfsdk.State)(&resp.Plan), &state)...)
		return
	case exists && !follows && plan.differs(state) && r.data.Ledger.KeepsLate(false):
		resp.Diagnostics.Append(diagnostics.ChangeLeft(runledger.KindToken, state.ID, plan.ID))
		resp.Diagnostics.Append(setModel(ctx, (*tfsdk.State)(&resp.Plan), &state)...)
		return
	case !exists && plan.OrganizationDomainID.IsUnknown(), lateMethod:
		resp.Diagnostics.Append(planReplaceUnknown(ctx, r.data, runledger.KindToken, req.Private)...)
		tokenID, diags := priorID(ctx, req.Private)
		resp.Diagnostics.Append(append(diags, r.planReplacement(ctx, tokenID, false)...)...)
	}
	svc, id, ok := r.data.ResolveOffline(plan.OrganizationDomainID, &resp.Diagnostics)
	if !ok {
		return
	}

	// Leave open what depends on the method
	if lateMethod {
		resp.Diagnostics.Append(r.data.Ledger.Foreseen(id.String())...)
		for _, method := range service.Methods() {
			r.data.Tokens.Plan(id, method, plan.Token)
		}
		return
	}

	// Complete the plan with what does not depend on the token
	planMethod(&plan.Method, state.Method, svc, id, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	switch {
	case !exists || follows || plan.differs(state):
		resp.RequiresReplace = append(resp.RequiresReplace, methodPath, path.Root("token"))
		if exists {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, priorIDKey, nil)...)
			r.data.Ledger.PlanLeave(runledger.KindToken, state.ID.ValueString(), false)
		} else {
			tokenID := methodID(id, service.Method(plan.Method.ValueString()))
			resp.Diagnostics.Append(r.data.Ledger.Foreseen(id.String())...)
			if r.data.Ledger.InState(runledger.KindToken, tokenID) {
				resp.Diagnostics.Append(r.planReplacement(ctx, tokenID, true)...)
			}
			resp.Diagnostics.Append(r.planConflicts(ctx, r.data.Ledger.PlanCreate(runledger.KindToken, tokenID, runledger.Creation{Adopts: true}), tokenID)...)
		}
		plan.setUnknown()
		if err := plan.setPlanned(ctx, svc, id); err != nil {
			resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotGetToken, id, err))
			return
		}
	default:
		r.noteInState(ctx, state, resp)
		plan = state
		isDue, diags := isMarked(ctx, renewalDueKey, req.Private)
		resp.Diagnostics.Append(diags...)
		if !isDue {
			break
		}
		if err := r.planRenewal(ctx, svc, id, &plan); err != nil {
			resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotRenewToken, id, err))
			return
		}
	}
	r.data.Tokens.Plan(id, service.Method(plan.Method.ValueString()), plan.Token)
	resp.Diagnostics.Append(setModel(ctx, (*tfsdk.State)(&resp.Plan), &plan)...)
}

// noteInState notes a token that a replacement or a rename would lose, for the plans that
// follow. A domain that needs no token has none to lose.
func (r *verificationTokenResource) noteInState(ctx context.Context, state verificationTokenModel, resp *resource.ModifyPlanResponse) {
	if state.hasNoToken() {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, priorIDKey, nil)...)
		return
	}
	setPriorID(ctx, state.ID.ValueString(), resp)
	r.data.Ledger.InStateNow(runledger.KindToken, state.ID.ValueString())
}

// planConflicts refuses a rename without a moved block where it would lose the
// token: a service that does not show the token of a verified domain issues no
// other, or makes the domain pending again. Elsewhere the rename does no harm,
// and neither do two resources that read the same token.
func (r *verificationTokenResource) planConflicts(ctx context.Context, conflict runledger.Conflict, tokenID string) diag.Diagnostics {
	if conflict == runledger.NoConflict || conflict == runledger.CreatedElsewhere && !r.data.Ledger.TokenDestroyed(tokenID) {
		return nil
	}
	id, method, err := service.ParseMethodID(tokenID)
	if err != nil {
		return nil
	}
	var diags diag.Diagnostics
	svc := r.data.Service(id.Service, &diags)
	if svc == nil {
		return nil
	}
	domain, err := r.data.Workflow.Read(ctx, svc, id)
	if err != nil || !losesToken(svc, domain, method) {
		return nil
	}
	return diag.Diagnostics{diagnostics.TokenRenamed(tokenID)}
}

func (r *verificationTokenResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan verificationTokenModel

	// Read request
	resp.Diagnostics.Append(getModel(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	svc, id, ok := r.data.Resolve(plan.OrganizationDomainID, &resp.Diagnostics)
	if !ok {
		return
	}
	if planMethod(&plan.Method, types.StringNull(), svc, id, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	method := service.Method(plan.Method.ValueString())
	plan.ID = types.StringValue(methodID(id, method))

	done, err := r.data.Ledger.Lock(ctx, runledger.KindToken, plan.ID.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotGetToken, id, err))
		return
	}
	defer done()

	// Call service
	caller, ok := r.caller(ctx, id, &resp.Diagnostics)
	if !ok {
		return
	}
	challenge, err := r.data.Workflow.NewChallenge(ctx, svc, id, method)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotGetToken, id, diagnostics.WithTokenAdvice(err)))
		return
	}

	// Write state
	plan.setChallenge(r.issuerOf(id.Service), id, challenge)
	resp.Diagnostics.Append(plan.nameNotice(id)...)
	resp.Diagnostics.Append(setModel(ctx, &resp.State, &plan)...)
	resp.Diagnostics.Append(setCaller(ctx, caller, resp.Private)...)
	if challenge.Rereadable {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, rereadable, []byte(isRereadable))...)
	}

	// Write identity
	resp.Diagnostics.Append(identity.SetMethod(ctx, resp.Identity, id, method)...)
}

func (r *verificationTokenResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state verificationTokenModel

	// Read request
	r.data.Ledger.Refreshed()
	resp.Diagnostics.Append(getModel(ctx, req.State, &state)...)
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

	if !state.hasNoToken() {
		r.data.Ledger.InStateNow(runledger.KindToken, state.ID.ValueString())
	}

	// Call service
	if !r.ofSameCaller(ctx, id, req.Private, &resp.Diagnostics) {
		return
	}
	domain, ok := r.data.RefreshDomain(ctx, id, &resp.Diagnostics)
	if !ok || !r.isSeenByCaller(ctx, id, domain, req.Private, &resp.Diagnostics) {
		return
	}
	if domain.State == service.StateAbsent {
		resp.Diagnostics.Append(diagnostics.Gone(diagnostics.DomainIsGone, "The verification token of", id, domain))
		resp.State.RemoveResource(ctx)
		return
	}
	if state.hasNoToken() {
		readWithoutToken(ctx, id, domain, resp)
		return
	}
	mayAsk, diags := req.Private.GetKey(ctx, rereadable)
	resp.Diagnostics.Append(diags...)
	svc := r.data.Service(id.Service, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	current := domain.Token(method)
	// Where tokens do not belong to the caller, asking may register a domain that was
	// removed, and a plan would have written.
	_, ofCaller := svc.(service.CallerIdentifier)
	isOpen := domain.State == service.StatePending || ofCaller && domain.State == service.StateUnverified
	if current == "" && isOpen && string(mayAsk) == isRereadable {
		challenge, err := r.data.Workflow.RefreshedChallenge(ctx, svc, id, method)
		switch {
		case diagnostics.IsTokenWithheld(err):
			resp.Diagnostics.Append(diagnostics.TokenWithheld(id, err))
		case err != nil:
			resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotGetToken, id, err))
			return
		}
		if current = challenge.Token; err == nil && current != state.Token.ValueString() && !ofCaller {
			// The request may have changed it, so that it is not repeated.
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, rereadable, []byte("false"))...)
		}
	}

	// Write state: a token, name or expiry that the service no longer shows stays as it is,
	// and so does everything else while neither the token nor what is around it changes
	isShown := current != ""
	if !isShown {
		current = state.Token.ValueString()
	}
	publication, err := r.data.Workflow.Publication(ctx, svc, id, method, current)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotGetToken, id, err))
		return
	}
	isSame := current == state.Token.ValueString()
	if isSame && (publication.Guessed || state.publishes(publication)) {
		state.setExpiry(r.issuerOf(id.Service), id, domain.TokenExpiresAt(method), isShown)
	} else {
		if !isSame || !state.lacksName() {
			resp.Diagnostics.Append(diagnostics.TokenChanged(id))
		}
		challenge := service.Challenge{Token: current, Publication: publication, ExpiresAt: domain.TokenExpiresAt(method)}
		state.setChallenge(r.issuerOf(id.Service), id, challenge)
	}
	resp.Diagnostics.Append(setModel(ctx, &resp.State, &state)...)
	resp.Diagnostics.Append(r.learnCaller(ctx, id, domain, resp.Private)...)
	r.markRenewal(ctx, svc, domain, state, resp)
}

// readWithoutToken keeps a resource without a token as long as its domain needs none.
func readWithoutToken(ctx context.Context, id service.DomainID, domain service.Domain, resp *resource.ReadResponse) {
	switch domain.State {
	case service.StatePending, service.StateFailed, service.StateUnverified:
		resp.Diagnostics.Append(diagnostics.Gone(diagnostics.TokenIsNeeded, "What stood for no token of", id, domain))
		resp.State.RemoveResource(ctx)
	}
}

func (r *verificationTokenResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state verificationTokenModel

	// Read request
	resp.Diagnostics.Append(getModel(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(getModel(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}

	// Call service
	if plan.Token.IsUnknown() {
		if !r.idOfSameCaller(ctx, state.ID, req.Private, &resp.Diagnostics) || !r.renew(ctx, &state, &resp.Diagnostics) {
			return
		}
		plan = state
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, renewalDueKey, nil)...)
	}

	// Write state: nothing else can change in place but what was not known before
	resp.Diagnostics.Append(setModel(ctx, &resp.State, &plan)...)

	// Write identity
	resp.Diagnostics.Append(identity.KeepMethod(ctx, resp.Identity, plan.ID)...)
}

// Delete forgets the token. The registration belongs to the organization
// domain, and the record to the DNS provider.
func (r *verificationTokenResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

func (r *verificationTokenResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read request
	imported, ok := identity.ReadImport(ctx, r.data, req, true, &resp.Diagnostics)
	if !ok {
		return
	}

	// Call service, or read the published record
	challenge, err := r.data.Workflow.ImportedChallenge(ctx, imported.Service, imported.ID, imported.Method)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.ServiceError(diagnostics.CannotImport, imported.ID, diagnostics.WithImportAdvice(err)))
		return
	}

	// Write state
	state := verificationTokenModel{
		ID:                   types.StringValue(methodID(imported.ID, imported.Method)),
		OrganizationDomainID: types.StringValue(imported.ID.String()),
		Method:               types.StringValue(string(imported.Method)),
	}
	state.setChallenge(r.issuerOf(imported.ID.Service), imported.ID, challenge)
	resp.Diagnostics.Append(state.nameNotice(imported.ID)...)
	resp.Diagnostics.Append(setModel(ctx, &resp.State, &state)...)

	// Write identity
	resp.Diagnostics.Append(identity.SetMethod(ctx, resp.Identity, imported.ID, imported.Method)...)
	resp.Diagnostics.Append(r.importCaller(ctx, imported.ID, resp)...)
	if challenge.Rereadable {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, rereadable, []byte(isRereadable))...)
	}
}
