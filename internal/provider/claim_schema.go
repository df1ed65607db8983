// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
)

func claimSchema(ctx context.Context) schema.Schema {
	id := organizationDomainIDAttribute()
	id.MarkdownDescription = "The `organization_domain_id` of the `domainverify_verification`, so that the claim follows the verification."
	return schema.Schema{
		MarkdownDescription: "The organization's exclusive hold on a verified domain, at services where claiming is a step of its own (Webex). " +
			"Destroying it releases the claim; the domain stays verified.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": id,
			"force": schema.BoolAttribute{
				MarkdownDescription: "Claim although users of the domain exist outside the organization. Matters when the claim is made, not later. Defaults to `false`, and is always sent, because Webex' own default is `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"mark_outside_users_transient": schema.BoolAttribute{
				MarkdownDescription: "Search for users of the domain outside the organization and mark them as transient: they have to give up their address. Matters when the claim is made, not later. Defaults to `false`, and is always sent, because Webex' own default is to mark them.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"timeouts": resourceTimeouts(ctx, timeouts.Opts{Create: true, Read: true, Delete: true}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain`. Known at plan.",
				Computed:            true,
			},
		},
	}
}
