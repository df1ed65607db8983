// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func organizationDomainDataSourceSchema(catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "What a service says of one domain of an organization, from the same reading as the resources: no further call. " +
			"A domain that is not there is an answer, not an error.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The domain, in any spelling.",
				Required:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
			},
			"service":         lookedUpService(catalog),
			"organization_id": lookedUpOrganization(),
			"id":              schema.StringAttribute{MarkdownDescription: "`service/organization_id/domain`, which is the import id.", Computed: true},
			"state":           schema.StringAttribute{MarkdownDescription: stateDescription, Computed: true},
			"remote_id":       schema.StringAttribute{MarkdownDescription: "The service's own id of the domain; null where it is not there.", Computed: true},
			"token":           schema.StringAttribute{MarkdownDescription: "The verification token of the service's first method, where reading tells it.", Computed: true},
			"tokens":          schema.MapAttribute{MarkdownDescription: "The verification tokens by method, where reading tells them.", ElementType: types.StringType, Computed: true},
			"failure_reason":  schema.StringAttribute{MarkdownDescription: "Why the domain is not verified, where the service tells it.", Computed: true},
		},
	}
}

const stateDescription = "`absent`, `pending`, `failed`, `verified` or `claimed`; `unverified` where the service says so or shows verified domains only, and `unknown` where it shows no state or one that is not documented."
