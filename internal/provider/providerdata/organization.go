// SPDX-License-Identifier: MPL-2.0

package providerdata

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// ChosenService returns the service that a configuration names, or the default one,
// whose name it then sets; nil where diags say why there is none.
func (d *Data) ChosenService(name *types.String, diags *diag.Diagnostics) service.Service {
	if name.IsNull() {
		if *name = types.StringValue(d.DefaultService(diags)); diags.HasError() {
			return nil
		}
	}
	return d.Service(name.ValueString(), diags)
}

// ChosenOrganization returns the service and the organization that a configuration
// names, or the default ones. The ID has no domain.
func (d *Data) ChosenOrganization(serviceName, organizationID *types.String, diags *diag.Diagnostics) (svc service.Service, id service.DomainID, ok bool) {
	if svc = d.ChosenService(serviceName, diags); svc == nil {
		return nil, id, false
	}
	canonical, err := svc.CanonicalOrganizationID(organizationID.ValueString())
	if err != nil {
		diags.Append(diag.WithPath(path.Root("organization_id"), diagnostics.InvalidOrganizationID(serviceName.ValueString(), *organizationID, err)))
		return nil, id, false
	}
	if organizationID.IsNull() {
		*organizationID = types.StringValue(canonical)
	}
	return svc, service.DomainID{Service: svc.Name(), OrganizationID: canonical}, true
}

// ListDomains returns the inventory of an organization, which all resources of the run
// share. A false ok means that diags say why there is none.
func (d *Data) ListDomains(ctx context.Context, svc service.Service, organization service.DomainID, diags *diag.Diagnostics) (snapshot service.Snapshot, ok bool) {
	lister, ok := svc.(service.Lister)
	if !ok {
		diags.Append(diagnostics.ListUnsupported(svc.Name()))
		return snapshot, false
	}
	err := d.Workflow.RetryThrottled(ctx, func(ctx context.Context) (err error) {
		snapshot, err = lister.Domains(ctx, organization.OrganizationID)
		return err
	})
	if err != nil {
		diags.Append(diagnostics.ServiceError(diagnostics.CannotRead, organization, err))
		return snapshot, false
	}
	diags.Append(diagnostics.ListNotice(svc.Name(), svc.Capabilities().AdviceList, snapshot)...)
	return snapshot, true
}
