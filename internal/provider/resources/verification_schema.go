// SPDX-License-Identifier: MPL-2.0

package resources

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
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// The values of the state attribute. A claim made by another resource does not
// show here: a status that others change would make the next plan non-empty.
const (
	statePending  = "pending"
	stateVerified = "verified"
)

func verificationOptions(catalog service.Catalog) optionAttributes {
	return optionAttributes{
		catalog: catalog, operation: service.OperationVerify,
		effect: "Changing this forces a new resource to be created, which verifies the domain again.", planModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplace()},
	}
}

func verificationSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Verifies a domain at the service. Creating it waits until the record is published on all authoritative name servers that respond, which more than half have to (`dns.quorum` of the provider), and only then requests verification from the service. " +
			"It manages no object at the service: destroying or replacing it never removes a verification.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": organizationDomainIDAttribute(),
			"token": schema.StringAttribute{
				MarkdownDescription: "The `token` of the `domainverify_verification_token`. " + replaces("another token") + " Setting or removing it does not. " +
					"A domain that is verified already needs none, such as a subdomain that its service verifies together with the parent. Without a token, the verification succeeds at once if the service shows the domain as verified. Otherwise no verify call is made and nothing is waited for: " +
					"it fails, or stays pending if `wait_for_verification` is `false`. If that is `true` and the service verifies no domain without a token, a missing token of a domain that is not verified is an error at plan. Defaults to the token in state while the domain is verified, such as the one that an import has found.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{validators.NotBlank()},
				PlanModifiers: []planmodifier.String{planmodifiers.ReplaceWhenSet()},
			},
			"method": methodAttribute(),
			"wait_for_verification": schema.BoolAttribute{
				MarkdownDescription: "Wait until the domain is verified. With `false`, for DNS that others administer, each apply checks once and succeeds with `state = \"pending\"` " +
					"while the domain is not verified; until it is, each plan shows an update. Defaults to `true`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"timeouts": timeoutsAttribute(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long to wait for the DNS and the service in total. Defaults to `20m` at Cisco Webex, `30m` at GitHub, Google and WorkOS, `1h` at Zoho Mail, and `75m` at Microsoft Entra ID.",
				Read: true, ReadDescription: readTimeout,
				Update: true, UpdateDescription: "How long an apply may take that checks a pending verification again, or waits for it after `wait_for_verification` was set to `true`. Defaults to the same as `create` does.",
			}),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain/method`. Known at plan.",
				Computed:            true,
			},
			"state": schema.StringAttribute{
				MarkdownDescription: "`verified`, or `pending` if `wait_for_verification` is `false` and the domain is not verified yet.",
				Computed:            true,
			},
			"verified_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the provider first found the domain verified (RFC 3339); null while `state` is `pending`.",
				Computed:            true,
			},
			"failure_reason": schema.StringAttribute{
				MarkdownDescription: "Why the domain is not verified yet, while `state` is `pending`; null otherwise.",
				Computed:            true,
			},
		},
	}
}
