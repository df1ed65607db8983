// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// claimTimeout is the default at the services that have claims.
const claimTimeout = "including pauses that a rate limit demands. Defaults to `5m`."

func claimOptions(catalog service.Catalog) optionAttributes {
	return optionAttributes{catalog: catalog, operation: service.OperationClaim, effect: "Only used when the claim is created."}
}

func claimSchema(ctx context.Context) schema.Schema {
	id := organizationDomainIDAttribute()
	id.MarkdownDescription = "The `organization_domain_id` of the `domainverify_verification`, so that the claim is made after the verification. " + replaces("the ID of another domain")
	return schema.Schema{
		MarkdownDescription: "Claims a verified domain exclusively for the organization, at services where claiming is a separate step. " +
			"Destroying it releases the claim; the domain stays verified.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": id,
			"timeouts": timeoutsAttribute(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the claim may take, " + claimTimeout,
				Read: true, ReadDescription: "How long a refresh may take, " + claimTimeout,
				Delete: true, DeleteDescription: "How long releasing the claim may take, " + claimTimeout,
			}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain`. Known at plan.",
				Computed:            true,
			},
		},
	}
}
