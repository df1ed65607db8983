// SPDX-License-Identifier: MPL-2.0

package resources

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

func releaseOptions(catalog service.Catalog) optionAttributes {
	return optionAttributes{catalog: catalog, operation: service.OperationRelease, effect: "Must be applied before the destroy."}
}

func organizationDomainSchema(ctx context.Context, catalog service.Catalog) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages a domain registered with an organization of a service. Creating it adds the domain; destroying it releases the domain. " +
			"Replacing it replaces the token, verification and claim that refer to it. Whether the domain is verified is tracked by `domainverify_verification`.",
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "The domain name. Case, a trailing dot, and Unicode or punycode form are not significant: equivalent spellings do not produce a diff. " + replaces("another domain"),
				Required:            true,
				Validators:          []validator.String{validators.OrganizationDomain()},
				PlanModifiers:       []planmodifier.String{planmodifiers.KeepPriorSpelling(domainname.Equal), stringplanmodifier.RequiresReplace()},
			},
			"service": schema.StringAttribute{
				MarkdownDescription: catalog.DescribeService() + " " + replaces("another service"),
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(catalog.Names()...)},
			},
			"organization_id": schema.StringAttribute{
				MarkdownDescription: catalog.DescribeOrganizationID() + " Equivalent forms of the same ID do not produce a diff. " + replaces("another organization"),
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Adopt a domain that the organization already has instead of failing. To rename a resource, use a `moved` block instead. " +
					"A pending domain, such as one left by an interrupted run, is adopted without this argument, with a warning. Only used when the resource is created. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"deletion_policy": schema.StringAttribute{
				MarkdownDescription: "What happens to the domain at the service on destroy: `release` removes it from the organization, `abandon` leaves it unchanged, `prevent` makes the plan fail. Must be applied before the destroy. Defaults to `release`.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(deletionRelease),
				Validators:          []validator.String{stringvalidator.OneOf(deletionRelease, deletionAbandon, deletionPrevent)},
			},
			"skip_lockout_guard_on_release": schema.BoolAttribute{
				MarkdownDescription: "**Dangerous.** For services that can lock administrators out (Webex): release the domain even if it is the administrators' domain and other verified domains are known to exist " +
					"or cannot be ruled out. The release still waits some seconds for the other domains that the same run destroys. If `false`, such a release is an error. " +
					"Must be applied before the destroy. At other services, `true` is an error at plan. Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"timeouts": timeoutsAttribute(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long adding the domain may take, including pauses that a rate limit demands. " + callTimeout,
				Read: true, ReadDescription: readTimeout,
				Delete: true, DeleteDescription: "How long to wait until the domain is released. Some services accept a release and work on it for hours. " + releaseTimeout +
					" If the wait ends before the domain is gone, the domain stays in state, and the next destroy continues the wait.",
			}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain`, with the domain in canonical form. Known at plan.",
				Computed:            true,
			},
			"remote_id": schema.StringAttribute{
				MarkdownDescription: "ID that the service assigned to the domain; the domain name if the service assigns none.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}
