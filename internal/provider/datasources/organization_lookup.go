// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// lookedUpService and lookedUpOrganization are the attributes by which data
// sources name an organization.
func lookedUpService(catalog service.Catalog) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: catalog.DescribeService(),
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
	}
}

func lookedUpOrganization(catalog service.Catalog) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: catalog.DescribeOrganizationID(),
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
