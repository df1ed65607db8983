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
		MarkdownDescription: "An organization of a service, by its id (the provider's by default) or, at services that can search, by its external id, its name or one of its domains.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(),
			"external_id":     found("The id that you gave the organization; null where it has none."),
			"name":            found("The organization's name, compared exactly."),
			"domain": schema.StringAttribute{
				MarkdownDescription: "One of the organization's domains, in any spelling.",
				Optional:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"domains": listedDomainsAttribute(),
		},
	}
}
