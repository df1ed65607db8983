// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func verificationTokenSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Provides the verification token that a service issues for an organization domain, and the record or file to publish. " +
			"The token is public by nature and is not marked sensitive. Once known, it is kept in state even if the service no longer returns it.\n\n" +
			"If the service verifies a domain without a token, such as a subdomain of a verified domain, `token`, `instructions`, and the value of `record` or content of `http_file` are null: there is nothing to publish. " +
			"Which domains have a record to publish has to follow from the configuration, because this is known after apply.",
		Attributes: map[string]schema.Attribute{
			"organization_domain_id": organizationDomainIDAttribute(),
			"method":                 methodAttribute(),
			"id": schema.StringAttribute{
				MarkdownDescription: "`service/organization_id/domain/method`. Known at plan.",
				Computed:            true,
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "The token as the service issued it, without prefix; null if the domain needs none.",
				Computed:            true,
			},
			"record": schema.SingleNestedAttribute{
				MarkdownDescription: "The DNS record to publish, for the methods `dns_txt` and `dns_cname`; null for `http_file`. " +
					"The type is known at plan. The name is known at plan if it is derived from the domain, as for `dns_txt` at every service but GitHub; if the service generates it, as for `dns_txt` at GitHub and `dns_cname` at Google and Zoho Mail, it is known after apply. " +
					"A name that the service no longer returns, as for verified domains, is kept in state; after an import it is null. " +
					"Use keys from the configuration for `for_each`, never the name of a record.",
				Computed: true,
				Attributes: map[string]schema.Attribute{
					"name":  schema.StringAttribute{MarkdownDescription: "Absolute owner name, without a trailing dot.", Computed: true},
					"type":  schema.StringAttribute{MarkdownDescription: "`TXT` or `CNAME`.", Computed: true},
					"value": schema.StringAttribute{MarkdownDescription: "Value, without the quotes of zone files; null if the domain needs no token.", Computed: true},
					"ttl":   schema.Int64Attribute{MarkdownDescription: "Suggested time to live in seconds: `300`, and `3600` at Microsoft Entra ID.", Computed: true},
				},
			},
			"http_file": schema.SingleNestedAttribute{
				MarkdownDescription: "The file to serve, for the method `http_file`; null for the other methods. The URL is known at plan.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"url":     schema.StringAttribute{MarkdownDescription: "URL from which the service fetches the file.", Computed: true},
					"content": schema.StringAttribute{MarkdownDescription: "Content of the file.", Computed: true},
				},
			},
			"instructions": schema.StringAttribute{
				MarkdownDescription: "Instructions for the people who administer the DNS or the web server, with the name of the record in full and relative to its zone, the expiry of the token, and whether the record has to stay after the verification because the service checks it again. Invisible characters are escaped.",
				Computed:            true,
			},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the token expires, or has expired (RFC 3339); null if the service returns no expiry. A domain has to be verified by then.",
				Computed:            true,
			},
		},
	}
}

func organizationDomainIDAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "The `id` of the `domainverify_organization_domain`. " + replaces("the ID of another domain"),
		Required:            true,
		Validators:          []validator.String{validators.DomainID()},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func methodAttribute() schema.StringAttribute {
	var names []string
	for _, method := range service.Methods() {
		names = append(names, string(method))
	}
	return schema.StringAttribute{
		MarkdownDescription: "Verification method: `dns_txt` (every service), `dns_cname` (Google, Zoho Mail) or `http_file` (Zoho Mail). A token and its verification must use the same method. " + replaces("another method") + " Defaults to `dns_txt`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.OneOf(names...)},
	}
}
