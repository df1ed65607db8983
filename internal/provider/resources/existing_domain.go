// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/identity"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/runledger"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// leftByCutCreate reports whether an existing domain is what a create leaves
// behind whose response was lost: registered, never verified, with nothing that
// depends on it. Such a domain is adopted unasked, so that the next apply
// converges; nothing of value can be taken this way.
func leftByCutCreate(domain service.Domain) bool {
	return domain.State == service.StatePending && !domain.HostsMail && domain.Reason == ""
}

// planKeep notes that the domain in state stays with the resource.
func (r *organizationDomainResource) planKeep(state organizationDomainModel) diag.Diagnostics {
	id := state.ID.ValueString()
	conflict := r.data.Ledger.PlanKeep(runledger.KindDomain, id, state.releases())
	if conflict == runledger.CreatedElsewhere {
		return r.data.Ledger.OnceReported(runledger.KindDomain, id, diag.Diagnostics{diagnostics.ManagedTwice(runledger.KindDomain, id)})
	}
	return diagnostics.PlanConflict(conflict, runledger.KindDomain, id)
}

// planCreate reports what is wrong with a domain that is to be created.
func (r *organizationDomainResource) planCreate(ctx context.Context, plan organizationDomainModel, creation runledger.Creation, diags *diag.Diagnostics) {
	switch conflict := r.data.Ledger.PlanCreate(runledger.KindDomain, plan.ID.ValueString(), creation); conflict {
	case runledger.NoConflict:
	case runledger.CreatedElsewhere, runledger.KeptElsewhere:
		diags.Append(diagnostics.ManagedTwice(runledger.KindDomain, plan.ID.ValueString()))
		return
	default:
		diags.Append(diagnostics.PlanConflict(conflict, runledger.KindDomain, plan.ID.ValueString())...)
		return
	}
	if r.data.Ledger.DomainReplaced(plan.ID.ValueString()) {
		// refuseReplacement has reported it, unless the resource is tainted.
		if r.data.Ledger.IsDeletionPrevented(plan.ID.ValueString()) && !creation.Replaces {
			diags.Append(diagnostics.DeletionPrevented(plan.ID.ValueString()))
			return
		}
		diags.Append(guardPlannedRelease(ctx, r.data, plan.ID.ValueString(), r.data.Ledger.GuardOverridden(plan.ID.ValueString()), true)...)
	}
	if id, err := service.ParseDomainID(plan.ID.ValueString()); err == nil && !r.data.Deferred(id.Service) {
		diags.Append(foreseeCreate(ctx, r.data, id, creation.Adopts)...)
	}
}

// foreseeCreate reports at plan what would fail at apply: credentials that the
// service refuses, a rate limit that lasts longer than a call may wait, and a domain
// that exists already. It reads the inventory that all resources of the plan share. A service that cannot be read for
// another reason is left to the apply.
func foreseeCreate(ctx context.Context, data *providerdata.Data, id service.DomainID, adopt bool) diag.Diagnostics {
	if data.Ledger.Applying() || data.Ledger.DomainReplaced(id.String()) {
		return nil
	}
	var diags diag.Diagnostics
	svc := data.Services[id.Service].Service
	if svc == nil {
		return nil
	}
	ctx, cancel := poll.WithTimeout(ctx, data.Clock, data.CallTimeout(id.Service))
	defer cancel()
	domain, err := data.Workflow.Read(ctx, svc, id)
	switch class := service.ClassOf(err); {
	case class == service.Denied, class == service.NotFound, class == service.Throttled:
		diags.Append(diagnostics.ServiceError(diagnostics.CannotAdd, id, err))
	case err != nil:
		tflog.Debug(ctx, "could not see at plan whether the domain exists", providerdata.LogFields(map[string]any{"domain": id.Domain, "error": err}))
	case domain.State == service.StateReleasing:
		diags.Append(diagnostics.StillReleasing(id))
	case adopt:
	case domain.State.Verified(), domain.State == service.StateFailed, domain.HostsMail:
		diags.Append(diagnostics.DomainExists(id, "the organization has the domain already: "+verification.DescribeState(domain)))
	case leftByCutCreate(domain):
		diags.Append(diagnostics.PendingExists(id))
	}
	return data.Ledger.Foresee(id.String(), diags)
}

// noteUnconfirmed warns of an import at a service that shows no states. A service that
// cannot be read is an error of the reading that follows.
func (c *configured) noteUnconfirmed(ctx context.Context, imported identity.Imported, as string, diags *diag.Diagnostics) {
	domain, err := c.data.Workflow.Read(ctx, imported.Service, imported.ID)
	if err == nil && domain.State == service.StateUnknown && domain.Reason == "" {
		diags.Append(diagnostics.StateNotConfirmed(imported.ID, as))
	}
}
