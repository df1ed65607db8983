// SPDX-License-Identifier: MPL-2.0

package listresources

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

type listResource struct {
	kind
	catalog service.Catalog
	data    *providerdata.Data
}

func (l *listResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.name
}

func (l *listResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

func (l *listResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = l.schema(l.catalog)
}

// List reads the inventories before the first result, so that an error of any of them is
// the only one, and makes each result when it is asked for.
func (l *listResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	// Read request
	var diags diag.Diagnostics
	q := l.readQuery(ctx, req.Config, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}

	// Call services
	var matches []found
	for _, o := range l.organizations(q, &diags) {
		matches = append(matches, l.matches(ctx, q, o, &diags)...)
	}
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}

	// Write results
	stream.Results = func(push func(list.ListResult) bool) {
		if len(diags) > 0 && !push(list.ListResult{Diagnostics: diags}) {
			return
		}
		l.write(ctx, req, matches, push)
	}
}

// write pushes no more than the limit, and says what it leaves out.
func (l *listResource) write(ctx context.Context, req list.ListRequest, matches []found, push func(list.ListResult) bool) {
	written := int64(0)
	for i, match := range matches {
		isListed := l.isImportable == nil || l.isImportable(ctx, l.data, match)
		if ctx.Err() != nil {
			push(list.ListResult{Diagnostics: diag.Diagnostics{diagnostics.LookupInterrupted("list what the service " + match.id.Service + " has")}})
			return
		}
		if !isListed {
			continue
		}
		result := l.result(ctx, req, match)
		written++
		isLast := written == req.Limit
		if left := len(matches) - i - 1; isLast && left > 0 {
			result.Diagnostics.Append(diagnostics.ListCutOff(req.Limit, left))
		}
		if !push(result) || isLast {
			return
		}
	}
}

func (l *listResource) result(ctx context.Context, req list.ListRequest, match found) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = fmt.Sprintf("%s (%s)", match.id.Domain, match.domain.State)
	if l.byMethod {
		result.Diagnostics.Append(identity.SetMethod(ctx, result.Identity, match.id, match.method)...)
	} else {
		result.Diagnostics.Append(identity.SetDomain(ctx, result.Identity, match.id)...)
	}
	if !req.IncludeResource {
		return result
	}
	for name, value := range l.attributes(match) {
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root(name), value)...)
	}
	return result
}

// query is what the configuration filters by.
type query struct{ service, organizationID, state, method types.String }

func (l *listResource) readQuery(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (q query) {
	for name, target := range map[string]*types.String{
		"service": &q.service, "organization_id": &q.organizationID, stateAttribute: &q.state, methodAttribute: &q.method,
	} {
		if config.Schema.GetAttributes()[name] != nil {
			diags.Append(config.GetAttribute(ctx, path.Root(name), target)...)
		}
	}
	return q
}

// organization is one whose domains are listed. The ID has no domain.
type organization struct {
	svc    service.Service
	id     service.DomainID
	method service.Method
}

// organizations are the chosen one, or that of each configured service that has such
// objects. That one has none is an error where no other is left.
func (l *listResource) organizations(q query, diags *diag.Diagnostics) (chosen []organization) {
	names := slices.Sorted(maps.Keys(l.data.Services))
	if !q.service.IsNull() || !q.organizationID.IsNull() || len(names) == 0 {
		svc := l.data.ChosenService(&q.service, diags)
		if svc == nil {
			return nil
		}
		names = []string{svc.Name()}
	}
	var unsupported diag.Diagnostics
	for _, name := range names {
		serviceName, organizationID := types.StringValue(name), q.organizationID
		svc, id, ok := l.data.ChosenOrganization(&serviceName, &organizationID, diags)
		if !ok {
			return nil
		}
		o, reason := l.supported(q, svc, id)
		if reason != nil {
			unsupported.Append(reason)
			continue
		}
		chosen = append(chosen, o)
	}
	if len(chosen) == 0 {
		diags.Append(unsupported...)
	}
	return chosen
}

// supported returns why the service has no such objects, or nil.
func (l *listResource) supported(q query, svc service.Service, id service.DomainID) (organization, diag.Diagnostic) {
	o := organization{svc: svc, id: id}
	if _, claims := svc.(service.Claimer); l.ofClaims && !claims {
		return o, diagnostics.NoClaims(svc)
	}
	if _, lists := svc.(service.Lister); !lists {
		return o, diagnostics.ListUnsupported(svc.Name())
	}
	if !l.byMethod {
		return o, nil
	}
	capabilities := svc.Capabilities()
	if o.method = service.Method(q.method.ValueString()); o.method == "" {
		o.method = capabilities.Methods[0]
	}
	if !capabilities.Supports(o.method) {
		return o, diag.WithPath(path.Root(methodAttribute), diagnostics.MethodUnsupported(svc.Name(), o.method, capabilities.Methods))
	}
	return o, nil
}

// matches are the objects of one organization, sorted by domain.
func (l *listResource) matches(ctx context.Context, q query, o organization, diags *diag.Diagnostics) (matches []found) {
	snapshot, ok := l.data.ListDomains(ctx, o.svc, o.id, diags)
	if !ok {
		return nil
	}
	wanted := l.states
	if !q.state.IsNull() {
		wanted = []service.State{service.State(q.state.ValueString())}
	}
	if snapshot.Known && !snapshot.Complete && slices.ContainsFunc(wanted, func(s service.State) bool { return !s.Verified() }) {
		diags.Append(diagnostics.ListIncomplete(o.id))
	}
	for _, name := range slices.Sorted(maps.Keys(snapshot.Domains)) {
		match := found{svc: o.svc, id: o.id, domain: snapshot.Domains[name], method: o.method}
		isOfAnyState := l.inAnyState && q.state.IsNull() && match.domain.State != service.StateAbsent
		if match.id.Domain = name; isOfAnyState || slices.Contains(wanted, match.domain.State) {
			matches = append(matches, match)
		}
	}
	return matches
}
