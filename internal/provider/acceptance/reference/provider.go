// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// reference has the schema of the real provider, and configures nothing.
type reference struct {
	provider.Provider
	resolver *net.Resolver
}

func without(whole func() provider.Provider, resolver *net.Resolver) func() provider.Provider {
	return func() provider.Provider { return &reference{whole(), resolver} }
}

func (p *reference) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p *reference) Resources(ctx context.Context) []func() resource.Resource {
	all := []func() resource.Resource{func() resource.Resource { return nullResource{} }}
	for _, create := range p.Provider.Resources(ctx) {
		all = append(all, func() resource.Resource { return &inertResource{create()} })
	}
	return all
}

func (p *reference) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return txtRecordSet{p.resolver} }}
}
