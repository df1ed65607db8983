// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationSchema(catalog service.Catalog) schema.Schema {
	found := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{validators.NotBlank()}}
	}
	return schema.Schema{
		MarkdownDescription: "Reads an organization of a service by its ID (defaults to the provider's) or, at services that support searching, by its external ID, its name or one of its domains.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(),
			"external_id":     found("External ID that you assigned to the organization; null if it has none."),
			"name":            found("Name of the organization. Must match exactly."),
			"domain": schema.StringAttribute{
				MarkdownDescription: "One of the organization's domains, in any equivalent spelling.",
				Optional:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"domains": listedDomainsAttribute(),
		},
	}
}
