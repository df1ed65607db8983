// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationDomainsSchema(catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists the domains of an organization that the service shows. Uses cached data shared with the resources; makes no additional API call.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(),
			"state": schema.StringAttribute{
				MarkdownDescription: "Only list domains in this state: `pending`, `failed`, `verified` or `claimed`. A claimed domain is not listed as `verified`.",
				Optional:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(service.StatePending), string(service.StateFailed), string(service.StateVerified), string(service.StateClaimed))},
			},
			"complete": schema.BoolAttribute{
				MarkdownDescription: "Whether the list is complete. `false` if the service only shows domains in some states, or none at all.",
				Computed:            true,
			},
			"domains": listedDomainsAttribute(),
		},
	}
}

func listedDomainsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "The domains, sorted by name.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":        schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import ID.", Computed: true},
			"domain":    schema.StringAttribute{MarkdownDescription: "The domain name in canonical form.", Computed: true},
			"state":     schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id": schema.StringAttribute{MarkdownDescription: "ID that the service assigned to the domain.", Computed: true},
		}},
	}
}
