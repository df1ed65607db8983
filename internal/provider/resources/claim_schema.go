// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
)

func claimSchema(ctx context.Context) schema.Schema {
	id := organizationDomainIDAttribute()
	id.MarkdownDescription = "The `organization_domain_id` of the `domainverify_verification`, so that the claim is made after the verification."
	return schema.Schema{
		MarkdownDescription: "Claims a verified domain exclusively for the organization, at services where claiming is a separate step (Webex). " +
			"Destroying it releases the claim; the domain stays verified.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": id,
			"force": schema.BoolAttribute{
				MarkdownDescription: "Claim the domain even if users of the domain exist outside the organization. Only used when the claim is created. Defaults to `false`, which is always sent, because the default of the Webex API is `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"mark_outside_users_transient": schema.BoolAttribute{
				MarkdownDescription: "Search for users of the domain outside the organization and mark them as transient: they must change their email address. Only used when the claim is created. Defaults to `false`, which is always sent, because the Webex API marks them by default.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"timeouts": timeoutsAttribute(ctx, timeouts.Opts{Create: true, Read: true, Delete: true}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain`. Known at plan.",
				Computed:            true,
			},
		},
	}
}
