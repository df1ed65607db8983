// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type providerModel struct {
	Server        types.String `tfsdk:"server"`
	Zone          types.String `tfsdk:"zone"`
	TSIGName      types.String `tfsdk:"tsig_name"`
	TSIGAlgorithm types.String `tfsdk:"tsig_algorithm"`
	TSIGSecret    types.String `tfsdk:"tsig_secret"`
	WebServer     types.String `tfsdk:"web_server"`
	WebKey        types.String `tfsdk:"web_key"`
}

func (p *sandboxProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Publishes DNS records and web files in the local sandbox (the records at any server that takes RFC 2136 updates, " +
			"the files at any that takes PUT).",
		Attributes: map[string]schema.Attribute{
			"server": schema.StringAttribute{
				MarkdownDescription: "Primary server as `host:port`; port 53 when left out. Environment: `SANDBOX_DNS_SERVER`.",
				Optional:            true,
			},
			"zone": schema.StringAttribute{
				MarkdownDescription: "Zone of every record set that names none itself. Environment: `SANDBOX_DNS_ZONE`.",
				Optional:            true,
			},
			"tsig_name": schema.StringAttribute{
				MarkdownDescription: "Name of the TSIG key that signs updates; none sends them unsigned. Environment: `SANDBOX_DNS_TSIG_NAME`.",
				Optional:            true,
			},
			"tsig_algorithm": schema.StringAttribute{
				MarkdownDescription: "Algorithm of the key, `hmac-sha256` by default. Environment: `SANDBOX_DNS_TSIG_ALGORITHM`.",
				Optional:            true,
			},
			"tsig_secret": schema.StringAttribute{
				MarkdownDescription: "Secret of the key, base64. Environment: `SANDBOX_DNS_TSIG_SECRET`.",
				Optional:            true,
				Sensitive:           true,
			},
			"web_server": schema.StringAttribute{
				MarkdownDescription: "Web host of every domain, as URL without a path or as `host:port`. Only web files need it. " +
					"Environment: `SANDBOX_WEB_SERVER`.",
				Optional: true,
			},
			"web_key": schema.StringAttribute{
				MarkdownDescription: "Bearer token that the web host wants for publishing. Environment: `SANDBOX_WEB_KEY`.",
				Optional:            true,
				Sensitive:           true,
			},
		},
	}
}
