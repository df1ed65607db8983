// SPDX-License-Identifier: MPL-2.0

package actions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var (
	_ action.ActionWithConfigure  = (*verifyAction)(nil)
	_ action.ActionWithModifyPlan = (*verifyAction)(nil)
)

// NewVerify returns action domainverify_verify.
func NewVerify() action.Action { return &verifyAction{} }

type verifyAction struct{ data *providerdata.Data }

func (a *verifyAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_verify"
}

func (a *verifyAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (a *verifyAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = verifySchema()
}

// ModifyPlan refuses what no invocation could do. What is not known yet is left to it.
func (a *verifyAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var domains types.List
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("domains"), &domains)...)
	if a.data == nil {
		return
	}
	for i, element := range domains.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsUnknown() {
			continue
		}
		a.plan(ctx, object, path.Root("domains").AtListIndex(i), &resp.Diagnostics)
	}
}

func (a *verifyAction) plan(ctx context.Context, object types.Object, at path.Path, diags *diag.Diagnostics) {
	var configured domainModel
	diags.Append(object.As(ctx, &configured, basetypes.ObjectAsOptions{})...)
	svc, id, ok := a.data.ResolveOffline(configured.OrganizationDomainID, diags)
	if ok && !configured.Method.IsUnknown() {
		chosenMethod(svc, id, configured.Method, at, diags)
	}
}

// chosenMethod is the configured method, or the service's first.
func chosenMethod(svc service.Service, id service.DomainID, configured types.String, at path.Path, diags *diag.Diagnostics) service.Method {
	capabilities, method := svc.Capabilities(), service.Method(configured.ValueString())
	if method == "" {
		method = capabilities.Methods[0]
	}
	if !capabilities.Supports(method) {
		diags.Append(diag.WithPath(at.AtName("method"), diagnostics.MethodUnsupported(id.Service, method, capabilities.Methods)))
	}
	return method
}

// Invoke tries all domains, whatever becomes of the others.
func (a *verifyAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config verifyModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	attempts := make([]*attempt, 0, len(config.Domains))
	for i, object := range config.Domains {
		attempts = append(attempts, a.attempt(ctx, object, path.Root("domains").AtListIndex(i), resp.SendProgress))
	}

	// Call services
	a.tryAll(ctx, attempts)

	// Report what came of it, in the order of the configuration
	for _, one := range attempts {
		resp.Diagnostics.Append(one.diags...)
	}
	if untried := count(attempts, func(one *attempt) bool { return one.outcome == untried }); untried > 0 {
		resp.Diagnostics.Append(diagnostics.ActionInterrupted(untried, len(attempts)))
	}
}

func (a *verifyAction) attempt(ctx context.Context, object types.Object, at path.Path, send func(action.InvokeProgressEvent)) *attempt {
	var configured domainModel
	one := &attempt{data: a.data}
	one.diags.Append(object.As(ctx, &configured, basetypes.ObjectAsOptions{})...)
	svc, id, ok := a.data.Resolve(configured.OrganizationDomainID, &one.diags)
	if ok {
		one.service = svc
		one.request = service.VerifyRequest{ID: id, Method: chosenMethod(svc, id, configured.Method, at, &one.diags), Token: configured.Token.ValueString()}
	}
	if one.diags.HasError() {
		one.outcome = failed
	}
	one.report = func(text string) {
		send(action.InvokeProgressEvent{Message: fmt.Sprintf("%s at %s: %s", id.Domain, id.Service, displaytext.Lines(text))})
	}
	return one
}
