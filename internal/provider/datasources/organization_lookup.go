// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// lookedUpService and lookedUpOrganization are the attributes by which data
// sources name an organization.
func lookedUpService(catalog service.Catalog) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Name of the service's block in the provider configuration. Optional if exactly one service is configured.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
	}
}

func lookedUpOrganization() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "ID of the organization. Defaults to the `organization_id` of the provider configuration.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{validators.NotBlank()},
	}
}

// configured is embedded in the data sources.
type configured struct{ data *providerdata.Data }

// Configure implements datasource.DataSourceWithConfigure.
func (c *configured) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	c.data = providerdata.From(req.ProviderData, &resp.Diagnostics)
}

// chosenService returns the service that a data source names, or the default one,
// whose name it then sets; nil where diags say why there is none.
func chosenService(data *providerdata.Data, name *types.String, diags *diag.Diagnostics) service.Service {
	if name.IsNull() {
		if *name = types.StringValue(data.DefaultService(diags)); diags.HasError() {
			return nil
		}
	}
	return data.Service(name.ValueString(), diags)
}

// lookup returns the service and the organization that a data source names, or the
// default ones. The ID has no domain.
func lookup(data *providerdata.Data, serviceName, organizationID *types.String, diags *diag.Diagnostics) (svc service.Service, id service.DomainID, ok bool) {
	if svc = chosenService(data, serviceName, diags); svc == nil {
		return nil, id, false
	}
	canonical, err := svc.CanonicalOrganizationID(organizationID.ValueString())
	if err != nil {
		diags.Append(diag.WithPath(path.Root("organization_id"), diagnostics.InvalidOrganizationID(data.Catalog, serviceName.ValueString(), *organizationID, err)))
		return nil, id, false
	}
	if organizationID.IsNull() {
		*organizationID = types.StringValue(canonical)
	}
	return svc, service.DomainID{Service: svc.Name(), OrganizationID: canonical}, true
}
