// SPDX-License-Identifier: MPL-2.0

package actions

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func verifySchema() schema.Schema {
	var methods []string
	for _, method := range service.Methods() {
		methods = append(methods, string(method))
	}
	return schema.Schema{
		MarkdownDescription: "Verifies domains now, once, without waiting: for domains whose `domainverify_verification` is pending, or that no configuration verifies. " +
			"For each domain, the action checks whether the record is published on all authoritative name servers that respond, which more than half have to (`dns.quorum` of the provider), and only then requests verification from the service. It reports what each name server and the service returned. " +
			"No verify call is made for a domain whose record is not published, that the service shows as verified already, or that the lockout guard does not allow yet; where that guard wants the administrators' own domain first, that one is tried before. Webex shows the state of domains only with `drift_probe_domain`: without it, list the pending domains alone.\n\n" +
			"All domains are tried, several at a time, and each one that is not verified in the end is an error of its own. If a service verifies in the background, a domain that it has not verified yet is a warning. " +
			"The action stores nothing: the next plan refreshes the resources. Requires Terraform 1.14.",
		Attributes: map[string]schema.Attribute{
			"domains": schema.ListNestedAttribute{
				MarkdownDescription: "The domains. `domainverify_verification_token` resources have these attributes, so that `values(domainverify_verification_token.all)` is such a list.",
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"organization_domain_id": schema.StringAttribute{
						MarkdownDescription: "The `id` of the `domainverify_organization_domain`: `service/organization_id/domain`.",
						Required:            true,
						Validators:          []validator.String{validators.DomainID()},
					},
					"token": schema.StringAttribute{
						MarkdownDescription: "The `token` of the `domainverify_verification_token`. Defaults to the token that the service returns for the domain, or else to the one that is published.",
						Optional:            true,
						Validators:          []validator.String{validators.NotBlank()},
					},
					"method": schema.StringAttribute{
						MarkdownDescription: "Verification method: `dns_txt`, `dns_cname` or `http_file`, if the service supports it. Defaults to `dns_txt`.",
						Optional:            true,
						Validators:          []validator.String{stringvalidator.OneOf(methods...)},
					},
				}},
			},
		},
	}
}

type verifyModel struct {
	Domains []types.Object `tfsdk:"domains"`
}

type domainModel struct {
	OrganizationDomainID types.String `tfsdk:"organization_domain_id"`
	Token                types.String `tfsdk:"token"`
	Method               types.String `tfsdk:"method"`
}
