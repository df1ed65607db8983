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
		MarkdownDescription: "Proves to SaaS services that an organization owns its domains, and keeps it so.\n\n" +
			"Each service has a block of its own, and several can be configured at once. " +
			"A service without a block is configured by its environment variables alone.",
		Attributes: map[string]schema.Attribute{
			"dns":  dnsSchema(),
			"http": httpSchema(),
		},
	}
	for _, definition := range p.catalog {
		resp.Schema.Attributes[definition.Name] = serviceSchema(definition)
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
