// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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

// lookup settles which service and organization a data source means.
func lookup(data *providerdata.Data, serviceName, organizationID *types.String, diags *diag.Diagnostics) (service.Service, bool) {
	if serviceName.IsNull() {
		if *serviceName = types.StringValue(data.DefaultService(diags)); diags.HasError() {
			return nil, false
		}
	}
	svc := data.Service(serviceName.ValueString(), diags)
	if svc == nil {
		return nil, false
	}
	canonical, err := svc.CanonicalOrganizationID(organizationID.ValueString())
	if err != nil {
		diags.Append(diag.WithPath(path.Root("organization_id"), diagnostics.InvalidOrganizationID(data.Catalog, serviceName.ValueString(), *organizationID, err)))
		return nil, false
	}
	if organizationID.IsNull() {
		*organizationID = types.StringValue(canonical)
	}
	return svc, true
}
