// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// Schema implements provider.Provider. Every service has one nested attribute,
// made of its definition.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Verifies an organization's domains at SaaS services, and keeps them verified.\n\n" +
			"Each service has a block of its own, and several can be configured at once. " +
			"Cisco Webex, WorkOS and Zoho Mail are also configured by their environment variables alone; Microsoft Entra ID, GitHub and Google need their block, which may be empty.",
		Attributes: map[string]schema.Attribute{
			"dns":  dnsSchema(),
			"http": httpSchema(),
			"progress_file": schema.StringAttribute{
				MarkdownDescription: "File to append one line of JSON to for each change of what a domain waits for, since Terraform shows errors only when the whole run ends. Follow it by `tail -f`. " +
					"Fields: `time`, `domain`, `service`, `organization`, `phase` (`guard`, `record`, `file`, `service`, `rate_limit`, `record_removal`, `release`; at the end `verified`, `unverified`, `released`, `failed` or `interrupted`), " +
					"`waiting_for`, `code` and `cause` (why it has not come yet, or has failed) and `until` (when the wait ends at the latest). " +
					"The file holds no credentials; it is created for its owner alone, is never emptied, and may be shared by several runs. A file that cannot be opened is an error, one that cannot be written later a warning in the log. " +
					"Environment: `DOMAINVERIFY_PROGRESS_FILE`.",
				Optional:   true,
				Validators: []validator.String{validators.NotBlank()},
			},
		},
	}
	for _, definition := range p.catalog {
		resp.Schema.Attributes[definition.Name] = serviceSchema(definition)
	}
}

func dnsSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the provider checks the DNS before it requests verification from a service.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"mode": schema.StringAttribute{
				MarkdownDescription: "`authoritative` queries every authoritative server of the zone, so that no resolver caches the absence of a record. " +
					"`recursive` queries the resolvers, for networks that block other outgoing DNS. `off` disables the check; the data source `domainverify_dns_host` is an error then, and so is `domainverify_txt_records` unless it sets `mode` or `nameservers`. Defaults to `authoritative`. Environment: `DOMAINVERIFY_DNS_MODE`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(dnsModes...)},
			},
			"quorum": schema.StringAttribute{
				MarkdownDescription: "How many of a zone's servers must have the record before verification is requested: `majority` (more than half of the servers named in the delegation respond, and all that respond have it), " +
					"`all` (all respond and have it) or `any` (at least one has it). Defaults to `majority`. Environment: `DOMAINVERIFY_DNS_QUORUM`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(dnsQuorums...)},
			},
			"resolvers": schema.ListAttribute{
				MarkdownDescription: "Resolvers used to discover a zone's servers, tried in order: `system` (`/etc/resolv.conf`, or the resolvers of the network adapters on Windows), `host[:port]`, `tls://host[:port]` (DNS over TLS) or `https://host/dns-query` (DNS over HTTPS, through the proxy for that URL if one is set). The port is 53 for plain DNS and 853 for DNS over TLS, unless given. Defaults to `[\"system\"]`. Environment: `DOMAINVERIFY_DNS_RESOLVERS`, comma-separated.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: "Authoritative servers, `host[:port]`, to query instead of the discovered ones (for a hidden primary or split-horizon DNS). They are only used for the zones that they serve: if a CNAME, a DNAME or a delegation leads to another zone, its servers are discovered through `resolvers`. The port is 53 unless given. Defaults to none. Resolvers are not authoritative servers; list them in `resolvers`. Together with the mode `recursive`, they are an error. Environment: `DOMAINVERIFY_DNS_NAMESERVERS`, comma-separated.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
			},
			"allow_private": schema.BoolAttribute{
				MarkdownDescription: "Whether to query name servers and web hosts that are discovered through the DNS at non-public addresses (loopback, private, link-local, shared, multicast). " +
					"Defaults to `false`, so that whoever controls a zone cannot direct queries into this network. Set it to `true` for split-horizon DNS. Does not apply to `resolvers`, `nameservers` and `http.connect_to`, which may have any address. Environment: `DOMAINVERIFY_DNS_ALLOW_PRIVATE`.",
				Optional: true,
			},
		},
	}
}

func httpSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How the provider checks the file of the method `http_file` before it requests verification from a service. " +
			"Redirects are followed on the same host and port, and from `http` to `https`. Hosts must have a public address (see `dns.allow_private`) unless `connect_to` is set.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"connect_to": schema.StringAttribute{
				MarkdownDescription: "Server, `host:port`, to fetch the file from instead of the domain's address in the DNS (for a site that is not live yet). It may have any address, and no proxy is used for it. Defaults to none. Environment: `DOMAINVERIFY_HTTP_CONNECT_TO`.",
				Optional:            true,
				Validators:          []validator.String{validators.NotBlank()},
			},
		},
	}
}
