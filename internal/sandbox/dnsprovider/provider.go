// SPDX-License-Identifier: MPL-2.0

package dnsprovider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Address is what the provider is called in a configuration's required_providers.
const Address = "registry.terraform.io/domainverify/sandbox"

var _ provider.Provider = (*sandboxProvider)(nil)

type sandboxProvider struct {
	version string
	getenv  func(string) string
}

// New returns what providerserver serves. The environment comes in as a function: only main packages read it.
func New(version string, getenv func(string) string) func() provider.Provider {
	return func() provider.Provider { return &sandboxProvider{version: version, getenv: getenv} }
}

// providerData is what resources get. Each client is nil while the provider block has values of it that are not known yet.
type providerData struct {
	client *client
	zone   types.String // default for resources that name none
	web    *webClient
}

// configured is what both resources are.
type configured struct {
	data *providerData // nil while Terraform only validates
}

func (c *configured) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if data, ok := req.ProviderData.(*providerData); ok {
		c.data = data
	}
}

func (p *sandboxProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "sandbox"
	resp.Version = p.version
}

func (p *sandboxProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data, diags := model.resolve(p.getenv)
	resp.Diagnostics.Append(diags...)
	resp.ResourceData = data
}

func (p *sandboxProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newRecordSetResource, newWebFileResource}
}

func (p *sandboxProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
