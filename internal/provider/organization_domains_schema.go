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
		MarkdownDescription: "The domains of an organization, as far as the service shows them, from the same reading as the resources: no further call.",
		Attributes: map[string]schema.Attribute{
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(),
			"state": schema.StringAttribute{
				MarkdownDescription: "Only domains in this state: `pending`, `failed`, `verified` or `claimed`. (A claimed domain is not listed as `verified`.)",
				Optional:            true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(service.StatePending), string(service.StateFailed), string(service.StateVerified), string(service.StateClaimed))},
			},
			"complete": schema.BoolAttribute{
				MarkdownDescription: "Whether what is not listed is not there. `false` where the service shows some states only, or nothing.",
				Computed:            true,
			},
			"domains": listedDomainsAttribute(),
		},
	}
}

func listedDomainsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "The domains, sorted.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":        schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import id.", Computed: true},
			"domain":    schema.StringAttribute{MarkdownDescription: "The domain in canonical form.", Computed: true},
			"state":     schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id": schema.StringAttribute{MarkdownDescription: "The service's own id of the domain.", Computed: true},
		}},
	}
}
