// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/planmodifiers"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// The values of the state attribute. A claim made by another resource does not
// show here: a status that others change would make the next plan non-empty.
const (
	statePending  = "pending"
	stateVerified = "verified"
)

func verificationSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The service's confirmation that it saw the record. Creating it waits until every authoritative name server serves the record, and only then asks the service to verify. " +
			"It owns nothing at the service: destroying or replacing it never takes a verification away. A failed wait leaves nothing behind, and the next apply begins a new one.\n\n" +
			"While it waits, Terraform shows `Still creating…` only. `TF_LOG_PROVIDER=WARN` shows why the record is not seen, `TF_LOG_PROVIDER=INFO` also once a minute what is waited for and until when.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": organizationDomainIDAttribute(),
			"token": schema.StringAttribute{
				MarkdownDescription: "The `token` of the `domainverify_verification_token`. A new token means a new verification.",
				Required:            true,
				Validators:          []validator.String{validators.NotBlank()},
				PlanModifiers:       []planmodifier.String{planmodifiers.ReplaceWhenSet()},
			},
			"method": methodAttribute(),
			"wait_for_verification": schema.BoolAttribute{
				MarkdownDescription: "Wait until the domain is verified (default). With `false`, for a DNS that others administer, each apply looks once and ends green with `state = \"pending\"` " +
					"while the domain is not verified; until then each plan shows an update.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"reserve": schema.BoolAttribute{
				MarkdownDescription: "Webex for Government only: also reserve the domain, for all government organizations. Defaults to `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.RequiresReplace()},
			},
			"timeouts": resourceTimeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long to wait for the DNS and the service together, such as `30m`. The default is the service's.",
				Read:   true,
				Update: true, UpdateDescription: "The same for a pending verification that an apply tries again.",
			}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain/method`. Known at plan.",
				Computed:            true,
			},
			"state": schema.StringAttribute{
				MarkdownDescription: "`verified`, or `pending` in hand-off mode.",
				Computed:            true,
			},
			"verified_at": schema.StringAttribute{
				MarkdownDescription: "When the provider first saw the domain verified (RFC 3339).",
				Computed:            true,
			},
			"failure_reason": schema.StringAttribute{
				MarkdownDescription: "Why the domain is not verified yet, while it is pending.",
				Computed:            true,
			},
		},
	}
}
