// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// Schema implements provider.Provider. Every service has one nested attribute
// with the name and the settings of its definition; a test holds them together.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Proves to SaaS services that an organization owns its domains, and keeps it so.\n\n" +
			"Each service has a block of its own, and several can be configured at once. " +
			"A service without a block is configured by its environment variables alone.",
		Attributes: map[string]schema.Attribute{
			"webex":  webexSchema(),
			"workos": workosSchema(),
			"zoho":   zohoSchema(),
			"dns":    dnsSchema(),
			"http":   httpSchema(),
		},
	}
}

func webexSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Cisco Webex, through its [Domain Management API](https://developer.webex.com/admin/docs/api/v1/api-domain-management). " +
			"The token needs the scope `identity:organizations_rw` and a full administrator behind it.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"organization_id":     setting("The organization that resources belong to unless they say otherwise: its UUID, or the Base64 form that other Webex APIs hand out.", "WEBEX_ORG_ID"),
			"access_token":        secretSetting("Access token. A personal one lasts 12 hours. With a refresh token beside it, it is used until Webex refuses it.", "WEBEX_ACCESS_TOKEN"),
			"client_id":           setting("Client id of the integration or service app that the refresh token belongs to.", "WEBEX_CLIENT_ID"),
			"client_secret":       secretSetting("Client secret of that integration or service app.", "WEBEX_CLIENT_SECRET"),
			"refresh_token":       secretSetting("Refresh token; access tokens are fetched with it as needed. If Webex replaces it, the new one lives as long as the run: it cannot be written back.", "WEBEX_REFRESH_TOKEN"),
			"base_url":            setting("Base URL of the API. Defaults to `https://webexapis.com/v1`; Webex for Government is `https://api-usgov.webex.com/v1`.", "WEBEX_BASE_URL"),
			"token_url":           setting("URL that exchanges the refresh token. Defaults to `access_token` below the base URL.", "WEBEX_TOKEN_URL"),
			"admin_domain":        setting("Mail domain of the administrators, for the lockout guard: it is verified first and released last. Adds to the domain of the token's owner, which is guarded where Webex tells it.", "WEBEX_ADMIN_DOMAIN"),
			"drift_probe_domain":  setting("Opts in to drift detection where Webex does not show an organization's domains: once per run, a name of the provider's own below this domain is added as pending and removed again, because the answer to the removal lists all verified and claimed domains. Choose a name below a domain you own that is not claimed.", "WEBEX_DRIFT_PROBE_DOMAIN"),
			"record_prefix":       setting("What stands before the token in the TXT record. Defaults to `cisco-ci-domain-verification=`.", "WEBEX_RECORD_PREFIX"),
			"requests_per_minute": numberSetting("How many requests the provider sends within any minute, all resources together. No bound unless set; when Webex asks to slow down, all of them wait.", "WEBEX_REQUESTS_PER_MINUTE"),
		},
	}
}

func workosSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "WorkOS, through its [Organization Domains API](https://workos.com/docs/reference/domain-verification). " +
			"WorkOS looks for the record by itself, for up to thirty days. There is no claim: a verified domain joins the organization's domain policy, which only the WorkOS dashboard can change.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"organization_id":     setting("The organization that resources belong to unless they say otherwise; it begins with `org_`.", "WORKOS_ORGANIZATION_ID"),
			"api_key":             secretSetting("API key of the environment (staging or production) that the organization belongs to; it begins with `sk_`.", "WORKOS_API_KEY"),
			"base_url":            setting("Base URL of the API. Defaults to `https://api.workos.com`.", "WORKOS_BASE_URL"),
			"requests_per_minute": numberSetting("How many requests the provider sends within any minute, all resources together. No bound unless set; when WorkOS asks to slow down, all of them wait.", "WORKOS_REQUESTS_PER_MINUTE"),
		},
	}
}

func dnsSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the provider looks at the DNS before it lets a service look.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"mode": schema.StringAttribute{
				MarkdownDescription: "`authoritative` (default) asks every authoritative server of the zone, so that no resolver remembers an absence. " +
					"`recursive` asks the resolvers, for networks that let no DNS out but theirs. `off` asks nobody. Environment: `DOMAINVERIFY_DNS_MODE`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(dnsModes...)},
			},
			"quorum": schema.StringAttribute{
				MarkdownDescription: "How many of a zone's servers must have the record before a service is asked: `majority` (default: more than half of those that the delegation names answer, and every one that answers has it), " +
					"`all` (every one answers and has it) or `any` (one has it). Environment: `DOMAINVERIFY_DNS_QUORUM`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(dnsQuorums...)},
			},
			"resolvers": schema.ListAttribute{
				MarkdownDescription: "Resolvers that find a zone's servers, tried in order: `system` (default: `/etc/resolv.conf`, on Windows the resolvers of the network adapters), `host[:port]`, `tls://host[:port]` (DNS over TLS) or `https://host/dns-query` (DNS over HTTPS, through the proxy for that URL where one is set). Environment: `DOMAINVERIFY_DNS_RESOLVERS`, separated by commas.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Authoritative servers, `host[:port]`, to ask in place of the discovered ones (a hidden primary, a split horizon). They speak for the zones that they serve: where a CNAME, a DNAME or a delegation leads elsewhere, the servers there are found through `resolvers`. A resolver is no authoritative server and belongs in `resolvers`. Environment: `DOMAINVERIFY_DNS_NAMESERVERS`, separated by commas.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"allow_private": schema.BoolAttribute{
				MarkdownDescription: "Whether name servers and web hosts that the DNS alone names are asked at addresses that are not of the public internet (loopback, private, link-local, shared, multicast). " +
					"Defaults to `false`: otherwise whoever controls a zone could send queries into this network. Set it for a split horizon. `resolvers`, `nameservers` and `http.connect_to` may be anywhere without it. Environment: `DOMAINVERIFY_DNS_ALLOW_PRIVATE`.",
				Optional: true,
			},
		},
	}
}

func httpSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the provider fetches the file of the method `http_file` before it lets a service fetch it. " +
			"Redirects are followed on the same host and port, and from `http` to `https`. Hosts need a public address (see `dns.allow_private`) unless `connect_to` is set.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"connect_to": schema.StringAttribute{
				MarkdownDescription: "Fetch from this server, `host:port`, in place of the address that the domain has in the DNS (a site that is not switched on yet). It may have any address, and no proxy is used for it. Environment: `DOMAINVERIFY_HTTP_CONNECT_TO`.",
				Optional:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
		},
	}
}

func setting(description, environmentVariable string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Environment: `" + environmentVariable + "`.",
		Optional:            true,
		Validators:          []validator.String{validators.NotBlank()},
	}
}

// numberSetting is a whole number of at least 1.
func numberSetting(description, environmentVariable string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description + " Environment: `" + environmentVariable + "`.",
		Optional:            true,
		Validators:          []validator.Int64{int64validator.AtLeast(1)},
	}
}

func secretSetting(description, environmentVariable string) schema.StringAttribute {
	attribute := setting(description, environmentVariable)
	attribute.Sensitive = true
	return attribute
}
