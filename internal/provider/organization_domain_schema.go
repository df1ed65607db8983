// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/planmodifiers"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// What happens to the domain at the service on destroy.
const (
	deletionRelease = "release"
	deletionAbandon = "abandon"
	deletionPrevent = "prevent"
)

func organizationDomainSchema(ctx context.Context, catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A domain registered with one organization of a service. Creating it adds the domain; destroying it releases the domain " +
			"(a claim is released by `domainverify_claim`, before). Replacing it replaces the token, verification and claim that refer to it. Whether the domain is verified is not this resource's business: see `domainverify_verification`.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The domain, in any spelling: case, a trailing dot and Unicode or punycode make no difference. A change of spelling is no change.",
				Required:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
				PlanModifiers:       []planmodifier.String{planmodifiers.KeepPriorSpelling(domainname.Equal), stringplanmodifier.RequiresReplace()},
			},
			"service": schema.StringAttribute{
				MarkdownDescription: "The service, by the name of its block in the provider configuration. May be left out while one service is configured.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "The organization. Defaults to the provider's. Another form of the same id is no change.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over a domain that the organization has already, instead of failing. Not for a renamed resource: use a `moved` block. " +
					"A pending domain, as an interrupted run leaves it, is adopted without this argument, with a warning. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"deletion_policy": schema.StringAttribute{
				MarkdownDescription: "What destroying does at the service: `release` (default) gives the domain back, `abandon` leaves it as it is, `prevent` refuses to plan it.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(deletionRelease),
				Validators:          []validator.String{stringvalidator.OneOf(deletionRelease, deletionAbandon, deletionPrevent)},
			},
			"disable_mail_hosting_on_release": schema.BoolAttribute{
				MarkdownDescription: "Where the service hosts the domain's mail (Zoho): switch mail hosting off when the domain is released. Every mailbox of the domain stops receiving then. " +
					"Without it, a domain with mail hosting is not released, and the error says so. Has to be applied before the destroy. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"skip_lockout_guard_on_release": schema.BoolAttribute{
				MarkdownDescription: "Where the service can lock administrators out (Webex): release the domain also when it is the administrators' own and other verified domains are known " +
					"or cannot be ruled out. The release still waits some seconds for the other domains that the same run destroys. Without it, such a release is an error. " +
					"Has to be applied before the destroy. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"timeouts": resourceTimeouts(ctx, timeouts.Opts{Create: true, Read: true, Delete: true}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain`, with the domain in canonical form. Known at plan.",
				Computed:            true,
			},
			"remote_id": schema.StringAttribute{
				MarkdownDescription: "The service's own id of the domain; the domain itself where the service has none.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}
